import { type Column, count, milliseconds, type Row } from './answer.ts'
import { UsersSeen } from './users-seen.ts'

/** What a summary says of some conferences, as columns of an answer. */
export const FIGURES: readonly Column[] = [
  count('conferences'),
  count('participants'),
  count('total_participants'),
  count('joins'),
  milliseconds('participant_ms'),
  count('organizers'),
]

/** What `FIGURES` mean, for the definition of each answer that has them. */
export const FIGURES_DEFINED =
  'conferences: those that start in the scope. participants: distinct users who join in the scope; somebody in five ' +
  'conferences is one. total_participants: participants of each conference, added up; one counts at the first join into ' +
  'that conference. joins: sessions that begin in the scope. participant_ms: the participant minutes, in milliseconds. ' +
  'organizers: distinct users whose conferences start in the scope, also if they did not come themselves.'

/** The figures of some conferences in the making. */
export class Figures {
  conferences = 0
  totalParticipants = 0
  joins = 0
  /** Milliseconds. */
  time = 0
  readonly participants = new UsersSeen()
  readonly organizers = new UsersSeen()

  merge(other: Figures): void {
    this.conferences += other.conferences
    this.totalParticipants += other.totalParticipants
    this.joins += other.joins
    this.time += other.time
    this.participants.merge(other.participants)
    this.organizers.merge(other.organizers)
  }

  /** Whether nothing was counted. */
  get isEmpty(): boolean {
    return this.conferences === 0 && this.joins === 0 && this.time === 0
  }

  cells(): Row {
    const { conferences, participants, totalParticipants, joins, time, organizers } = this
    return [conferences, participants.count, totalParticipants, joins, time, organizers.count]
  }
}

/** How much of a session lies between two moments; none of one whose end is not recorded. */
export function timeIn(join: number, leave: number, from: number, to: number): number {
  if (leave === Number.POSITIVE_INFINITY) return 0
  const time = (leave < to ? leave : to) - (join > from ? join : from)
  return time > 0 ? time : 0
}
