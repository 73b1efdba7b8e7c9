import fc from 'fast-check'
import { scenarioFrom } from '../src/parse-scenario.ts'
import type { AttendanceEntry, BehaviorEntry, ConferenceEntry, ScenarioFile } from '../src/scenario/file.ts'
import { ScenarioError } from '../src/scenario/problem.ts'
import { dayFromText, dayText } from '../src/time/ticks.ts'

/**
 * Small scenarios in which much goes on: people of all kinds, groups, series and single conferences that overlap and
 * cross midnight, time zones around their changes of the clock, exact times, certain and impossible behavior.
 */
export function arbitraryScenario(): fc.Arbitrary<ScenarioFile> {
  return fc
    .tuple(
      fc.string({ minLength: 1, maxLength: 8 }),
      fc.constantFrom(...STARTS),
      fc.integer({ min: 1, max: 4 }),
    )
    .chain(([seed, start, days]) =>
      fc.record({
        scenario: fc.constant('any'),
        seed: fc.constant(seed),
        start: fc.constant(start),
        days: fc.constant(days),
        timezone: zone,
        pools: fc.constant<string[]>(['pool01.contoso.com', 'pool02.contoso.com']),
        people,
        conferences: fc
          .array(conference(start, days), { minLength: 1, maxLength: 5 })
          .map((list) => Object.fromEntries(list.map((entry, at) => [`conference${at}`, entry]))),
      }),
    )
    .filter(isSound)
}

// Around changes of the clock in Europe, America and New Zealand, a leap day, and a day like any other.
const STARTS = ['2015-03-27', '2015-10-23', '2015-03-07', '2015-04-03', '2016-02-28', '2015-07-13']

const zone = fc.constantFrom(
  'UTC',
  'Europe/London',
  'America/New_York',
  'Pacific/Auckland',
  'Asia/Kolkata',
  'Pacific/Kiritimati',
)

/** Devices of the people who can be named one by one. */
const DEVICES = {
  ann: ['desktop'],
  ben: ['desktop', 'mobile'],
  gil: ['web', 'tablet', 'desk-phone'],
  cleo: ['desktop', 'mobile'],
  dan: ['web'],
  eve: ['phone'],
} as const

const size = fc.integer({ min: 2, max: 5 })

const people: fc.Arbitrary<ScenarioFile['people']> = fc.record({
  ann: fc.constantFrom({}, { name: 'Ann Bell' }, { address: `${'a'.repeat(180)}@contoso.com` }),
  ben: fc.constant({ kind: 'remote', devices: ['desktop', 'mobile'] } as const),
  gil: fc.constant({
    devices: [{ device: 'web', client: 'Browser/1.0 (by hand)' }, 'tablet', 'desk-phone'],
  } as const),
  cleo: fc.constant({ kind: 'federated', devices: ['desktop', 'mobile'] } as const),
  dan: fc.constant({ kind: 'anonymous' } as const),
  eve: fc.constant({ kind: 'pstn' } as const),
  staff: size.map((group) => ({ group })),
  partners: size.map((group) => ({ group, kind: 'federated' as const })),
  visitors: size.map((group) => ({ group, kind: 'anonymous' as const })),
  callers: size.map((group) => ({ group, kind: 'pstn' as const })),
})

const maybe = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined, freq: 2 })
const extreme = maybe(fc.constantFrom(0, 1))

const behavior: fc.Arbitrary<BehaviorEntry> = sparse({
  attendance: extreme,
  late: extreme,
  lobby: extreme,
  partial: extreme,
  earlyLeave: extreme,
  drop: extreme,
  rejoin: extreme,
  changeDevice: extreme,
  secondDevice: extreme,
  early: maybe(fc.constantFrom('0s', '20m')),
  leaveSpread: maybe(fc.constantFrom('0s', '10m')),
  lateBy: maybe(fc.constantFrom({ sigma: 3 }, { median: '0s' }, { median: '2d' })),
  rejoinAfter: maybe(fc.constantFrom({ median: '0s', sigma: 0 }, { median: '1h' })),
})

