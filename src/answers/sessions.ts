import { type Column, count, milliseconds, type Row } from './answer.ts'
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
