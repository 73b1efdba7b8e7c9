import fc from 'fast-check'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { parseScenario, scenarioFrom } from '../../src/parse-scenario.ts'
import { durationText } from '../../src/scenario/formats.ts'
import { DIVISION, MAX_USERS, type Population, PRESETS } from '../../src/scenario/population.ts'
import type { PopulationEntry } from '../../src/scenario/population-file.ts'
import { presets } from '../../src/scenario/presets.ts'
import { pathText, ScenarioError } from '../../src/scenario/problem.ts'
import { meanParticipants, normalBelow } from '../../src/scenario/sizes.ts'
import { DAY, HOUR, MINUTE, SECOND } from '../../src/time/ticks.ts'

// The words of each problem are in `golden/`; here are codes and places, and what an entry becomes.

const test = suite('population')

const HEAD = { scenario: 'any', seed: 1, start: '2015-07-13', timezone: 'Europe/London' }

function populationOf(entry: Partial<PopulationEntry> = {}): Population {
  const { population } = scenarioFrom({ ...HEAD, population: { users: 10_000, ...entry } })
  return population as Population
}

/** Code and path of each problem, such as `out-of-range users`, the path from `population` on. */
function problemsOf(entry: unknown, rest: object = {}): string[] {
  try {
    scenarioFrom({ ...HEAD, ...rest, population: entry } as never)
    return []
  } catch (error) {
    if (!(error instanceof ScenarioError)) throw error
    return error.problems.map(({ code, path }) => `${code} ${pathText(path).replace(/^population\./, '')}`)
  }
}

const withUsers = (entry: object) => problemsOf({ users: 10_000, ...entry })

/** Numbers by their paths, such as `kinds.scheduled`; zones by name. */
function numbersOf(value: unknown, path = ''): Map<string, unknown> {
  if (value instanceof Set) return new Map([[path, [...value].join()]])
  if (typeof value !== 'object' || value === null) return new Map([[path, value]])
  if ('moment' in value && 'name' in value) return new Map([[path, value.name]])
  return new Map(
    Object.entries(value).flatMap(([key, inner]) => [...numbersOf(inner, path ? `${path}.${key}` : key)]),
  )
}

/** Paths at which two populations differ. */
function changed(one: Population, other: Population): string[] {
  const [before, after] = [numbersOf(one), numbersOf(other)]
  return [...new Set([...before.keys(), ...after.keys()])].filter(
    (path) => before.get(path) !== after.get(path),
  )
}

/** An entry that says one thing, at a path such as `kinds.scheduled`. */
function saying(path: string, value: unknown): Partial<PopulationEntry> {
  return path.split('.').reduceRight((inner, key) => ({ [key]: inner }), value) as Partial<PopulationEntry>
}

test('is null for a scenario that asks for none', () => {
  assert.is(scenarioFrom(HEAD).population, null)
})

