import { type Day, dayFromText, dayText } from '../time/ticks.ts'
import { type Zone, zone } from '../time/zone.ts'
import { behaviorWith, usualBehavior } from './behavior.ts'
import type { ScenarioFile } from './file.ts'
import { resolveDay } from './formats.ts'
import { checkOverlaps } from './overlap.ts'
import { withSaid } from './population-shares.ts'
import type { Report } from './report.ts'
import { resolveAnomalies } from './resolve-anomalies.ts'
import { resolveConference } from './resolve-conference.ts'
import { resolvePeople } from './resolve-people.ts'
import { resolvePopulation } from './resolve-population.ts'
import { reportImpossible, resolveZone } from './resolve-time.ts'
import type { Conference, Scenario } from './scenario.ts'
import { usualServers } from './servers.ts'
import type { LeftOut } from './sound-part.ts'

const FIRST_DAY = dayFromText('1990-01-01') as Day
const LAST_DAY = dayFromText('2199-12-31') as Day

/** What day it is on the calendar of a zone; only asked when a scenario says `today`. */
export type Today = (zone: Zone) => Day

/**
 * Turns a file of the right shape into a scenario, and reports all that does not make sense in it.
 * The result is sound only when nothing was reported. What was reported before is `leftOut` of the file.
 */
export function resolve(file: ScenarioFile, today: Today | null, report: Report, leftOut: LeftOut): Scenario {
  const domain = file.domain ?? 'contoso.com'
  const pools = file.pools ?? [`pool01.${domain}`]
  for (const [at, pool] of pools.entries()) {
    if (pools.indexOf(pool) < at)
      report('duplicate', ['pools', at], `"${pool}" is listed twice`, 'Leave one of the two out.')
  }
  const namedZone = resolveZone(file.timezone, ['timezone'], report)
  const isZoneKnown = !leftOut('timezone') && (namedZone !== null || file.timezone === undefined)
  const scenarioZone = namedZone ?? (zone('UTC') as Zone)
  const start = resolveStart(file.start, today && (() => today(scenarioZone)), report)
  const base = {
    id: file.scenario,
    description: file.description ?? '',
    seed: String(file.seed),
    algorithm: file.algorithm ?? 1,
    start: start ?? FIRST_DAY,
    days: file.days ?? 1,
    zone: scenarioZone,
    domain,
    pools,
    servers: withSaid(usualServers, file.servers),
  } as const
  const directory = resolvePeople(file.people ?? {}, domain, report, leftOut)
  const behavior = { base: behaviorWith(usualBehavior, file.behavior), attendance: file.behavior?.attendance }
  const isStartKnown = start !== null && !leftOut('start')
  const period = { ...base, isKnown: isStartKnown && !leftOut('days') }
  const knownPools = leftOut('pools') || leftOut('domain') ? null : pools
  const conferences: Conference[] = []
  const timed: Conference[] = []
  for (const [id, entry] of Object.entries(file.conferences ?? {})) {
    const known = { isStartKnown, isZoneKnown, pools: knownPools }
    const around = { ...base, ...known, period, behavior, directory, index: conferences.length }
    const resolved = resolveConference(id, entry, around, report)
    if (!resolved) continue
    conferences.push(resolved.conference)
    if (resolved.isTimed) timed.push(resolved.conference)
  }
  const days = leftOut('days') ? null : base.days
  const population = resolvePopulation(file.population, { zone: scenarioZone, days }, report, leftOut)
  const whole = {
    ...base,
    pools: knownPools,
    conferences,
    conferenceNames: Object.keys(file.conferences ?? {}),
    isPeriodKnown: period.isKnown,
    isZoneKnown,
    directory,
  }
  const anomalies = resolveAnomalies(file.anomalies ?? [], whole, report)
  // A later version may have another usual algorithm; what was made from this one can then be made again.
  const { scenario: id, description, seed, algorithm, ...rest } = file
  const about = { scenario: id, ...(description === undefined ? {} : { description }), seed }
  const definition = { ...about, algorithm: algorithm ?? base.algorithm, ...rest, start: dayText(base.start) }
  const scenario: Scenario = {
    ...base,
    people: directory.people,
    conferences,
    population,
    anomalies,
    definition,
  }
  checkOverlaps(timed, scenario, report)
  return scenario
}

/** The first day; null after it was reported. */
function resolveStart(text: string, today: (() => Day) | null, report: Report): Day | null {
  const day = resolveDay(text, today)
  if (day === 'impossible') {
    reportImpossible(text, ['start'], report)
    return null
  }
  if (day === 'unresolved') {
    const hint = 'Write a date, such as 2015-07-13, or pass `today`.'
    report('unresolved-date', ['start'], `"${text}" needs to know what day today is`, hint)
    return null
  }
  if (day < FIRST_DAY || day > LAST_DAY) {
    const hint = `Use a day from ${dayText(FIRST_DAY)} to ${dayText(LAST_DAY)}.`
    report('out-of-range', ['start'], `${dayText(day)} is too far from our time`, hint)
    return null
  }
  return day
}
