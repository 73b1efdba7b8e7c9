import { didYouMean } from '../suggest.ts'
import { type Day, dayFromText, type Ticks } from '../time/ticks.ts'
import { type Zone, zone, zoneNames } from '../time/zone.ts'
import { ticksFromDuration } from './formats.ts'
import { MAX_OFFSET } from './occurrence.ts'
import type { Path } from './problem.ts'
import type { Report } from './report.ts'

/** The zone that `name` stands for; null when no name is given, or after an unknown one was reported. */
export function resolveZone(name: string | undefined, path: Path, report: Report): Zone | null {
  if (name === undefined) return null
  const known = zone(name)
  if (!known) {
    const hint =
      didYouMean(name, zoneNames()) ?? 'Use a name of the IANA time zone database, such as Europe/London.'
    report('unknown-name', path, `"${name}" is not a known time zone`, hint)
  }
  return known
}

/** The day of a date in the file; null after an impossible one was reported. */
export function resolveDate(
  text: string,
  path: Path,
  report: Report,
  at: 'key' | 'value' = 'value',
): Day | null {
  const day = dayFromText(text)
  if (day === null) reportImpossible(text, path, report, at)
  return day
}

/** Reports a date that never was. */
export function reportImpossible(
  text: string,
  path: Path,
  report: Report,
  at: 'key' | 'value' = 'value',
): void {
  const month = text.slice(0, 7)
  const last = lastDay(month)
  const hint = last
    ? `${month} goes from 01 to ${last}.`
    : 'A date is written year-month-day, with months from 01 to 12.'
  report('impossible-date', path, `"${text}" is not a day of the calendar`, hint, at)
}

/** How many days a month such as `2015-02` has; undefined when there is no such month. */
export function lastDay(month: string): number | undefined {
  return [31, 30, 29, 28].find((day) => dayFromText(`${month}-${day}`) !== null)
}

/** The ticks of a duration or offset; null where there is none. One that is too long is reported. */
export function resolveOffset(text: string | undefined, path: Path, report: Report): Ticks | null {
  if (text === undefined || text === 'never') return null
  const ticks = ticksFromDuration(text)
  if (Math.abs(ticks) > MAX_OFFSET)
    report('out-of-range', path, `${text} is more than 7 days`, 'Use 7d or less.')
  return ticks
}