const clock = {
  at: fc.constantFrom('00:00', '00:10', '02:30', '09:30', '09:30:15', '12:00', '23:45', '23:59:59'),
  length: maybe(fc.constantFrom('1s', '30s', '15m', '1h', '3h', '26h')),
  requested: maybe(fc.constantFrom('-2h', '-90m', '20m')),
  opens: maybe(fc.constantFrom('-70m', '-65m')),
  closes: maybe(fc.constantFrom('2h', '25h', 'never')),
}

/** Attendances of one person in order of time, between an hour before and two hours after the scheduled start. */
function attendances(devices: readonly string[]): fc.Arbitrary<AttendanceEntry[]> {
  const moment = fc.integer({ min: -3600, max: 7100 }).map((seconds) => `${seconds}s`)
  const details = {
    device: maybe(fc.constantFrom(...devices)),
    role: maybe(fc.constantFrom('presenter', 'attendee')),
  }
  const open = sparse({
    ...details,
    leave: maybe(fc.constantFrom('6000s', '7100.333s', 'never')),
    invite: maybe(moment),
  })
  const exact = fc
    .array(fc.integer({ min: -3600 * 300, max: 7100 * 300 }), { minLength: 1, maxLength: 6 })
    .map((ticks) => [...ticks].sort((a, b) => a - b).map((tick) => `${(tick / 300).toFixed(3)}s`))
    .chain((moments) =>
      fc.tuple(
        ...pairs(moments).map(([join, leave]) =>
          sparse({ ...details, join: fc.constant(join), leave: maybe(fc.constant(leave)) }),
        ),
      ),
    )
  return fc.oneof(
    fc.constant([]),
    open.map((one) => [one]),
    exact,
  ) as fc.Arbitrary<AttendanceEntry[]>
}

const exactJoins = fc.record(
  Object.fromEntries(Object.entries(DEVICES).map(([id, devices]) => [id, attendances(devices)])),
  { requiredKeys: [] },
)

function conference(start: string, days: number): fc.Arbitrary<ConferenceEntry> {
  const first = dayFromText(start) as number
  const dates = Array.from({ length: days }, (_, at) => dayText(first + at))
  const changes = fc.uniqueArray(
    fc.tuple(
      fc.constantFrom(...dates),
      fc.oneof(fc.constant('cancelled'), sparse({ ...clock, at: maybe(clock.at), joins: maybe(exactJoins) })),
    ),
    { maxLength: 2, selector: ([date]) => date },
  )
  const common = {
    ...clock,
    kind: maybe(fc.constantFrom('scheduled', 'meet-now')),
    timezone: maybe(zone),
    pool: maybe(fc.constant('pool02.contoso.com')),
    organizer: fc.constantFrom('ann', 'ben', 'gil', 'staff.1'),
    presenters: maybe(fc.subarray(['ben', 'cleo', { from: 'staff', count: 1 }])),
    attendees: maybe(
      fc.subarray([
        'gil',
        'dan',
        'eve',
        'visitors',
        'callers',
        { from: 'staff', count: 1 },
        { from: 'partners', count: 2 },
      ]),
    ),
    modalities: maybe(
      fc.subarray(['chat', 'audio-video', 'applicationsharing', 'data-conf'], { minLength: 1 }),
    ),
    behavior: maybe(behavior),
    joins: maybe(exactJoins),
  }
  const series = sparse({
    ...common,
    every: fc.constantFrom('day', 'weekday', 'week', ['friday', 'saturday', 'sunday', 'monday']),
    occurrences: changes.map((list) => Object.fromEntries(list)),
  })
  return fc.oneof(
    sparse({ ...common, on: maybe(fc.constantFrom(...dates)) }),
    series,
  ) as fc.Arbitrary<ConferenceEntry>
}

/** A record without the keys whose value is undefined. */
function sparse(model: Record<string, fc.Arbitrary<unknown>>): fc.Arbitrary<Record<string, unknown>> {
  return fc
    .record(model)
    .map((record) => Object.fromEntries(Object.entries(record).filter(([, value]) => value !== undefined)))
}

function pairs(moments: readonly string[]): [string, string][] {
  return Array.from({ length: Math.ceil(moments.length / 2) }, (_, at) => {
    const join = moments[2 * at] as string
    return [join, moments[2 * at + 1] ?? join]
  })
}

function isSound(file: ScenarioFile): boolean {
  try {
    scenarioFrom(file)
    return true
  } catch (error) {
    if (error instanceof ScenarioError) return false
    throw error
  }
}
