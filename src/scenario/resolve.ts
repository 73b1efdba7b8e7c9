import { type Day, dayFromText, dayText } from '../time/ticks.ts'
import { type Zone, zone, zoneNames } from '../time/zone.ts'
import { behaviorWith, usualBehavior } from './behavior.ts'
import type { ScenarioFile } from './file.ts'
import { resolveDay } from './formats.ts'
import { checkOverlaps } from './overlap.ts'
import type { Path } from './problem.ts'
import type { Report } from './report.ts'
import { resolveConference } from './resolve-conference.ts'
import { resolvePeople } from './resolve-people.ts'
import type { Conference, Scenario } from './scenario.ts'
import { didYouMean } from './suggest.ts'

const FIRST_DAY = dayFromText('1970-01-02') as Day
const LAST_DAY = dayFromText('2199-12-31') as Day

/** What day it is on the calendar of a zone; only asked when a scenario says `today`. */
export type Today = (zone: Zone) => Day

/**
 * Turns a file of the right shape into a scenario, and reports all that does not make sense in it.
 * The result is sound only when nothing was reported. Names in `leftOut` are known but were taken out already.
 */
export function resolve(
  file: ScenarioFile,
  today: Today | null,
  report: Report,
  leftOut: ReadonlySet<string> = new Set(),
): Scenario {
  const domain = file.domain ?? 'contoso.com'
  const pools = file.pools ?? [`pool01.${domain}`]
  for (const [at, pool] of pools.entries()) {
    if (pools.indexOf(pool) < at) report('duplicate', ['pools', at], `"${pool}" is listed twice`)
  }
  const scenarioZone = resolveZone(file.timezone, ['timezone'], report) ?? (zone('UTC') as Zone)
  const start = resolveStart(file.start, today && (() => today(scenarioZone)), report)
  const base = {
    id: file.scenario,
    description: file.description ?? '',
    seed: String(file.seed),
    algorithm: file.algorithm ?? 1,
    start,
    days: file.days ?? 1,
    zone: scenarioZone,
    domain,
    pools,
  } as const
  const directory = resolvePeople(file.people ?? {}, domain, report, leftOut)
  const behavior = { base: behaviorWith(usualBehavior, file.behavior), attendance: file.behavior?.attendance }
  const conferences: Conference[] = []
  for (const [id, entry] of Object.entries(file.conferences ?? {})) {
    const place = { ...base, behavior, directory, index: conferences.length }
    const conference = resolveConference(id, entry, place, report)
    if (conference) conferences.push(conference)
  }
  const scenario: Scenario = { ...base, people: directory.people, conferences }
  checkOverlaps(scenario, report)
  return scenario
}

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
  if (day === null) report('impossible-date', path, `"${text}" is not a day of the calendar`, null, at)
  return day
}

function resolveStart(text: string, today: (() => Day) | null, report: Report): Day {
  const day = resolveDay(text, today)
  if (day === 'impossible') {
    report('impossible-date', ['start'], `"${text}" is not a day of the calendar`)
    return 0
  }
  if (day === 'unresolved') {
    report(
      'unresolved-date',
      ['start'],
      `"${text}" needs to know what day today is`,
      'Give the date, or pass `today`.',
    )
    return 0
  }
  if (day < FIRST_DAY || day > LAST_DAY) {
    const hint = `Use a day from ${dayText(FIRST_DAY)} to ${dayText(LAST_DAY)}.`
    report('out-of-range', ['start'], `${dayText(day)} is too far from our time`, hint)
  }
  return day
}