test('of nothing but users has the numbers of table 3', () => {
  const { sites, holidays, ...rest } = populationOf()
  assert.equal(
    sites.map(([{ name }, share]) => [name, share]),
    [['Europe/London', 1]],
  )
  assert.equal([[...holidays.days], holidays.factor, holidays.eve], [['01-01', '12-25', '12-26'], 0.05, 0.4])
  assert.equal(rest, {
    preset: 'sfb-2016',
    users: 10_000,
    conferencesPerUser: 0.1,
    dayVariation: 0.1,
    participants: { law: 'log-normal', median: 4, sigma: 0.91, most: 250 },
    alone: 0,
    kinds: { scheduled: 0.6, recurring: 0.8, closed: 0.02 },
    hours: [
      ...[0, 0, 0, 0, 0, 0, 0, 0.01, 0.07, 0.14, 0.16, 0.12],
      ...[0.08, 0.12, 0.14, 0.09, 0.05, 0.01, 0.0025, 0.0025, 0.0025, 0.0025, 0, 0],
    ],
    weekdays: [0.007, 0.18, 0.22, 0.215, 0.215, 0.155, 0.008],
    months: [1.05, 1, 1, 1.05, 1.05, 1, 0.85, 0.85, 1, 1.1, 1, 0.75],
    startMinutes: [
      [0, 0.55],
      [5, 0.015],
      [10, 0.015],
      [15, 0.07],
      [30, 0.3],
      [45, 0.05],
    ],
    slots: [
      [15 * MINUTE, 0.07],
      [30 * MINUTE, 0.43],
      [45 * MINUTE, 0.07],
      [60 * MINUTE, 0.35],
      [90 * MINUTE, 0.05],
      [120 * MINUTE, 0.03],
    ],
    ends: { over: 0.51, overBy: MINUTE, overMean: 4 * MINUTE, earlyMean: 0.12, earlyMost: 0.8 },
    meetNow: { median: 10 * MINUTE, sigma: 1.1, shortest: 12 * SECOND, longest: 8 * HOUR },
    late: { two: 0.17, few: 0.29, many: 0.51 },
    lateBy: { median: 110 * SECOND, sigma: 0.9 },
    early: 120 * SECOND,
    soon: { median: 25 * SECOND, sigma: 1 },
    joinsWithin: null,
    partial: 0.1,
    earlyLeave: { short: 0.05, medium: 0.11, long: 0.26 },
    leaveSpread: 12 * SECOND,
    drop: 0.025,
    rejoin: 0.9,
    rejoinAfter: { median: 45 * SECOND, sigma: 1 },
    changeDevice: 0.015,
    secondDevice: 0.04,
    failedJoin: 0.005,
    audio: { mixed: 0.4, voip: 0.35, dialIn: 0.15, none: 0.1 },
    dialInOfMixed: 0.25,
    anonymousCallers: 0.7,
    origins: { internal: 0.5, remote: 0.25, anonymous: 0.15, federated: 0.1 },
    clients: { web: 0.05, earlier: 0.3 },
    mobile: 0.15,
    builds: [0.35, 0.3, 0.15, 0.2],
    adoption: 42 * DAY,
    lobby: { phone: 0.05, other: 0.25, wait: { median: 30 * SECOND, sigma: 0.8 } },
    series: { daily: 0.1, weekly: 0.7, fortnightly: 0.15, monthly: 0.05, attendance: 0.85, cancelled: 0.12 },
    organizerSigma: 1.2,
    invited: { team: 0.65, department: 0.2, company: 0.15 },
    teams: { median: 8, sigma: 0.6 },
    teamsPerDepartment: 12,
    directory: { partners: 300, callers: 600 },
  } satisfies Omit<Population, 'sites' | 'holidays'>)
})

test('a preset changes the rows that it names and no others', () => {
  const usual = populationOf()
  const rowsOf = (preset: (typeof PRESETS)[number]) => [
    ...new Set(changed(usual, populationOf({ preset })).map((path) => path.split('.')[0])),
  ]
  assert.equal(rowsOf('sfb-2016'), [])
  assert.equal(rowsOf('heavy-2013'), ['preset', 'conferencesPerUser'])
  assert.equal(rowsOf('remote-2022'), [
    'preset',
    'conferencesPerUser',
    'participants',
    'kinds',
    'slots',
    'audio',
  ])
  assert.equal(rowsOf('load-test'), ['preset', 'participants', 'hours', 'joinsWithin'])
})

test('of remote-2022 dials in to 5 % at the most', () => {
  const { audio, dialInOfMixed } = populationOf({ preset: 'remote-2022' })
  assert.ok(audio.dialIn + audio.mixed * dialInOfMixed <= 0.05 + 1e-12)
})

test('of load-test has three quarters of its starts in four hours', () => {
  const { hours, joinsWithin, participants } = populationOf({ preset: 'load-test' })
  const busiest = [...hours].sort((a, b) => b - a).slice(0, 4)
  assert.is(
    busiest.reduce((sum, share) => sum + share),
    0.75,
  )
  assert.is(joinsWithin, 5 * MINUTE)
  assert.is(participants.most, 11)
})

