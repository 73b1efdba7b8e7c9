import { DAY, dayFromText, MINUTE, SECOND, type Ticks } from '../time/ticks.ts'
import type { Zone } from '../time/zone.ts'
import { WEEKDAYS } from './fields.ts'
import { durationText, ticksFromDuration } from './formats.ts'
import {
  DIVISION,
  type Holidays,
  MAX_POPULATION_DAYS,
  type Population,
  type Shares,
  type Sizes,
} from './population.ts'
import { MONTHS, type PopulationEntry } from './population-file.ts'
import { presets } from './presets.ts'
import type { Path } from './problem.ts'
import type { Report } from './report.ts'
import { reportImpossible, resolveZone } from './resolve-time.ts'
import type { Spread } from './scenario.ts'
import { meanParticipants } from './sizes.ts'
import type { LeftOut } from './sound-part.ts'

/** What a population takes from its scenario. */
interface Surroundings {
  readonly zone: Zone
  /** Null when they were reported. */
  readonly days: number | null
}

/** Where problems of a population go. */
interface Desk {
  /** Its paths start below `population`. */
  readonly report: Report
  /** Whether numbers that the entry leaves open are those that its author means. */
  readonly isPresetKnown: boolean
}

type Entry<Key extends keyof PopulationEntry> = PopulationEntry[Key]
/** Numbers as an entry has them: some, or none. */
type Said<T> = { readonly [Key in keyof T]?: T[Key] | undefined } | undefined
type Numbers = Readonly<Record<string, number>>

const KEY = 'population'
const USUAL_PRESET = 'sfb-2016'
/** How far from 1 a table may be in all, so that a third can be written as 0.333; and what adding up loses. */
const TOLERANCE = 0.001 + 1e-9
/**
 * Guests, and URIs of conferences that are held once, that a division may expect on its busiest day: half of what its
 * blocks of numbers hold (see `plan/numbers.ts`).
 */
const MOST_A_DAY = 2500
/** URIs of a conference: of its focus and of its servers. */
const URIS_EACH = 3
/** Keys that decide how many numbers a day takes. */
const LOAD_KEYS: readonly (keyof PopulationEntry)[] = [
  'users',
  'preset',
  'conferencesPerUser',
  'participants',
  'kinds',
  'weekdays',
  'months',
  'audio',
  'dialInOfMixed',
  'origins',
]

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
      const hint = 'A holiday is written month-day, with months from 01 to 12.'
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

function resolveSpread(
  entry: { median?: string | undefined; sigma?: number | undefined } | undefined,
  usual: Spread,
  path: Path,
  desk: Desk,
): Spread {
  return {
    median: resolveSpan(entry?.median, usual.median, [...path, 'median'], desk),
    sigma: entry?.sigma ?? usual.sigma,
  }
}

function resolveSpan(
  text: string | undefined,
  usual: Ticks,
  path: Path,
  desk: Desk,
  least: Ticks = 0,
  most: Ticks = DAY,
): Ticks {
  if (text === undefined) return usual
  checkSpan(text, path, desk, least, most)
  return ticksFromDuration(text)
}

function checkSpan(
  text: string,
  path: Path,
  { report }: Desk,
  least: Ticks,
  most: Ticks,
  at: 'key' | 'value' = 'value',
): void {
  const ticks = ticksFromDuration(text)
  if (ticks < least) {
    report('out-of-range', path, `${text} is less than ${durationText(least)}`, inWords(least, most), at)
  } else if (ticks > most) {
    report('out-of-range', path, `${text} is more than ${durationText(most)}`, inWords(least, most), at)
  }
}

function inWords(least: Ticks, most: Ticks): string {
  return `Use ${durationText(least)} to ${durationText(most)}.`
}

/** A group of numbers of which those of some names sum up to 1. */
function inAll<T extends object>(
  names: readonly (keyof T & string)[],
  key: keyof PopulationEntry,
  usual: T,
  said: Said<T>,
  desk: Desk,
): T {
  const all = withSaid(usual, said)
  if (said) checkSum(some(all, names), [key], desk, some(defined(said), names))
  return all
}

