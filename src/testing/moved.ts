import { RollcallError } from '../errors.ts'
import type { ScenarioFile } from '../scenario/file.ts'
import { resolveDay } from '../scenario/formats.ts'
import { type Day, dayFromText, dayText, mod } from '../time/ticks.ts'

/** Days of a week: what happens on working days is to stay on working days. */
const WEEK = 7

/**
 * The scenario with another first day: the first one from `start` on that is the same day of the week as before. All
 * dates in it move along. Throws a `RollcallError` for a text that is no date.
 */
export function movedTo(definition: ScenarioFile, start: string | Date, today: () => Day): ScenarioFile {
  const wanted = dayOf(start, today)
  const before = dayFromText(definition.start) as Day
  const by = wanted - before + mod(before - wanted, WEEK)
  const { scenario, description = null, ...rest } = definition
  const moved = shifted(rest, by) as Omit<ScenarioFile, 'scenario'>
  return { scenario, ...(description === null ? {} : { description }), ...moved }
}

/** The day of a date, or of a text such as `2026-11-01` or `today - 30 days`. */
export function dayOf(date: string | Date, today: () => Day): Day {
  if (date instanceof Date && !Number.isNaN(date.getTime())) return Math.floor(date.getTime() / 86_400_000)
  const day = typeof date === 'string' && FORM.test(date) ? resolveDay(date, today) : 'impossible'
  if (typeof day === 'number') return day
  const hint = 'Write 2026-11-01, `today` or `today - 30 days`, or give a Date.'
  throw new RollcallError('ROLLCALL_E_ARGUMENT', `${JSON.stringify(date)} is not a day`, hint)
}

const FORM = /^(?:\d{4}-\d{2}-\d{2}|today(?: *[-+] *\d{1,5} days?)?)$/

/** Every text that is or begins with a date, also where it is a key, so many days later. */
function shifted(value: unknown, by: number): unknown {
  if (typeof value === 'string') return shiftedText(value, by)
  if (Array.isArray(value)) return value.map((one) => shifted(one, by))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value).map(([key, one]) => [shiftedText(key, by), shifted(one, by)]),
  )
}

function shiftedText(text: string, by: number): string {
  const [, date = '', rest = ''] = /^(\d{4}-\d{2}-\d{2})((?:[T ].*)?)$/.exec(text) ?? []
  const day = dayFromText(date)
  return day === null ? text : dayText(day + by) + rest
}