test('the shares of every preset can be written into a scenario as they are', () => {
  for (const preset of PRESETS) {
    const { hours, weekdays, startMinutes, slots, builds, audio, origins, invited, series } = presets[preset]
    const names = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday'] as const
    const entry = {
      hours: Object.fromEntries(hours.entries()),
      weekdays: Object.fromEntries(names.map((name, at) => [name, weekdays[at]])),
      startMinutes: Object.fromEntries(startMinutes),
      slots: Object.fromEntries(slots.map(([length, share]) => [durationText(length), share])),
      ...{ builds: [...builds], audio, origins, invited, series },
    } as Partial<PopulationEntry>
    assert.equal(changed(populationOf({ preset }), populationOf({ preset, ...entry })), [])
  }
})

const SHARES = [
  ...['dayVariation', 'alone', 'kinds.scheduled', 'holidays.factor', 'holidays.eve', 'ends.over'],
  ...['ends.earlyMean', 'ends.earlyMost', 'late.two', 'late.few', 'late.many', 'partial', 'earlyLeave.short'],
  ...['earlyLeave.medium', 'earlyLeave.long', 'drop', 'rejoin', 'changeDevice', 'secondDevice', 'failedJoin'],
  ...['dialInOfMixed', 'anonymousCallers', 'mobile', 'lobby.phone', 'lobby.other', 'series.attendance'],
  ...['series.cancelled'],
]
const SIGMAS = [
  ...['participants.sigma', 'meetNow.sigma', 'lateBy.sigma', 'soon.sigma', 'rejoinAfter.sigma'],
  ...['lobby.wait.sigma', 'organizerSigma', 'teams.sigma'],
]
const SPANS = [
  ...['ends.overBy', 'ends.overMean', 'meetNow.median', 'lateBy.median', 'early', 'soon.median'],
  ...['leaveSpread', 'rejoinAfter.median', 'adoption', 'lobby.wait.median', 'joinsWithin'],
]
const COUNTS: Readonly<Record<string, readonly [number, number]>> = {
  users: [1, MAX_USERS],
  'participants.median': [1, 250],
  'participants.most': [1, 1000],
  'teams.median': [2, 1000],
  teamsPerDepartment: [1, 1000],
  'directory.partners': [1, 2500],
  'directory.callers': [1, 2500],
}

const path = (paths: readonly string[], values: fc.Arbitrary<number>) =>
  fc
    .tuple(fc.constantFrom(...paths), values)
    .map(([path, value]) => ({ path, value, written: value as unknown }))
const span = fc
  .tuple(fc.constantFrom(...SPANS), fc.integer({ min: 1, max: 86_400 }))
  .map(([path, seconds]) => {
    return { path, value: seconds * SECOND, written: `${seconds}s` as unknown }
  })
const count = fc.constantFrom(...Object.entries(COUNTS)).chain(([name, [min, max]]) => {
  return path([name], fc.integer({ min, max }))
})
const anyNumber = fc.oneof(
  path(SHARES, fc.double({ min: 0, max: 1, noNaN: true })),
  path(SIGMAS, fc.double({ min: 0, max: 3, noNaN: true })),
  path(['conferencesPerUser'], fc.double({ min: 0.001, max: 0.3, noNaN: true })),
  path(['months.0'], fc.double({ min: 0, max: 1, noNaN: true })),
  span,
  count,
)

test('setting one number changes that one and no other', () => {
  fc.assert(
    fc.property(anyNumber, ({ path, value, written }) => {
      const key = path.replace('months.0', 'months.january')
      // Few users, so that no number of participants asks for too many guests.
      const few = { users: 100 }
      const usual = populationOf(few)
      const entry = { ...few, ...saying(key, written) }
      assert.equal(changed(usual, populationOf(entry)), numbersOf(usual).get(path) === value ? [] : [path])
      assert.is(numbersOf(populationOf(entry)).get(path), value)
    }),
    { numRuns: 500 },
  )
})

