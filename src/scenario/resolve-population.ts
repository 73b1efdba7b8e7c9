import { DAY, dayFromText, MINUTE, SECOND, type Ticks } from '../time/ticks.ts'
import type { Zone } from '../time/zone.ts'
import { WEEKDAYS } from './fields.ts'
import { durationText, ticksFromDuration } from './formats.ts'
import { type Holidays, MAX_POPULATION_DAYS, type Population, type Shares, type Sizes } from './population.ts'
import { MONTHS, type PopulationEntry } from './population-file.ts'
import { checkLoad, LOAD_KEYS } from './population-load.ts'
import {
  atMostAll,
  checkSum,
  type Desk,
  defined,
  inAll,
  type Numbers,
  sharesBy,
  withSaid,
} from './population-shares.ts'
import { checkSpan, resolveSpan, resolveSpread } from './population-spans.ts'
import { presets } from './presets.ts'
import type { Report } from './report.ts'
import { lastDay, reportImpossible, resolveZone } from './resolve-time.ts'
import type { LeftOut } from './sound-part.ts'

/** What a population takes from its scenario. */
interface Surroundings {
  readonly zone: Zone
  /** Null when they were reported. */
  readonly days: number | null
}

type Entry<Key extends keyof PopulationEntry> = PopulationEntry[Key]

const KEY = 'population'
const USUAL_PRESET = 'sfb-2016'

/** The population that a scenario asks for; null for none. The result is sound only when nothing was reported. */
export function resolvePopulation(
  entry: PopulationEntry | undefined,
  { zone, days }: Surroundings,
  report: Report,
  leftOut: LeftOut,
): Population | null {
  if (entry === undefined) return null
  if (days !== null && days > MAX_POPULATION_DAYS) {
    const hint = `Use ${MAX_POPULATION_DAYS} or less, or leave \`population\` out.`
    report('out-of-range', ['days'], `${days} days are too many for a population`, hint)
  }
  const unsound = new Set(LOAD_KEYS.filter((key) => leftOut(KEY, key)) as unknown[])
  const desk: Desk = {
    report: (code, path, ...rest) => {
      unsound.add(path[0])
      report(code, [KEY, ...path], ...rest)
    },
    isPresetKnown: !leftOut(KEY, 'preset'),
  }
  const population = populationOf(entry, zone, desk)
  if (!LOAD_KEYS.some((key) => unsound.has(key))) checkLoad(population, desk)
  return population
}

function populationOf(entry: PopulationEntry, zone: Zone, desk: Desk): Population {
  const preset = entry.preset ?? USUAL_PRESET
  const usual = presets[preset]
  const span = (key: 'early' | 'leaveSpread') => resolveSpan(entry[key], usual[key], [key], desk)
  const spread = (key: 'lateBy' | 'soon' | 'rejoinAfter') =>
    resolveSpread(entry[key], usual[key], [key], desk)
  const { hours, weekdays, months, startMinutes, slots, builds, ends, lobby } = entry
  for (const key of ['hours', 'weekdays', 'startMinutes', 'slots'] as const)
    if (entry[key]) checkSum(defined(entry[key]), [key], desk)
  if (builds) checkSum(Object.fromEntries(builds.entries()), ['builds'], desk)
  return {
    preset,
    users: entry.users,
    sites: resolveSites(entry.sites, zone, desk),

    conferencesPerUser: entry.conferencesPerUser ?? usual.conferencesPerUser,
    dayVariation: entry.dayVariation ?? usual.dayVariation,
    participants: resolveSizes(entry.participants, usual.participants, desk),
    alone: entry.alone ?? usual.alone,
    kinds: atMostAll(['recurring', 'closed'], 'kinds', usual.kinds, entry.kinds, desk),
    hours: hours ? Array.from({ length: 24 }, (_, hour) => hours[hour] ?? 0) : usual.hours,
    weekdays: weekdays ? WEEKDAYS.map((name) => weekdays[name] ?? 0) : usual.weekdays,
    months: MONTHS.map((name, at) => months?.[name] ?? (usual.months[at] as number)),
    holidays: resolveHolidays(entry.holidays, usual.holidays, desk),
    startMinutes: startMinutes ? sharesBy(Number, startMinutes) : usual.startMinutes,
    slots: slots ? resolveSlots(slots, desk) : usual.slots,
    ends: {
      over: ends?.over ?? usual.ends.over,
      overBy: resolveSpan(ends?.overBy, usual.ends.overBy, ['ends', 'overBy'], desk),
      overMean: resolveSpan(ends?.overMean, usual.ends.overMean, ['ends', 'overMean'], desk),
      earlyMean: ends?.earlyMean ?? usual.ends.earlyMean,
      earlyMost: ends?.earlyMost ?? usual.ends.earlyMost,
    },
    meetNow: resolveMeetNow(entry.meetNow, usual.meetNow, desk),

    late: withSaid(usual.late, entry.late),
    lateBy: spread('lateBy'),
    early: span('early'),
    soon: spread('soon'),
    joinsWithin: entry.joinsWithin
      ? resolveSpan(entry.joinsWithin, 0, ['joinsWithin'], desk, SECOND)
      : usual.joinsWithin,
    partial: entry.partial ?? usual.partial,
    earlyLeave: withSaid(usual.earlyLeave, entry.earlyLeave),
    leaveSpread: span('leaveSpread'),
    drop: entry.drop ?? usual.drop,
    rejoin: entry.rejoin ?? usual.rejoin,
    rejoinAfter: spread('rejoinAfter'),
    changeDevice: entry.changeDevice ?? usual.changeDevice,
    secondDevice: entry.secondDevice ?? usual.secondDevice,
    failedJoin: entry.failedJoin ?? usual.failedJoin,

    audio: inAll(['mixed', 'voip', 'dialIn', 'none'], 'audio', usual.audio, entry.audio, desk),
    dialInOfMixed: entry.dialInOfMixed ?? usual.dialInOfMixed,
    anonymousCallers: entry.anonymousCallers ?? usual.anonymousCallers,
    origins: inAll(
      ['internal', 'remote', 'anonymous', 'federated'],
      'origins',
      usual.origins,
      entry.origins,
      desk,
    ),
    clients: atMostAll(['web', 'earlier'], 'clients', usual.clients, entry.clients, desk),
    mobile: entry.mobile ?? usual.mobile,
    builds: builds ? Array.from(usual.builds, (_, behind) => builds[behind] ?? 0) : usual.builds,
    adoption: resolveSpan(entry.adoption, usual.adoption, ['adoption'], desk, 0, 365 * DAY),
    lobby: {
      phone: lobby?.phone ?? usual.lobby.phone,
      other: lobby?.other ?? usual.lobby.other,
      wait: resolveSpread(lobby?.wait, usual.lobby.wait, ['lobby', 'wait'], desk),
    },

    series: inAll(['daily', 'weekly', 'fortnightly', 'monthly'], 'series', usual.series, entry.series, desk),
    organizerSigma: entry.organizerSigma ?? usual.organizerSigma,
    invited: inAll(['team', 'department', 'company'], 'invited', usual.invited, entry.invited, desk),
    teams: withSaid(usual.teams, entry.teams),
    teamsPerDepartment: entry.teamsPerDepartment ?? usual.teamsPerDepartment,
    directory: withSaid(usual.directory, entry.directory),
  }
}

