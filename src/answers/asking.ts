import { aText, listOf, oneOf, optionsOf } from '../arguments.ts'
import { RollcallError } from '../errors.ts'
import type { Plan } from '../plan/plan.ts'
import { didYouMean } from '../suggest.ts'
import { DAY, dayFromText, type Ticks, ticksFromText } from '../time/ticks.ts'
import { zoneNames } from '../time/zone.ts'
import { type Question, USUAL } from './asked.ts'
import { UNITS, type Unit } from './buckets.ts'
import { type Clock, clockOf } from './clock.ts'

/** A question in words. What is left out is as wide as can be: all pools, all times, days of UTC. */
export interface Asking {
  /** How long the buckets of summaries are. Default: `day`. */
  readonly by?: Unit | undefined
  /** The clocks of buckets and of `from` and `to`: `UTC`, an offset such as `+05:30`, or `Europe/London`. Default: `UTC`. */
  readonly timezone?: string | undefined
  /** From this moment on: `2015-07-13` or `2015-07-13 09:30`, on the clocks of `timezone`; of UTC with a `Z` at the end. */
  readonly from?: string | undefined
  /** Up to before this moment, written in the same way. */
  readonly to?: string | undefined
  /** The FQDN of the pool that held the conferences. */
  readonly pool?: string | undefined
  /** Conferences whose details are wanted: keys of the scenario, conference URIs or `ConfInstance` GUIDs. */
  readonly conferences?: readonly string[] | undefined
}

/** What a function takes as a question. */
export const anAsking = optionsOf({
  by: oneOf(UNITS),
  timezone: aText,
  from: aText,
  to: aText,
  pool: aText,
  conferences: listOf(aText),
})

/**
 * The question that words mean; without a plan no name of it can be used. Throws a `RollcallError` for words that
 * mean nothing.
 */
export function questionOf(
  { by = USUAL.by, timezone = 'UTC', from, to, pool, conferences = [] }: Asking,
  plan: Plan | null,
): Question {
  if (!UNITS.includes(by))
    throw new RollcallError('ROLLCALL_E_ARGUMENT', `"${by}" is no bucket`, `It can be ${UNITS.join(', ')}.`)
  const clock = clockOf(timezone)
  if (clock === null)
    throw new RollcallError(
      'ROLLCALL_E_NAME',
      `"${timezone}" is not a known time zone`,
      didYouMean(timezone, zoneNames()) ??
        'Use UTC, an offset such as +05:30, or a name such as Europe/London.',
    )
  const question = {
    by,
    clock,
    from: from === undefined ? null : momentOf(from, clock),
    to: to === undefined ? null : momentOf(to, clock),
    pool: pool === undefined ? null : poolOf(pool, plan),
    conferences: conferences.map((name) => conferenceOf(name, plan)),
  }
  if (question.from !== null && question.to !== null && question.from >= question.to)
    throw new RollcallError(
      'ROLLCALL_E_ARGUMENT',
      `the period from ${from} up to ${to} is empty`,
      'Its end is no part of it.',
    )
  return question
}

function momentOf(text: string, clock: Clock): Ticks {
  const [, date = '', time = '', seconds = ':00', utc] =
    /^(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2})(:\d{2}(?:\.\d{1,3})?)?)?(Z)?$/.exec(text) ?? []
  const day = dayFromText(date)
  const shown = ticksFromText(`${date} ${time || '00:00'}${seconds}`)
  if (day === null || shown === null)
    throw new RollcallError(
      'ROLLCALL_E_ARGUMENT',
      `"${text}" is not a moment`,
      'Write it as 2015-07-13 or 2015-07-13T09:30.',
    )
  return utc === undefined ? clock.moment(day, shown - day * DAY) : shown
}

function poolOf(fqdn: string, plan: Plan | null): string {
  if (plan === null) return fqdn
  const { pools } = plan.scenario
  const found = pools.find((pool) => pool.toLowerCase() === fqdn.toLowerCase())
  if (found !== undefined) return found
  throw new RollcallError(
    'ROLLCALL_E_NAME',
    `the scenario has no pool "${fqdn}"`,
    didYouMean(fqdn, pools) ?? `It has: ${pools.join(', ')}.`,
  )
}

const GUID = /^\{?([\dA-F]{8}(?:-[\dA-F]{4}){3}-[\dA-F]{12})\}?$/i

/** As `Question.conferences` has it. */
function conferenceOf(name: string, plan: Plan | null): string {
  const [, guid] = GUID.exec(name) ?? []
  if (guid !== undefined) return guid.toUpperCase()
  if (name.includes(':')) return name
  if (plan === null)
    throw new RollcallError(
      'ROLLCALL_E_ARGUMENT',
      `"${name}" is a key of a scenario, and none is given`,
      'Name the scenario, or give a conference URI or a ConfInstance.',
    )
  const { conferences } = plan.scenario
  const found = conferences.find(({ id }) => id === name)
  if (found) return plan.conferenceUri(found, 'focus')
  const ids = conferences.map(({ id }) => id)
  throw new RollcallError(
    'ROLLCALL_E_NAME',
    `the scenario has no conference "${name}"`,
    didYouMean(name, ids) ??
      (ids.length > 0
        ? `It has: ${ids.join(', ')}.`
        : 'It names none: give a conference URI or a ConfInstance.'),
  )
}
