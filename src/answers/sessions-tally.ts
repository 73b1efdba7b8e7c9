import { FIRST_GUEST } from '../plan/numbers.ts'
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
  /** Guests who came with several clients into one conference, by the places in `found` that have each of them: `3,17`. */
  private readonly shared = new Map<string, number>()

  constructor(asked: Asked) {
    this.asked = asked
  }

  add(held: Held): void {
    const { from, to } = this.asked
    const { count, join: joins, leave, userId, client, connectivity } = held
    let guest = -1
    let kinds: number[] = []
    for (let at = 0; at < count; at++) {
      const kind = client[at]! * KINDS + connectivity[at]!
      const sessions = this.found[kind] ?? this.make(kind)
      const join = joins[at]!
      if (join >= from && join < to) {
        sessions.joins++
        const user = userId[at]!
        sessions.participants.add(user)
        if (user >= FIRST_GUEST) {
          // Sessions of one guest follow one another.
          if (user !== guest) {
            this.share(kinds)
            kinds = []
          }
          guest = user
          if (!kinds.includes(kind)) kinds.push(kind)
        }
      }
      sessions.time += timeIn(join, leave[at]!, from, to)
    }
    this.share(kinds)
  }

  merge({ found, shared }: this): void {
    for (const [kinds, guests] of shared) this.shared.set(kinds, (this.shared.get(kinds) ?? 0) + guests)
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
    // Guests are not kept in mind, so a sum has counted one for each client.
    for (const [kinds, guests] of this.shared) {
      const names = kinds.split(',').map((kind) => of(Math.floor(Number(kind) / KINDS), Number(kind) % KINDS))
      for (const name of new Set(names)) {
        const { participants } = sums.get(name)!
        participants.count -= (names.filter((other) => other === name).length - 1) * guests
      }
    }
    return sums
  }

  /** Puts down a guest who is counted in several places. */
  private share(kinds: readonly number[]): void {
    if (kinds.length < 2) return
    const key = [...kinds].sort((a, b) => a - b).join()
    this.shared.set(key, (this.shared.get(key) ?? 0) + 1)
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
