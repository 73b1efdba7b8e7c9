import type { Tally } from './answer.ts'
import type { Asked } from './asked.ts'
import { timeIn } from './figures.ts'
import { CONNECTIVITY, type Held } from './held.ts'
import { Sessions } from './sessions.ts'

const KINDS = CONNECTIVITY.length

/** Counts for all answers of `SESSIONS` at once: by client and where it came from. What they say follows from sums of these. */
export class SessionsTally implements Tally {
  readonly asked: Asked
  /** By `VersionId`, then by position in `CONNECTIVITY`. */
  private readonly found: (Sessions | undefined)[] = []

  constructor(asked: Asked) {
    this.asked = asked
  }

  add(held: Held): void {
    const { from, to } = this.asked
    const { count, join: joins, leave, userId, client, connectivity } = held
    for (let at = 0; at < count; at++) {
      const kind = client[at]! * KINDS + connectivity[at]!
      const sessions = this.found[kind] ?? this.make(kind)
      const join = joins[at]!
      if (join >= from && join < to) {
        sessions.joins++
        sessions.participants.add(userId[at]!)
      }
      sessions.time += timeIn(join, leave[at]!, from, to)
    }
  }

  merge({ found }: this): void {
    for (const [kind, sessions] of found.entries())
      if (sessions) (this.found[kind] ?? this.make(kind)).merge(sessions)
  }

  /** The sessions in the scope by what `of` says of a client and a connectivity. */
  by<K>(of: (client: number, connectivity: number) => K): ReadonlyMap<K, Sessions> {
    const sums = new Map<K, Sessions>()
    for (const [kind, sessions] of this.found.entries()) {
      if (!sessions || sessions.isEmpty) continue
      const name = of(Math.floor(kind / KINDS), kind % KINDS)
      const sum = sums.get(name) ?? new Sessions()
      sum.merge(sessions)
      sums.set(name, sum)
    }
    return sums
  }

  private make(kind: number): Sessions {
    // The list has no gaps, so that it stays one that is quick to read.
    while (this.found.length <= kind) this.found.push(undefined)
    const sessions = new Sessions()
    this.found[kind] = sessions
    return sessions
  }
}

/** Makes the tally; one for all answers that are made by it. */
export function sessionsTally(asked: Asked): SessionsTally {
  return new SessionsTally(asked)
}