test('the numbers that can be set are all that there are, beside tables and shares of one whole', () => {
  const ofOneWhole =
    /^(sites|hours|weekdays|months|startMinutes|slots|builds|audio|origins|invited|clients)\./
  const others = [
    ...[
      'preset',
      'conferencesPerUser',
      'participants.law',
      'kinds.recurring',
      'kinds.closed',
      'holidays.days',
    ],
    ...['meetNow.shortest', 'meetNow.longest'],
    ...['series.daily', 'series.weekly', 'series.fortnightly', 'series.monthly'],
  ]
  const known = [...SHARES, ...SIGMAS, ...SPANS, ...Object.keys(COUNTS), ...others].sort()
  const all = [...numbersOf(populationOf()).keys()].filter((path) => !ofOneWhole.test(path))
  assert.equal(all.sort(), known)
})

const WHOLES = {
  audio: ['mixed', 'voip', 'dialIn', 'none'],
  origins: ['internal', 'remote', 'anonymous', 'federated'],
  invited: ['team', 'department', 'company'],
  series: ['daily', 'weekly', 'fortnightly', 'monthly'],
} as const

test('moving a part of one share to another changes these two', () => {
  const move = fc
    .constantFrom(...Object.keys(WHOLES))
    .chain((key) =>
      fc.tuple(
        fc.constant(key),
        fc.shuffledSubarray([...WHOLES[key as keyof typeof WHOLES]], { minLength: 2, maxLength: 2 }),
      ),
    )
  fc.assert(
    fc.property(move, fc.double({ min: 0.01, max: 1, noNaN: true }), ([key, [from, to]], part) => {
      const usual = populationOf()
      const shares = usual[key as keyof typeof WHOLES] as unknown as Record<string, number>
      const moved = shares[from as string]! * part
      const entry = {
        [from as string]: shares[from as string]! - moved,
        [to as string]: shares[to as string]! + moved,
      }
      const paths = changed(usual, populationOf({ [key]: entry }))
      assert.equal(paths.sort(), [`${key}.${from}`, `${key}.${to}`].sort())
    }),
  )
})

test('a table replaces that of the preset as a whole, in whatever order it is written', () => {
  const population = populationOf({
    hours: { 14: 0.25, 9: 0.75 },
    weekdays: { monday: 1 },
    startMinutes: { 30: 0.5, 0: 0.5 },
    slots: { '1h': 0.5, '30m': 0.25, '2h': 0.25 },
    participants: { shares: { 11: 0.5, 4: 0.5 } },
    builds: [0.5, 0.5],
    holidays: { days: ['05-01'] },
  })
  const hours = new Array(24).fill(0)
  hours[9] = 0.75
  hours[14] = 0.25
  assert.equal(population.hours, hours)
  assert.equal(population.weekdays, [0, 1, 0, 0, 0, 0, 0])
  assert.equal(population.startMinutes, [
    [0, 0.5],
    [30, 0.5],
  ])
  assert.equal(population.slots, [
    [30 * MINUTE, 0.25],
    [HOUR, 0.5],
    [2 * HOUR, 0.25],
  ])
  assert.equal(population.participants, {
    law: 'shares',
    shares: [
      [4, 0.5],
      [11, 0.5],
    ],
    most: 11,
  })
  assert.equal(population.builds, [0.5, 0.5, 0, 0])
  assert.equal([[...population.holidays.days], population.holidays.eve], [['05-01'], 0.4])
})

test('months that are not named keep the factor of the preset', () => {
  const { months } = populationOf({ months: { october: 2, july: 0 } })
  assert.equal(months, [1.05, 1, 1, 1.05, 1.05, 1, 0, 0.85, 1, 2, 1, 0.75])
})

test('sites are zones with their shares', () => {
  const { sites } = populationOf({
    sites: [
      { timezone: 'Asia/Tokyo', share: 0.25 },
      { timezone: 'America/New_York', share: 0.75 },
    ],
  })
  assert.equal(
    sites.map(([{ name }, share]) => [name, share]),
    [
      ['Asia/Tokyo', 0.25],
      ['America/New_York', 0.75],
    ],
  )
})

