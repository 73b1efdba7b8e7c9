import fc from 'fast-check'
import { scenarioFrom } from '../../../src/parse-scenario.ts'
import type { ScenarioFile } from '../../../src/scenario/file.ts'
import { ScenarioError } from '../../../src/scenario/problem.ts'

type Entry = NonNullable<ScenarioFile['population']>

/** Around changes of the clock in Europe and America, the ends of months and years, a leap day, and a usual Monday. */
const STARTS = [
  '2015-03-27',
  '2015-10-23',
  '2015-03-06',
  '2015-10-30',
  '2015-12-29',
  '2016-02-27',
  '2015-09-28',
  '2015-07-13',
] as const

/** Far to the west and east, half an hour off, with other changes of the clock, and one whose 04:00 is midnight UTC. */
const ZONES = [
  'UTC',
  'Europe/London',
  'America/Los_Angeles',
  'Asia/Kolkata',
  'Pacific/Kiritimati',
  'Asia/Dubai',
  'Australia/Lord_Howe',
] as const

const DAY = { 9: 0.5, 10: 0.3, 14: 0.2 }
const AROUND_DAYBREAK = { 0: 0.1, 2: 0.2, 3: 0.4, 4: 0.3 }
const BEFORE_DAYBREAK = { 3: 1 }

const maybe = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined, freq: 1 })
const extreme = fc.constantFrom(0, 1)

/**
 * Small populations in which much goes on: of any number of users up to some divisions, in zones all around the world, at
 * night, with directories of hardly anybody, certain and impossible behavior. `conferences` is how many each of them
 * holds in a day, about.
 */
export function arbitraryPopulation(conferences = 60): fc.Arbitrary<ScenarioFile> {
  return fc
    .oneof({ weight: 3, arbitrary: scenario(entry(conferences)) }, scenario(long(entry(conferences))))
    .filter(isSound)
}

function scenario(population: fc.Arbitrary<Entry>): fc.Arbitrary<ScenarioFile> {
  return fc
    .record({
      seed: fc.string({ minLength: 1, maxLength: 6 }),
      start: fc.constantFrom(...STARTS),
      days: fc.integer({ min: 1, max: 6 }),
      timezone: fc.constantFrom(...ZONES),
      population,
    })
    .map((rest) => ({ scenario: 'any', pools: ['pool01.contoso.com', 'pool02.contoso.com'], ...rest }))
}

/** The longest conferences of all, which begin at the end of their day, and hardly anybody to hold them. */
function long(population: fc.Arbitrary<Entry>): fc.Arbitrary<Entry> {
  return fc.tuple(population, fc.integer({ min: 1, max: 150 })).map(([entry, users]) => ({
    ...entry,
    users,
    conferencesPerUser: 0.5,
    hours: { 3: 0.5, 4: 0.5 },
    startMinutes: { 0: 0.5, 59: 0.5 },
    slots: { '23h': 0.5, '1d': 0.5 },
    ends: { earlyMean: 0 },
  }))
}

function entry(conferences: number): fc.Arbitrary<Entry> {
  return fc
    .record({
      users: fc.oneof(fc.integer({ min: 1, max: 40 }), fc.integer({ min: 41, max: 4500 })),
      sites: maybe(sites),
      preset: maybe(fc.constantFrom('heavy-2013', 'remote-2022', 'load-test')),
      weekdays: fc.constant(EVERY_DAY),
      hours: maybe(fc.constantFrom(DAY, AROUND_DAYBREAK, BEFORE_DAYBREAK)),
      slots: maybe(fc.constantFrom({ '1m': 0.5, '30m': 0.5 }, { '3h': 1 }, { '12h': 0.5, '1d': 0.5 })),
      dayVariation: maybe(fc.constantFrom(0, 0.5, 1)),
      participants: maybe(
        fc.constantFrom(
          { shares: { 2: 0.5, 3: 0.5 } },
          { shares: { 4: 0.9, 40: 0.1 } },
          { median: 20, sigma: 1.5 },
        ),
      ),
      alone: maybe(fc.constantFrom(0.2, 1)),
      joinsWithin: maybe(fc.constantFrom('1s', '5m')),
      directory: maybe(fc.constantFrom({ partners: 1, callers: 1 }, { partners: 3, callers: 2 })),
      kinds: maybe(
        fc.constantFrom(
          { scheduled: 0 },
          { scheduled: 1, recurring: 1, closed: 0 },
          { scheduled: 1, recurring: 0, closed: 0.5 },
        ),
      ),
      series: maybe(
        fc.constantFrom({ attendance: 0.3 }, { cancelled: 0.5 }, { attendance: 1, cancelled: 0 }),
      ),
      meetNow: maybe(fc.constantFrom({ median: '2h' }, { shortest: '10h', longest: '1d' })),
      late: maybe(fc.constantFrom({ two: 1, few: 1, many: 1 })),
      lateBy: maybe(fc.constantFrom({ sigma: 3 }, { median: '0s' })),
      early: maybe(fc.constantFrom('0s', '20m')),
      ends: maybe(fc.constantFrom({ over: 1, overMean: '3h' }, { over: 0, earlyMean: 1, earlyMost: 1 })),
      partial: maybe(extreme),
      earlyLeave: maybe(extreme.map((share) => ({ short: share, medium: share, long: share }))),
      leaveSpread: maybe(fc.constantFrom('0s', '4m', '1d')),
      drop: maybe(extreme),
      rejoin: maybe(extreme),
      rejoinAfter: maybe(fc.constantFrom({ median: '0s', sigma: 0 }, { median: '10m' })),
      changeDevice: maybe(extreme),
      secondDevice: maybe(extreme),
      lobby: maybe(
        fc.constantFrom({ phone: 1, other: 1 }, { phone: 1, other: 1, wait: { median: '1h', sigma: 2 } }),
      ),
      audio: maybe(
        fc.constantFrom({ mixed: 0, voip: 0, dialIn: 1, none: 0 }, { mixed: 1, voip: 0, dialIn: 0, none: 0 }),
      ),
      origins: maybe(
        fc.constantFrom(
          { internal: 0, remote: 0, anonymous: 0.5, federated: 0.5 },
          { internal: 1, remote: 0, anonymous: 0, federated: 0 },
        ),
      ),
    })
    .map((all) => {
      const said = Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined)) as Entry
      const size = said.preset === 'remote-2022' ? 0.25 : 0.1
      const rate = Math.min(Math.max(size, 2 / said.users), conferences / said.users, 5)
      return { ...said, conferencesPerUser: Math.max(0.001, rate) }
    })
}

const EVERY_DAY = {
  sunday: 0.1,
  monday: 0.2,
  tuesday: 0.1,
  wednesday: 0.2,
  thursday: 0.1,
  friday: 0.1,
  saturday: 0.2,
}

const sites = fc.uniqueArray(fc.constantFrom(...ZONES), { minLength: 2, maxLength: 3 }).map((zones) =>
  zones.map((timezone, at) => ({
    timezone,
    share: at === 0 ? 1 - 0.25 * (zones.length - 1) : 0.25,
  })),
)

function isSound(file: ScenarioFile): boolean {
  try {
    scenarioFrom(file)
    return true
  } catch (error) {
    if (error instanceof ScenarioError) return false
    throw error
  }
}