function resolveSites(entry: Entry<'sites'>, zone: Zone, desk: Desk): Shares<Zone> {
  if (!entry) return [[zone, 1]]
  checkSum(Object.fromEntries(entry.map(({ share }, at) => [at, share])), ['sites'], desk)
  return entry.map(({ timezone, share }, at) => {
    return [resolveZone(timezone, ['sites', at, 'timezone'], desk.report) ?? zone, share]
  })
}

function resolveSizes(entry: Entry<'participants'>, usual: Sizes, desk: Desk): Sizes {
  const path = ['participants']
  const { shares, ...law } = entry ?? {}
  const said: Numbers = defined(law)
  if (shares) {
    for (const key of Object.keys(said)) {
      const hint = 'Leave one of the two out.'
      desk.report('conflict', [...path, key], 'belongs to a law, and `shares` is given too', hint, 'key')
    }
    checkSum(shares, [...path, 'shares'], desk)
    const sizes = sharesBy(Number, shares)
    return { law: 'shares', shares: sizes, most: Math.max(2, ...sizes.map(([size]) => size)) }
  }
  if (usual.law === 'log-normal') return withSaid(usual, said)
  if (Object.keys(said).length === 0) return usual
  for (const key of ['median', 'sigma']) {
    if (key in said) continue
    const hint = 'The preset has exact `shares`: a law in their place needs `median` and `sigma`.'
    desk.report('missing-key', [...path, key], 'is missing', hint, 'key')
  }
  return withSaid(presets[USUAL_PRESET].participants, said)
}

function resolveHolidays(entry: Entry<'holidays'>, usual: Holidays, desk: Desk): Holidays {
  const days = entry?.days
  for (const [at, text] of (days ?? []).entries()) {
    const path = ['holidays', 'days', at]
    if (days?.indexOf(text) !== at)
      desk.report('duplicate', path, `"${text}" is listed twice`, 'Leave one of the two out.')
    else if (text.length > 5) {
      if (dayFromText(text) === null) reportImpossible(text, path, desk.report)
    } else if (dayFromText(`${LEAP_YEAR}-${text}`) === null) {
      const last = lastDay(`${LEAP_YEAR}-${text.slice(0, 2)}`)
      const hint = last
        ? `Month ${text.slice(0, 2)} goes from 01 to ${last}.`
        : 'A holiday is written month-day, with months from 01 to 12.'
      desk.report('impossible-date', path, `"${text}" is not a day of the calendar`, hint)
    }
  }
  return {
    days: days ? new Set(days) : usual.days,
    factor: entry?.factor ?? usual.factor,
    eve: entry?.eve ?? usual.eve,
  }
}

const LEAP_YEAR = 2000

function resolveSlots(entry: Numbers, desk: Desk): Shares<Ticks> {
  for (const text of Object.keys(entry)) checkSpan(text, ['slots', text], desk, MINUTE, DAY, 'key')
  return sharesBy(ticksFromDuration, entry)
}

function resolveMeetNow(
  entry: Entry<'meetNow'>,
  usual: Population['meetNow'],
  desk: Desk,
): Population['meetNow'] {
  const span = (key: 'shortest' | 'longest') =>
    resolveSpan(entry?.[key], usual[key], ['meetNow', key], desk, SECOND)
  const shortest = span('shortest')
  const longest = span('longest')
  const key = entry?.shortest === undefined ? 'longest' : 'shortest'
  if (shortest > longest) {
    const message = `the shortest, ${durationText(shortest)}, is more than the longest, ${durationText(longest)}`
    desk.report('conflict', ['meetNow', key], message, 'Make `longest` as long at least.')
  }
  return { ...resolveSpread(entry, usual, ['meetNow'], desk), shortest, longest }
}