test('a law takes the place of exact sizes when it is given in full', () => {
  const law = { law: 'log-normal', median: 5, sigma: 1, most: 250 }
  assert.equal(populationOf({ preset: 'load-test', participants: { median: 5, sigma: 1 } }).participants, law)
  assert.equal(withUsers({ preset: 'load-test', participants: { most: 50 } }), [
    'missing-key participants.median',
    'missing-key participants.sigma',
  ])
})

test('what a program leaves undefined is left out', () => {
  const entry = { kinds: { scheduled: undefined }, lateBy: undefined, participants: { shares: undefined } }
  assert.equal(changed(populationOf(), populationOf(entry as never)), [])
})

test('shares may be a thousandth from 1 in all, and no more', () => {
  const tables: [string, (share: number) => object][] = [
    [
      'sites',
      (share) => ({
        sites: [
          { timezone: 'UTC', share: 0.5 },
          { timezone: 'UTC', share: share - 0.5 },
        ],
      }),
    ],
    ['hours', (share) => ({ hours: { 9: 0.5, 10: share - 0.5 } })],
    ['weekdays', (share) => ({ weekdays: { monday: 0.5, friday: share - 0.5 } })],
    ['startMinutes', (share) => ({ startMinutes: { 0: 0.5, 30: share - 0.5 } })],
    ['slots', (share) => ({ slots: { '30m': 0.5, '1h': share - 0.5 } })],
    ['builds', (share) => ({ builds: [0.5, share - 0.5] })],
    ['participants.shares', (share) => ({ participants: { shares: { 4: 0.5, 6: share - 0.5 } } })],
    ['audio', (share) => ({ audio: { mixed: share - 0.6 } })],
    ['origins', (share) => ({ origins: { internal: share - 0.5 } })],
    ['invited', (share) => ({ invited: { team: share - 0.35 } })],
    ['series', (share) => ({ series: { weekly: share - 0.3 } })],
  ]
  for (const [path, table] of tables) {
    for (const share of [0.999, 0.9995, 1, 1.001])
      assert.equal(withUsers(table(share)), [], `${path} ${share}`)
    for (const share of [0.9, 0.998, 1.002])
      assert.equal(withUsers(table(share)), [`out-of-range ${path}`], `${path} ${share}`)
  }
})

test('parts may leave something of the whole, and not be more than it', () => {
  assert.equal(withUsers({ kinds: { recurring: 0.98 }, clients: { web: 0.7 } }), [])
  assert.equal(withUsers({ kinds: { recurring: 0.99 }, clients: { web: 0.75 } }), [
    'out-of-range kinds',
    'out-of-range clients',
  ])
})

