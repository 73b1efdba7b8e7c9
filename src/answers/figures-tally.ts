import { FIRST_GUEST } from '../plan/numbers.ts'
import type { Row, Tally } from './answer.ts'
import type { Asked } from './asked.ts'
import type { Bucket } from './buckets.ts'
import { Figures } from './figures.ts'
import { type Held, OPEN } from './held.ts'

/** Figures by bucket, of one pool. */
class Buckets {
  readonly byName = new Map<string, Figures>()
  /** How often a guest is counted in a further bucket: guests are not kept in mind, so a sum takes them off again. */
  guestsAgain = 0
  private readonly asked: Asked
  /** The bucket that was asked for last: the next moment is likely to be in it. */
  private bucket: Bucket = { from: 0, to: 0, name: '' }
  private latest = new Figures()

  constructor(asked: Asked) {
    this.asked = asked
  }

  at(ms: number): Figures {
    const { bucket } = this
    if (ms >= bucket.from && ms < bucket.to) return this.latest
    this.bucket = this.asked.buckets.at(ms)
    this.latest = this.named(this.bucket.name)
    return this.latest
  }

  /** Deals out the time between two moments to the buckets that they are in. */
  addTime(from: number, to: number): void {
    for (let start = from; start < to; ) {
      const figures = this.at(start)
      const end = to < this.bucket.to ? to : this.bucket.to
      figures.time += end - start
      start = end
    }
  }

  /** All buckets together. */
  sum(): Figures {
    const sum = sumOf([...this.byName.values()])
    sum.participants.count -= this.guestsAgain
    return sum
  }

  named(name: string): Figures {
    const known = this.byName.get(name)
    if (known) return known
    const figures = new Figures()
    this.byName.set(name, figures)
    return figures
  }
}

/** Counts for all answers of `FIGURES` at once: in each bucket of each pool. What they say follows from sums of these. */
export class FiguresTally implements Tally {
  readonly asked: Asked
  private readonly pools: readonly Buckets[]

  constructor(asked: Asked) {
    this.asked = asked
    this.pools = asked.plan.scenario.pools.map(() => new Buckets(asked))
  }

  add(held: Held): void {
    const { from, to } = this.asked
    const { count, join: joins, leave: leaves, turn, userId } = held
    const buckets = this.pools[held.pool]!
    if (held.start >= from && held.start < to) {
      const figures = buckets.at(held.start)
      figures.conferences++
      figures.organizers.add(held.organizer)
    }
    let [user, counted]: [number, Figures | null] = [-1, null]
    for (let at = 0; at < count; at++) {
      const join = joins[at]!
      if (join >= from && join < to) {
        const figures = buckets.at(join)
        figures.joins++
        if (turn[at] === 1) figures.totalParticipants++
        figures.participants.add(userId[at]!)
        // Sessions of one guest follow one another, by the times of their joins.
        if (userId[at] === user && user >= FIRST_GUEST && figures !== counted) buckets.guestsAgain++
        user = userId[at]!
        counted = figures
      }
      const leave = leaves[at]!
      if (leave !== OPEN) buckets.addTime(join > from ? join : from, leave < to ? leave : to)
    }
  }

  merge({ pools }: this): void {
    for (const [pool, { byName, guestsAgain }] of pools.entries()) {
      const ours = this.pools[pool]!
      ours.guestsAgain += guestsAgain
      for (const [name, figures] of byName) ours.named(name).merge(figures)
    }
  }

  /** One row of everything. */
  total(): Row {
    return sumOf(this.pools.map((pool) => pool.sum())).cells()
  }

  /** A row for each pool in which anything was counted, by its position. */
  byPool(): readonly (readonly [pool: number, cells: Row])[] {
    return this.pools.flatMap((buckets, pool) => {
      const figures = buckets.sum()
      return figures.isEmpty ? [] : [[pool, figures.cells()] as const]
    })
  }

  /** A row for each bucket in which anything was counted. */
  byBucket(): readonly (readonly [name: string, cells: Row])[] {
    const names = new Set(this.pools.flatMap(({ byName }) => [...byName.keys()]))
    return [...names].map((name) => {
      const all = this.pools.flatMap(({ byName }) => byName.get(name) ?? [])
      return [name, sumOf(all).cells()] as const
    })
  }
}

/** Several figures together; those that are given stay as they are. */
function sumOf(all: readonly Figures[]): Figures {
  const [only, other] = all
  if (only && !other) return only
  const sum = new Figures()
  for (const figures of all) sum.merge(figures)
  return sum
}

/** Makes the tally; one for all answers that are made by it. */
export function figuresTally(asked: Asked): FiguresTally {
  return new FiguresTally(asked)
}
