import { type Answer, count, key, milliseconds, type Row, type Tally } from './answer.ts'
import type { Asked } from './asked.ts'
import { type Held, OPEN } from './held.ts'

const KINDS = ['first join', 'rejoin', 'further device'] as const

class Rejoins implements Tally {
  private readonly asked: Asked
  private readonly joins = [0, 0, 0]
  /** Milliseconds. */
  private absence = 0

  constructor(asked: Asked) {
    this.asked = asked
  }

  add(held: Held): void {
    const { from, to } = this.asked
    let until = 0
    const { count, join: joins, leave: leaves, turn } = held
    for (let at = 0; at < count; at++) {
      const join = joins[at]!
      const isFirst = turn[at] === 1
      if (join >= from && join < to) {
        const kind = isFirst ? 0 : join >= until ? 1 : 2
        this.joins[kind]!++
        if (kind === 1) this.absence += join - until
      }
      const leave = leaves[at]!
      const end = leave === OPEN ? held.end : leave
      if (isFirst || end > until) until = end
    }
  }

  merge({ joins, absence }: this): void {
    for (const [kind, count] of joins.entries()) this.joins[kind]! += count
    this.absence += absence
  }

  rows(): Row[] {
    return KINDS.map((kind, at): Row => [kind, this.joins[at]!, at === 1 ? this.absence : 0]).filter(
      ([, joins]) => joins !== 0,
    )
  }
}

export const rejoins: Answer = {
  name: 'rejoins',
  title: 'Rejoins and further devices',
  definition:
    'The joins in the scope by what they are to the participant of that conference. first join: the earliest. rejoin: a ' +
    'later one that begins when all earlier sessions of the participant have ended, also at the very moment. further ' +
    'device: one that begins while an earlier session goes on. A session whose leave is not recorded goes on until the ' +
    'conference ends. absence_ms: from the last leave to the rejoin, added up, in milliseconds. Kinds without a join ' +
    'have no row.',
  columns: [key('kind'), count('joins'), milliseconds('absence_ms')],
  tally: (asked) => new Rejoins(asked),
}
