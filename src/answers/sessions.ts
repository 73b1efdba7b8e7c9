import { type Column, count, milliseconds, type Row } from './answer.ts'
import type { Asked } from './asked.ts'
import { timeIn } from './figures.ts'
import type { Held } from './held.ts'
import { UsersSeen } from './users-seen.ts'

/** What is said of sessions of one kind, as columns of an answer. */
export const SESSIONS: readonly Column[] = [
  count('joins'),
  count('participants'),
  milliseconds('participant_ms'),
]

/** What `SESSIONS` mean. */
export const SESSIONS_DEFINED =
  'joins: such sessions that begin in the scope. participants: distinct users with such a join; one with sessions of two ' +
  'kinds is in two rows. participant_ms: the time of such sessions, in milliseconds.'

/** Sessions of one kind in the making. */
export class Sessions {
  joins = 0
  /** Milliseconds. */
  time = 0
  readonly participants = new UsersSeen()

  /** Counts the session at a position of a conference, as far as it is in the scope. */
  add(held: Held, at: number, { from, to }: Asked): void {
    const join = held.join[at]!
    if (join >= from && join < to) {
      this.joins++
      this.participants.add(held.userId[at]!)
    }
    this.time += timeIn(join, held.leave[at]!, from, to)
  }

  merge(other: Sessions): void {
    this.joins += other.joins
    this.time += other.time
    this.participants.merge(other.participants)
  }

  get isEmpty(): boolean {
    return this.joins === 0 && this.time === 0
  }

  cells(): Row {
    return [this.joins, this.participants.count, this.time]
  }
}

/** Sessions by kinds, which are small numbers. */
export class SessionsByKind {
  private readonly kinds: (Sessions | undefined)[] = []

  of(kind: number): Sessions {
    const known = this.kinds[kind]
    if (known !== undefined) return known
    const sessions = new Sessions()
    this.kinds[kind] = sessions
    return sessions
  }

  merge(other: SessionsByKind): void {
    for (const [kind, sessions] of other.kinds.entries()) if (sessions) this.of(kind).merge(sessions)
  }

  /** The kinds with any sessions in the scope. */
  *found(): Iterable<readonly [kind: number, sessions: Sessions]> {
    for (const [kind, sessions] of this.kinds.entries())
      if (sessions && !sessions.isEmpty) yield [kind, sessions]
  }
}
