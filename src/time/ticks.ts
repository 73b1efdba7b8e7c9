import { aText, checkArguments, kindOf } from '../arguments.ts'
/**
 * A moment or a span on the clock of the product: whole steps of 1/300 s, the step of SQL Server's `datetime`.
 * Moments count from 1970-01-01 00:00 UTC; a safe integer for every date that `datetime` can hold.
 *
 * A day has a whole number of ticks, so rounding to ticks since 1970 and SQL Server's rounding within the day agree.
 * https://learn.microsoft.com/sql/t-sql/data-types/datetime-transact-sql
 */
export type Ticks = number

/** Whole days since 1970-01-01, of no time zone until one is named. */
export type Day = number

export const SECOND: Ticks = 300
export const MINUTE: Ticks = 60 * SECOND
export const HOUR: Ticks = 60 * MINUTE
export const DAY: Ticks = 24 * HOUR

/** Told of only where it is wrong: these functions are called for every value. */
const aNumber = kindOf('a finite number', Number.isFinite)

/** The tick nearest to a number of milliseconds, rounded as SQL Server rounds text: 2 ms is .003, 999 ms the next second. */
export function ticksFromMs(ms: number): Ticks {
  if (!Number.isFinite(ms)) checkArguments('ticksFromMs', { ms: [ms, aNumber] })
  return Math.floor((ms * 3 + 5) / 10)
}

/** Milliseconds as SQL Server shows a tick: they end in 0, 3 or 7. */
export function msFromTicks(ticks: Ticks): number {
  if (!Number.isFinite(ticks)) checkArguments('msFromTicks', { ticks: [ticks, aNumber] })
  const third = mod(ticks, 3)
  return ((ticks - third) / 3) * 10 + (third === 0 ? 0 : third === 1 ? 3 : 7)
}

/** Whole ticks from seconds: where a drawn value becomes a time, and is rounded once. */
export function ticksFromSeconds(seconds: number): Ticks {
  return Math.round(seconds * SECOND)
}

/** The UTC day that a moment falls in. */
export function utcDay(moment: Ticks): Day {
  return Math.floor(moment / DAY)
}

/** `2015-07-15T10:00:00.007`, UTC, with what stands between date and time as `separator`. */
export function dateTimeText(moment: Ticks, separator = 'T'): string {
  if (!Number.isFinite(moment) || typeof separator !== 'string')
    checkArguments('dateTimeText', { moment: [moment, aNumber], separator: [separator, aText] })
  const day = utcDay(moment)
  const ms = msFromTicks(moment - day * DAY)
  const seconds = Math.floor(ms / 1000)
  const minutes = Math.floor(seconds / 60)
  const hours = Math.floor(minutes / 60)
  const clock = `${TWO_DIGITS[hours]}:${TWO_DIGITS[minutes - hours * 60]}:${TWO_DIGITS[seconds - minutes * 60]}`
  const rest = ms - seconds * 1000
  return `${dayText(day)}${separator}${clock}.${Math.floor(rest / 100)}${TWO_DIGITS[rest % 100]}`
}

const TWO_DIGITS = Array.from({ length: 100 }, (_, value) => String(value).padStart(2, '0'))

/** The tick of a text such as `2015-07-15T10:00:00.007Z` or `2015-07-15 10:00:00.007`, read as UTC; null for any other text. */
export function ticksFromText(text: string): Ticks | null {
  const match = /^(\d{4}-\d{2}-\d{2})[T ](\d{2}):(\d{2}):(\d{2})(?:\.(\d{1,3}))?Z?$/.exec(text)
  const day = match && dayFromText(match[1] as string)
  if (!match || day === null || day === undefined) return null
  const [hours, minutes, seconds] = [Number(match[2]), Number(match[3]), Number(match[4])]
  if (hours > 23 || minutes > 59 || seconds > 59) return null
  return (
    day * DAY +
    ticksFromMs(((hours * 60 + minutes) * 60 + seconds) * 1000 + Number((match[5] ?? '').padEnd(3, '0')))
  )
}

/** `2015-07-15`. */
export function dayText(day: Day): string {
  if (day !== lastDay) {
    const { year, month, dayOfMonth } = civil(day)
    lastDayText = `${String(year).padStart(4, '0')}-${TWO_DIGITS[month]}-${TWO_DIGITS[dayOfMonth]}`
    lastDay = day
  }
  return lastDayText
}

// Times come in order, so the text of the day before is nearly always the one that is wanted.
let lastDay: Day | undefined
let lastDayText = ''

/** The day of a text such as `2015-07-15`; null when it has another form or names a day that never was. */
export function dayFromText(text: string): Day | null {
  const match = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text)
  if (!match) return null
  const day = Date.UTC(Number(match[1]), Number(match[2]) - 1, Number(match[3])) / 86_400_000
  return dayText(day) === text ? day : null
}

/** Year, month (1 to 12) and day of the month (1 to 31) in the Gregorian calendar. */
export function civil(day: Day): { year: number; month: number; dayOfMonth: number } {
  const date = new Date(day * 86_400_000)
  return { year: date.getUTCFullYear(), month: date.getUTCMonth() + 1, dayOfMonth: date.getUTCDate() }
}

/** 0 for Sunday to 6 for Saturday. */
export function weekday(day: Day): number {
  return mod(day + 4, 7)
}

/** The remainder that is never negative. */
export function mod(value: number, by: number): number {
  return ((value % by) + by) % by
}
