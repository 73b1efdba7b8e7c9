import { dateTimeText, MINUTE } from '../time/ticks.ts'
import { type Answer, count, key, type Row, type Tally } from './answer.ts'
import type { Asked } from './asked.ts'
import { type Held, OPEN } from './held.ts'
import { MinuteChanges } from './minute-changes.ts'

const MINUTE_MS = 60_000

/** How many participants and conferences there are at a minute, and from then on until the next. */
export interface Level {
  /** Since 1970. */
  readonly minute: number
  readonly participants: number
  readonly conferences: number
}

export class Concurrency implements Tally {
  private readonly asked: Asked
  private readonly participants = new MinuteChanges()
  private readonly conferences = new MinuteChanges()

  constructor(asked: Asked) {
    this.asked = asked
  }

  add(held: Held): void {
    countSpan(this.conferences, held.start, held.end, this.asked)
    let until = 0
    const { count, join: joins, leave: leaves, turn } = held
    for (let at = 0; at < count; at++) {
      const join = joins[at]!
      const leave = leaves[at]!
      const end = leave === OPEN ? held.end : leave
      const isAlone = turn[at] === 1 || join >= until
      // Of somebody with two devices the second counts from when the first has gone.
      countSpan(this.participants, isAlone ? join : until, end, this.asked)
      if (turn[at] === 1 || end > until) until = end
    }
  }

  merge({ participants, conferences }: this): void {
    this.participants.merge(participants)
    this.conferences.merge(conferences)
  }

  /** The minutes at which a number is another than at the minute before. */
  levels(): readonly Level[] {
    const changed = new Set<number>()
    for (const changes of [this.participants, this.conferences])
      for (const [minute] of changes.entries()) changed.add(minute)
    let [participants, conferences] = [0, 0]
    return [...changed]
      .sort((a, b) => a - b)
      .map((minute) => {
        participants += this.participants.at(minute)
        conferences += this.conferences.at(minute)
        return { minute, participants, conferences }
      })
  }

  rows(): Row[] {
    return this.levels().map(({ minute, participants, conferences }): Row => {
      return [minuteText(minute), participants, conferences]
    })
  }
}

/** Counts from the first full minute in a span on to before the first one after it. */
export function countSpan(changes: MinuteChanges, start: number, end: number, { from, to }: Asked): void {
  if (start >= end || end <= from || start >= to) return
  const first = Math.ceil((start > from ? start : from) / MINUTE_MS)
  const after = Math.ceil(end / MINUTE_MS)
  if (first === after || first * MINUTE_MS >= to) return
  changes.add(first, 1)
  if (end !== OPEN && after * MINUTE_MS < to) changes.add(after, -1)
}

/** `2015-07-13 09:30`. */
export function minuteText(minute: number): string {
  return dateTimeText(minute * MINUTE, ' ').slice(0, 16)
}

export const concurrency: Answer = {
  name: 'concurrency',
  title: 'Present at each minute (UTC)',
  definition:
    'How many there are at each full minute of UTC. One row for each minute at which a number is another than at the minute ' +
    'before; it holds until the next row. participants: people present, once for each conference that they are in, ' +
    'however many devices they are there with. conferences: those between ConferenceStartTime and ConferenceEndTime. ' +
    'Who joins at the very minute is there; who leaves at it is not; who comes and goes between two minutes is not seen. ' +
    'A session whose leave is not recorded goes on until the conference ends, and what has no end on record goes on for ' +
    'ever. With a period the first row tells what goes on from before it.',
  columns: [key('minute'), count('participants'), count('conferences')],
  tally: (asked) => new Concurrency(asked),
}
