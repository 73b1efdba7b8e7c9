import { type Day, dayText, weekday } from '../time/ticks.ts'
import { type ConferenceEntry, WEEKDAYS } from './file.ts'
import type { Path } from './problem.ts'
import type { Recurrence } from './recurrence.ts'
import type { Report } from './report.ts'
import { resolveDate } from './resolve-time.ts'

/** The days of a scenario. Not known when its `start` or `days` was reported; then nothing can lie outside. */
export interface Period {
  readonly start: Day
  readonly days: number
  readonly isKnown: boolean
}

/** Which keys of the conference were reported before and left out; of what hangs on them nothing is said. */
type IsLeftOut = (key: 'on' | 'every' | 'from' | 'until') => boolean

/** On which days a conference is held. */
export function resolveRecurrence(
  entry: ConferenceEntry,
  path: Path,
  { start, days, isKnown: isPeriodKnown }: Period,
  report: Report,
  isLeftOut: IsLeftOut,
): Recurrence {
  const isKnown = isPeriodKnown && !isLeftOut('on') && !isLeftOut('from') && !isLeftOut('until')
  const date = (key: 'on' | 'from' | 'until', usual: Day): Day => {
    const text = entry[key]
    return (text === undefined ? null : resolveDate(text, [...path, key], report)) ?? usual
  }
  if (entry.every === undefined) {
    for (const key of ['from', 'until'] as const) {
      if (entry[key] === undefined) continue
      if (isLeftOut('every')) {
        date(key, start)
        continue
      }
      const hint = 'Add `every`, or say `on` which day it is held.'
      report('conflict', [...path, key], 'belongs to a series, and `every` is missing', hint, 'key')
    }
    const last = start + days - 1
    const on = date('on', start)
    if (isKnown && !isLeftOut('every') && (on < start || on > last)) {
      const hint = `The scenario goes from ${dayText(start)} to ${dayText(last)}: change \`on\`, \`start\` or \`days\`.`
      report('out-of-range', [...path, 'on'], `${dayText(on)} lies outside the days of the scenario`, hint)
    }
    return { kind: 'once', on }
  }
  if (entry.on !== undefined) {
    const hint = 'Leave one of the two out; a series begins on the day `from`.'
    report('conflict', [...path, 'on'], 'a conference has `on` or `every`, not both', hint, 'key')
  }
  const from = date('from', start)
  const until = date('until', Number.MAX_SAFE_INTEGER)
  if (until < from && (isKnown || (entry.from !== undefined && !isLeftOut('until')))) {
    const hint = entry.from === undefined ? 'Without `from` a series begins on the first day.' : null
    report('time-order', [...path, 'until'], `the series ends before it begins on ${dayText(from)}`, hint)
  }
  const weekly = (weekdays: readonly number[], interval = 1): Recurrence => {
    return { kind: 'weekly', from, until, weekdays, interval }
  }
  switch (entry.every) {
    case 'day':
      return { kind: 'daily', from, until }
    case 'month':
      return { kind: 'monthly', from, until }
    case 'weekday':
      return weekly([1, 2, 3, 4, 5])
    case 'week':
      return weekly([weekday(from)])
    case '2 weeks':
      return weekly([weekday(from)], 2)
    default:
      return weekly([entry.every].flat().map((name) => WEEKDAYS.indexOf(name)))
  }
}