/** A group of numbers of which those of some names are parts of one whole, and something can be left of it. */
function atMostAll<T extends object>(
  names: readonly (keyof T & string)[],
  key: keyof PopulationEntry,
  usual: T,
  said: Said<T>,
  desk: Desk,
): T {
  const all = withSaid(usual, said)
  const numbers = some(all, names)
  const own = some(defined(said), names)
  if (!said || !isSure(numbers, own, desk) || sumOf(numbers) <= 1 + TOLERANCE) return all
  const message = `${names.map((name) => `\`${name}\``).join(' and ')} sum up to ${shown(sumOf(numbers))}`
  desk.report('out-of-range', [key], message, `They must sum up to 1 or less${besides(numbers, own)}.`, 'key')
  return all
}

/** Reports shares that are not 1 in all. `said` are those of the entry, where others come from the preset. */
function checkSum(numbers: Numbers, path: Path, desk: Desk, said: Numbers = numbers): void {
  if (!isSure(numbers, said, desk) || Math.abs(sumOf(numbers) - 1) <= TOLERANCE) return
  const hint = `They must sum up to 1${besides(numbers, said)}.`
  desk.report('out-of-range', path, `the shares sum up to ${shown(sumOf(numbers))}`, hint, 'key')
}

/** Tells what the preset has to do with a sum. */
function besides(numbers: Numbers, said: Numbers): string {
  const others = Object.entries(numbers).filter(([name]) => !(name in said))
  const listed = others.map(([name, share]) => `\`${name}\` ${share}`).join(', ')
  return listed && `, with what the preset has: ${listed}`
}

/** Whether it is known what all of the numbers are meant to be. */
function isSure(numbers: Numbers, said: Numbers, { isPresetKnown }: Desk): boolean {
  return isPresetKnown || Object.keys(numbers).every((name) => name in said)
}

function sumOf(numbers: Numbers): number {
  return Object.values(numbers).reduce((sum, share) => sum + share, 0)
}

function shown(value: number): number {
  return Number(value.toFixed(6))
}

/** `usual`, with the numbers that are said in place of its own. */
function withSaid<T extends object>(usual: T, said: Said<T>): T {
  return { ...usual, ...defined(said) }
}

/** A program may say `undefined` where a file says nothing. */
function defined(said: object | undefined): Numbers {
  return Object.fromEntries(Object.entries(said ?? {}).filter(([, value]) => value !== undefined))
}

function some(numbers: object, names: readonly string[]): Numbers {
  return Object.fromEntries(Object.entries(numbers).filter(([name]) => names.includes(name)))
}

/** A table in the order of its values, however its author ordered it. */
function sharesBy(parse: (key: string) => number, entry: Numbers): Shares<number> {
  return Object.entries(entry)
    .map(([key, share]) => [parse(key), share] as const)
    .sort(([a], [b]) => a - b)
}

/** Refuses what would give more guests or conferences than a division has numbers for on a day. */
function checkLoad(population: Population, { report }: Desk): void {
  const { conferencesPerUser, weekdays, months, kinds, audio, origins } = population
  const users = Math.min(population.users, DIVISION)
  const workingDay = weekdays.slice(1, 6).reduce((sum, share) => sum + share, 0) / 5
  const busiest = (Math.max(...weekdays) / (workingDay || 1)) * Math.max(...months)
  const conferences = conferencesPerUser * users * busiest
  const dialIn = audio.dialIn + audio.mixed * population.dialInOfMixed
  const guestsEach = meanParticipants(population.participants) * (1 - dialIn) * origins.anonymous
  const uris = conferences * (1 - kinds.scheduled * kinds.recurring) * URIS_EACH
  const guests = conferences * guestsEach
  const most = Math.max(uris, guests)
  if (most <= MOST_A_DAY) return
  const what = guests > uris ? 'anonymous guests' : 'URIs of conferences that are held once'
  const message = `${conferencesPerUser} gives ${Math.round(most)} ${what} on the busiest day of ${users} users`
  const greatest = Math.floor((conferencesPerUser * MOST_A_DAY * 1000) / most) / 1000
  const hint = greatest > 0 ? `Use ${greatest} or less` : 'Use smaller factors and shares'
  report('out-of-range', ['conferencesPerUser'], message, `${hint}: there is room for ${MOST_A_DAY}.`)
}