const refused: [entry: object, ...problems: string[]][] = [
  [{ users: 0 }, 'out-of-range users'],
  [{ users: 400_001 }, 'out-of-range users'],
  [{ users: 1.5 }, 'wrong-type users'],
  [{ users: '80000' }, 'wrong-type users'],
  [{ users: undefined }, 'missing-key users'],
  [{ preset: 'sfb-2017' }, 'not-allowed preset'],
  [{ conferencePerUser: 0.1 }, 'unknown-key conferencePerUser'],
  [{ kinds: { meetNow: 0.1 } }, 'unknown-key kinds.meetNow'],
  [{ conferencesPerUser: 0 }, 'out-of-range conferencesPerUser'],
  [{ conferencesPerUser: 5.1 }, 'out-of-range conferencesPerUser'],
  [{ participants: { median: 0.5 } }, 'out-of-range participants.median'],
  [{ participants: { median: 251 } }, 'out-of-range participants.median'],
  [{ participants: { most: 0 } }, 'out-of-range participants.most'],
  [{ participants: { most: 1001 } }, 'out-of-range participants.most'],
  [{ participants: { shares: { 1: 1 } } }, 'bad-name participants.shares.1'],
  [{ participants: { shares: {} } }, 'out-of-range participants.shares'],
  [{ participants: { shares: { 4: 1 }, most: 4 } }, 'conflict participants.most'],
  [{ hours: { 24: 1 } }, 'bad-name hours.24'],
  [{ hours: {} }, 'out-of-range hours'],
  [{ weekdays: { mon: 1 } }, 'unknown-key weekdays.mon'],
  [{ months: { october: 11 } }, 'out-of-range months.october'],
  [{ startMinutes: { 60: 1 } }, 'bad-name startMinutes.60'],
  [{ slots: { 30: 1 } }, 'bad-name slots.30'],
  [{ slots: { '25h': 1 } }, 'out-of-range slots.25h'],
  [{ slots: { '0s': 1 } }, 'out-of-range slots.0s'],
  [{ builds: [] }, 'out-of-range builds'],
  [{ builds: [0.2, 0.2, 0.2, 0.2, 0.2] }, 'out-of-range builds'],
  [{ sites: [] }, 'out-of-range sites'],
  [{ sites: [{ timezone: 'Europe/Londn', share: 1 }] }, 'unknown-name sites[0].timezone'],
  [{ sites: [{ share: 1 }] }, 'missing-key sites[0].timezone'],
  [{ holidays: { days: ['Christmas'] } }, 'bad-format holidays.days[0]'],
  [{ holidays: { days: ['02-30'] } }, 'impossible-date holidays.days[0]'],
  [{ holidays: { days: ['02-29', '2015-02-29'] } }, 'impossible-date holidays.days[1]'],
  [{ holidays: { days: ['12-25', '12-25'] } }, 'duplicate holidays.days[1]'],
  [{ joinsWithin: '0s' }, 'out-of-range joinsWithin'],
  [{ early: 5 }, 'bad-format early'],
  [{ adoption: '366d' }, 'out-of-range adoption'],
  [{ meetNow: { longest: '5s' } }, 'conflict meetNow.longest'],
  [{ meetNow: { shortest: '9h', longest: '8h' } }, 'conflict meetNow.shortest'],
  ...SHARES.map((path): [object, string] => [saying(path, 1.1), `out-of-range ${path}`]),
  ...SIGMAS.map((path): [object, string] => [saying(path, -0.1), `out-of-range ${path}`]),
  ...SIGMAS.map((path): [object, string] => [saying(path, 3.1), `out-of-range ${path}`]),
  ...SPANS.map((path): [object, string] => [saying(path, '366d'), `out-of-range ${path}`]),
  ...SPANS.map((path): [object, string] => [saying(path, 'soon'), `bad-format ${path}`]),
]

for (const [entry, ...problems] of refused) {
  test(`is refused with ${JSON.stringify(entry)}`, () => assert.equal(withUsers(entry), problems))
}

test('goes over 2,000 days at the most, while a scenario without one can be longer', () => {
  assert.equal(problemsOf({ users: 1 }, { days: 2000 }), [])
  assert.equal(problemsOf({ users: 1 }, { days: 2001 }), ['out-of-range days'])
  assert.is(scenarioFrom({ ...HEAD, days: 2001 }).days, 2001)
})

test('asks for no more conferences and guests than there are numbers, and a message tells how many', () => {
  const greatest = (entry: Partial<PopulationEntry>) => {
    try {
      populationOf({ conferencesPerUser: 5, ...entry })
    } catch (error) {
      const [problem] = (error as ScenarioError).problems
      assert.is(
        `${problem?.code} ${pathText(problem?.path ?? [])}`,
        'out-of-range population.conferencesPerUser',
      )
      return Number(/^Use ([\d.]+) or less/.exec(problem?.hint ?? '')?.[1])
    }
    throw new Error('was accepted')
  }
  for (const entry of [
    {},
    { preset: 'remote-2022' },
    { months: { june: 10 } },
    { participants: { median: 50 } },
    { weekdays: { monday: 0.1, sunday: 0.9 } },
    // On a busy day all that is beyond the series is held once.
    { kinds: { scheduled: 1, recurring: 0.95 }, dayVariation: 0.3 },
  ] as const) {
    const most = greatest(entry)
    assert.equal(withUsers({ ...entry, conferencesPerUser: most }), [])
    assert.equal(withUsers({ ...entry, conferencesPerUser: most + 0.002 }), [
      'out-of-range conferencesPerUser',
    ])
  }
  // Few users need few numbers, whatever they do.
  assert.equal(problemsOf({ users: DIVISION / 20, conferencesPerUser: 5 }), [])
})

