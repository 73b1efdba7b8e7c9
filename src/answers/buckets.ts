import {
  civil,
  DAY,
  type Day,
  dateTimeText,
  dayFromText,
  HOUR,
  msFromTicks,
  type Ticks,
  ticksFromMs,
  weekday,
} from '../time/ticks.ts'
import type { Clock } from './clock.ts'

/** How long a bucket is. */
export type Unit = 'hour' | 'day' | 'week' | 'month'

export const UNITS: readonly Unit[] = ['hour', 'day', 'week', 'month']

/** A stretch of the calendar. */
export interface Bucket {
  /** When it begins and when the next one does, in milliseconds since 1970. */
  readonly from: number
  readonly to: number
  /** What clocks show when it begins: `2015-07-13`, of an hour `2015-07-13 09:00`. */
  readonly name: string
}

/** Hours, days, weeks (from Sunday) or months on some clocks. */
export interface Buckets {
  /** The one that holds a moment, given in milliseconds since 1970. */
  at(ms: number): Bucket
}

/**
 * A bucket begins when clocks first show its start, and ends when the next begins. So an hour that an autumn change repeats
 * is one of two hours, and one that a spring change skips is none.
 */
export function bucketsOf(by: Unit, clock: Clock): Buckets {
  const moment = (local: Ticks) => {
    const day = Math.floor(local / DAY)
    return clock.moment(day, local - day * DAY)
  }
  return {
    at(ms) {
      const now = ticksFromMs(ms)
      let local = startOf(by, clock.clock(now))
      // Clocks that are set back over a start show the time before it once more.
      while (moment(nextOf(by, local)) <= now) local = nextOf(by, local)
      while (moment(local) > now) local = startOf(by, local - 1)
      return {
        from: msFromTicks(moment(local)),
        to: msFromTicks(moment(nextOf(by, local))),
        name: dateTimeText(local, ' ').slice(0, by === 'hour' ? 16 : 10),
      }
    },
  }
}

function startOf(by: Unit, local: Ticks): Ticks {
  if (by === 'hour') return Math.floor(local / HOUR) * HOUR
  const day = Math.floor(local / DAY)
  if (by === 'day') return day * DAY
  return (by === 'week' ? day - weekday(day) : firstOf(civil(day))) * DAY
}

function nextOf(by: Unit, start: Ticks): Ticks {
  if (by === 'hour') return start + HOUR
  if (by === 'day') return start + DAY
  if (by === 'week') return start + 7 * DAY
  const { year, month } = civil(start / DAY)
  return firstOf(month === 12 ? { year: year + 1, month: 1 } : { year, month: month + 1 }) * DAY
}

/** The first day of a month. */
function firstOf({ year, month }: { readonly year: number; readonly month: number }): Day {
  return dayFromText(`${String(year).padStart(4, '0')}-${String(month).padStart(2, '0')}-01`) as Day
}