test('is checked beside all else that is wrong, and hides none of it', () => {
  const text = `scenario: any
seed: 1
start: 2015-07-13
days: 0
population: { users: many, audio: { mixed: 0.5 }, late: { to: 0.1 }, slots: { 25h: 1 } }
people: { ann: {} }
conferences: { standup: { at: "09:30", organizer: bob } }
`
  try {
    parseScenario(text)
    throw new Error('was accepted')
  } catch (error) {
    if (!(error instanceof ScenarioError)) throw error
    assert.equal(
      error.problems.map(
        ({ code, path, place }) => `${code} ${place?.line}:${place?.column} ${pathText(path)}`,
      ),
      [
        'out-of-range 4:7 days',
        'wrong-type 5:22 population.users',
        'out-of-range 5:28 population.audio',
        'unknown-key 5:59 population.late.to',
        'out-of-range 5:79 population.slots.25h',
        'unknown-name 7:51 conferences.standup.organizer',
      ],
    )
  }
})

test('of an unknown preset is told nothing that hangs on it', () => {
  const preset = 'none'
  const wrong = 'not-allowed preset'
  assert.equal(withUsers({ preset, audio: { mixed: 0.5 }, clients: { web: 0.9 } }), [wrong])
  assert.equal(withUsers({ preset, invited: { team: 1, department: 1, company: 1 } }), [
    wrong,
    'out-of-range invited',
  ])
})

test('the mean of participants is that of the law', () => {
  const mean = (sizes: object) =>
    meanParticipants(populationOf({ users: 1, participants: sizes }).participants)
  assert.is(mean({ sigma: 0 }), 4)
  assert.is(mean({ sigma: 0, median: 1 }), 2)
  assert.is(mean({ sigma: 0, median: 50, most: 20 }), 20)
  assert.is(mean({ shares: { 4: 0.85, 6: 0.1, 11: 0.05 } }), 0.85 * 4 + 0.6 + 0.55)
  // Table 3, row 2, tells 6.20.
  assert.ok(Math.abs(mean({}) - 6.2) < 0.01, `${mean({})}`)
})

test('the mean of participants is the one that many draws have', () => {
  const sizes = fc.record({
    median: fc.double({ min: 1, max: 50, noNaN: true }),
    sigma: fc.double({ min: 0, max: 2, noNaN: true }),
    most: fc.integer({ min: 1, max: 300 }),
  })
  fc.assert(
    fc.property(sizes, ({ median, sigma, most }) => {
      // Evenly spaced quantiles stand for draws: each integral over a step of z, weighted by its probability.
      let sum = 0
      const step = 0.001
      for (let z = -8; z < 8; z += step) {
        const size = Math.min(most, Math.max(2, Math.round(median * Math.exp(sigma * (z + step / 2)))))
        sum += size * Math.exp(-((z + step / 2) ** 2) / 2)
      }
      const drawn = (sum * step) / Math.sqrt(2 * Math.PI)
      const mean = meanParticipants({ law: 'log-normal', median, sigma, most })
      assert.ok(Math.abs(mean - drawn) < 0.005 * drawn, `${mean} ${drawn}`)
    }),
    { numRuns: 50 },
  )
})

test('a normal variate is below -1, 0, 1.959963985 and 5 as tables say', () => {
  const table = [
    [-1, 0.15865525393145707],
    [0, 0.5],
    [1.959963984540054, 0.975],
    [5, 0.9999997133484281],
    [-40, 0],
    [40, 1],
  ] as const
  for (const [z, below] of table) assert.ok(Math.abs(normalBelow(z) - below) < 1e-13, `${z}`)
})

test.run()
