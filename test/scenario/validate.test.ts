import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { parseScenario, scenarioFrom, withSeed } from '../../src/parse-scenario.ts'
import type { ScenarioFile } from '../../src/scenario/file.ts'
import { type ProblemCode, pathText, ScenarioError } from '../../src/scenario/problem.ts'
import type { Scenario } from '../../src/scenario/scenario.ts'
import { dayFromText, HOUR, MINUTE, SECOND } from '../../src/time/ticks.ts'
import { galleryNames, galleryScenario } from '../gallery.ts'

// The words of each problem are in `golden/`; here are codes and places, and what a scenario becomes.

const test = suite('validate')

const HEAD = 'scenario: any\nseed: 1\nstart: 2015-07-13\n'

/** Code and place of each problem, such as `unknown-key 4:1 colour`. */
function problemsOf(text: string): string[] {
  return caught(() => parseScenario(text)).problems.map(({ code, place, path }) => {
    return `${code} ${place ? `${place.line}:${place.column}` : '-'} ${pathText(path)}`.trimEnd()
  })
}

function caught(work: () => Scenario): ScenarioError {
  try {
    work()
  } catch (error) {
    if (error instanceof ScenarioError) return error
    throw error
  }
  throw new Error('no problem was found')
}

test('the least scenario has every default filled in', () => {
  const { zone, ...scenario } = parseScenario(HEAD)
  assert.is(zone.name, 'UTC')
  assert.equal(scenario, {
    id: 'any',
    description: '',
    seed: '1',
    algorithm: 1,
    start: dayFromText('2015-07-13'),
    days: 1,
    domain: 'contoso.com',
    pools: ['pool01.contoso.com'],
    people: [],
    conferences: [],
    population: null,
    anomalies: [],
    definition: { scenario: 'any', seed: 1, algorithm: 1, start: '2015-07-13' },
    servers: { frontEnds: 3, edges: 1, mediations: 1, gateways: 2 },
  })
})

const POPULATED = `${HEAD}days: 3
timezone: Europe/London
people: { ann: {} }
conferences: { standup: { at: "09:30", every: day, organizer: ann } }
population:
  users: 500
  sites: [{ timezone: Europe/London, share: 0.6 }, { timezone: America/Lima, share: 0.4 }]
`

for (const [name, scenario] of [
  ...galleryNames().map((name) => [name, galleryScenario(name)] as const),
  ['a population', parseScenario(POPULATED)] as const,
  ['another seed', withSeed(parseScenario(POPULATED), '8')] as const,
  [
    'a first day that is `today`',
    parseScenario(HEAD.replace(/start: .*/, 'start: today'), { today: () => 17_000 }),
  ] as const,
]) {
  test(`the definition of ${name} makes the same scenario again, also in another thread`, () => {
    assert.is(everythingOf(scenarioFrom(structuredClone(scenario.definition))), everythingOf(scenario))
  })
}

/** All that a scenario holds but its lines, as text: a zone has functions, which are never equal. */
function everythingOf(scenario: Scenario): string {
  return JSON.stringify(scenario, (key, value) => {
    if (key === 'line') return null
    return value instanceof Map || value instanceof Set ? [...value] : value
  })
}

test('a conference has every default filled in', () => {
  const scenario = parseScenario(
    `${HEAD}people: { ann: {} }\nconferences: { standup: { at: "09:30", organizer: ann } }`,
  )
  const [conference] = scenario.conferences
  assert.ok(conference)
  const { zone, behavior, joins, occurrences, ...rest } = conference
  const [ann] = scenario.people
  assert.is(zone, scenario.zone)
  assert.is(behavior.attendance, 1)
  assert.is(joins.size + occurrences.size, 0)
  assert.equal(rest, {
    id: 'standup',
    index: 0,
    kind: 'scheduled',
    recurrence: { kind: 'once', on: scenario.start },
    organizer: ann,
    presenters: [],
    attendees: [],
    modalities: ['audio-video', 'chat'],
    pool: 'pool01.contoso.com',
    at: 9 * HOUR + 30 * MINUTE,
    length: null,
    requested: null,
    opens: null,
    closes: null,
    announcements: false,
    synthetic: false,
  })
})

test('a number and its text are one seed', () => {
  const seedOf = (seed: string) => parseScenario(`scenario: any\nseed: ${seed}\nstart: 2015-07-13`).seed
  assert.is(seedOf('42'), seedOf('"42"'))
  assert.is.not(seedOf('42'), seedOf('"042"'))
})

test('JSON is a way to write a scenario', () => {
  const file: ScenarioFile = {
    scenario: 'any',
    seed: 7,
    start: '2015-07-13',
    people: { ann: { name: 'Ann Bell' } },
  }
  assert.equal(JSON.stringify(parseScenario(JSON.stringify(file))), JSON.stringify(scenarioFrom(file)))
})

test('line ends and a byte order mark change nothing', () => {
  const text = `${HEAD}people:\n  ann: {}\n`
  const plain = JSON.stringify(parseScenario(text))
  assert.is(JSON.stringify(parseScenario(text.replaceAll('\n', '\r\n'))), plain)
  assert.is(JSON.stringify(parseScenario(`\uFEFF${text}`)), plain)
})

test('members of a group are people one by one, in the place of the group', () => {
  const { people } = parseScenario(`${HEAD}people: { ann: {}, crew: { group: 2, kind: remote }, bob: {} }`)
  assert.equal(
    people.map(({ id, index, group, kind }) => [id, index, group, kind]),
    [
      ['ann', 0, null, 'internal'],
      ['crew.1', 1, 'crew', 'remote'],
      ['crew.2', 2, 'crew', 'remote'],
      ['bob', 3, null, 'internal'],
    ],
  )
})

test('federated people never have the domain of the company', () => {
  for (const [domain, partner] of [
    ['contoso.com', 'fabrikam.com'],
    ['Fabrikam.com', 'contoso.com'],
  ]) {
    const { people } = parseScenario(`${HEAD}domain: ${domain}\npeople: { carol: { kind: federated } }`)
    assert.is(people[0]?.domain, partner)
  }
})

test('a recurring conference is attended as series are, unless the scenario says more', () => {
  const attendance = (words: string, own = '') => {
    const conference = `{ at: "09:30", every: day, organizer: ann${own} }`
    return parseScenario(`${HEAD}${words}people: { ann: {} }\nconferences: { standup: ${conference} }`)
      .conferences[0]?.behavior.attendance
  }
  assert.is(attendance(''), 0.85)
  assert.is(attendance('behavior: { attendance: 0.5 }\n'), 0.5)
  assert.is(attendance('behavior: { attendance: 0.5 }\n', ', behavior: { attendance: 0.25 }'), 0.25)
  assert.is(attendance('behavior: { late: 0.5 }\n', ', behavior: { late: 0.25 }'), 0.85)
})

test('an occurrence takes from its series what it does not say', () => {
  const { conferences, people } = parseScenario(`${HEAD}days: 3
people: { ann: {}, bob: {} }
conferences:
  standup:
    at: "09:30"
    every: day
    length: 15m
    opens: -5m
    organizer: ann
    attendees: [bob]
    joins: { ann: [{ join: 0s }], bob: [{ join: 1m }] }
    occurrences:
      2015-07-14: { at: "10:00", closes: never, joins: { bob: [] } }
      2015-07-15: cancelled
`)
  const { occurrences } = conferences[0]!
  const changed = occurrences.get(dayFromText('2015-07-14')!)!
  assert.is(changed.at, 10 * HOUR)
  assert.is(changed.length, 15 * MINUTE)
  assert.is(changed.opens, -5 * MINUTE)
  assert.is(changed.closes, 'never')
  assert.is(changed.joins.get(people[0]!)?.[0]?.join, 0)
  assert.equal(changed.joins.get(people[1]!), [])
  assert.is(occurrences.get(dayFromText('2015-07-15')!), null)
})

test('the word today takes the day that the caller says, in the time zone of the scenario', () => {
  const text = 'scenario: any\nseed: 1\nstart: today - 60 days\ntimezone: Asia/Tokyo'
  const asked: string[] = []
  const today = ({ name }: { name: string }) => {
    asked.push(name)
    return 16_632
  }
  assert.is(parseScenario(text, { today }).start, 16_572)
  assert.equal(asked, ['Asia/Tokyo'])
})

test('all problems come at once, in the order of the file', () => {
  const text = `${HEAD}colour: blue
people:
  ann: { kind: intern }
  bob: {}
conferences:
  standup:
    organizer: bobb
    at: "09:30"
    attendees: [ann, bob, bob]
    length: soon
  review:
    at: "10:30"
    organizer: bob
    joins:
      bob: [{ join: 2m, leave: 1m }]
`
  assert.equal(problemsOf(text), [
    'unknown-key 4:1 colour',
    'not-allowed 6:16 people.ann.kind',
    'unknown-name 10:16 conferences.standup.organizer',
    'duplicate 12:27 conferences.standup.attendees[2]',
    'bad-format 13:13 conferences.standup.length',
    'time-order 18:32 conferences.review.joins.bob[0].leave',
  ])
})

test('what was reported causes no second problem elsewhere', () => {
  const texts = {
    'scenario: any\nseed: 1\nstart: soon\npeople: { ann: {} }\nconferences: { standup: { at: "09:30", on: 2015-07-13, organizer: ann } }':
      ['bad-format 3:8 start'],
    [`${HEAD}days: 0\npeople: { ann: {} }\nconferences: { standup: { at: "09:30", on: 2015-07-14, organizer: ann } }`]:
      ['out-of-range 4:7 days'],
    [`${HEAD}pools: 7\npeople: { ann: {} }\nconferences: { standup: { at: "09:30", organizer: ann, pool: pool02.contoso.com } }`]:
      ['wrong-type 4:8 pools'],
    [`${HEAD}people: [ann]\nconferences: { standup: { at: "09:30", organizer: ann } }`]: [
      'wrong-type 4:9 people',
    ],
    [`${HEAD}people: { crew: { group: 0 } }\nconferences: { standup: { at: "09:30", organizer: crew.1, attendees: [crew] } }`]:
      ['out-of-range 4:26 people.crew.group'],
  }
  for (const [text, problems] of Object.entries(texts)) assert.equal(problemsOf(text), problems, text)
})

test('a key that is missing is shown at the key of its mapping', () => {
  assert.equal(
    problemsOf(`${HEAD}people: { ann: {} }\nconferences:\n  standup:\n    # soon\n    length: 1h\n`),
    ['missing-key 6:3 conferences.standup.at', 'missing-key 6:3 conferences.standup.organizer'],
  )
})

test('a problem in what an anchor repeats is told once, where it stands', () => {
  assert.equal(problemsOf(`${HEAD}people:\n  ann: &usual { kind: intern }\n  bob: *usual\n`), [
    'not-allowed 5:23 people.ann.kind',
  ])
})

test('names that mean something to JavaScript are names like others', () => {
  const { people, conferences } =
    parseScenario(`${HEAD}people: { constructor: {}, toString: {}, valueOf: { group: 2 } }
conferences:
  hasOwnProperty:
    at: "09:30"
    opens: -5m
    organizer: constructor
    attendees: [toString, valueOf.2]
    joins: { toString: [{ join: 0s }] }
`)
  assert.equal(
    people.map(({ id }) => id),
    ['constructor', 'toString', 'valueOf.1', 'valueOf.2'],
  )
  assert.is(conferences[0]?.id, 'hasOwnProperty')
  assert.equal(
    problemsOf(`${HEAD}people: { ann: {} }\nconferences: { a: { at: "09:30", organizer: constructor } }`),
    ['unknown-name 5:45 conferences.a.organizer'],
  )
  assert.equal(problemsOf(`${HEAD}constructor: 1\npeople: { ann: { toString: 1 } }`), [
    'unknown-key 4:1 constructor',
    'unknown-key 5:18 people.ann.toString',
  ])
})

test('more people than there are numbers for are refused', () => {
  const groups = Array.from({ length: 51 }, (_, at) => `  crew${at}: { group: 2000 }`).join('\n')
  assert.equal(problemsOf(`${HEAD}people:\n${groups}\n`), ['out-of-range 4:1 people'])
})

test('attendances that touch are no overlap, and any that share a moment are', () => {
  const text = (first: string, second: string) => `${HEAD}people: { ann: { devices: [desktop, mobile] } }
conferences:
  a: { at: "09:00", organizer: ann, joins: { ann: [${first}] } }
  b: { at: "10:00", organizer: ann, joins: { ann: [${second}] } }
`
  const overlap = ['overlap 7:60 conferences.b.joins.ann[0].join']
  parseScenario(text('{ join: 0s, leave: 1h }', '{ join: 0s, leave: 5m }'))
  parseScenario(text('{ join: 0s, leave: 2h }', '{ join: 0s, leave: 5m, device: mobile }'))
  parseScenario(text('{ join: 0s }', '{ join: 0s, leave: 5m }'))
  assert.equal(problemsOf(text('{ join: 0s, leave: 1h4ms }', '{ join: 0s, leave: 5m }')), overlap)
  assert.equal(problemsOf(text('{ join: 0s, leave: never }', '{ join: 0s, leave: 5m }')), overlap)
})

test('`leave: never` lasts until the conference closes, and for a guest no longer than that one', () => {
  const text = (kind: string, clock: string, days = 1) => `${HEAD}days: ${days}
people: { ann: {}, dee: { kind: ${kind} } }
conferences:
  a: { at: "09:00", every: day, ${clock}organizer: ann, joins: { dee: [{ join: 0s, leave: never }] } }
  b: { at: "09:30", every: day, organizer: ann, joins: { dee: [{ join: 0s, leave: 5m }] } }
`
  assert.is(problemsOf(text('internal', 'length: 5m, ')).length, 1)
  assert.is(problemsOf(text('internal', 'length: 5m, ', 40)).length, 2)
  parseScenario(text('internal', 'closes: 30m, ', 40))
  parseScenario(text('anonymous', '', 40))
})

test('overlaps are found at any distance that offsets allow', () => {
  const text = (days: number) => `${HEAD}days: ${days}
people: { ann: {} }
conferences:
  a: { at: "09:00", on: 2015-07-13, organizer: ann, joins: { ann: [{ join: 7d, leave: never }] } }
  b: { at: "09:01", on: 2015-07-27, organizer: ann, joins: { ann: [{ join: -7d }] } }
  c: { at: "09:00", on: 2015-08-30, organizer: ann, joins: { ann: [{ join: 0s }] } }
`
  assert.equal(
    problemsOf(text(60)).map((problem) => problem.split(' ')[2]),
    ['conferences.b.joins.ann[0].join', 'conferences.c.joins.ann[0].join'],
  )
})

test('an address has 381 UTF-16 units at most, as its column counts', () => {
  const text = (domain: string) =>
    `${HEAD}people: { ann: { address: "${'\u{1d4b6}'.repeat(188)}@${domain}" } }`
  parseScenario(text('b.co'))
  assert.equal(problemsOf(text('b.com')), ['out-of-range 4:27 people.ann.address'])
})

test('text with too many levels is refused once and without a place, however it is written', () => {
  const deep = [
    `${'['.repeat(20_000)}${']'.repeat(20_000)}`,
    '['.repeat(20_000),
    '- '.repeat(20_000),
    `${'{ a: '.repeat(150)}${'}'.repeat(150)}`,
  ]
  for (const text of deep) assert.equal(problemsOf(text), ['yaml-syntax -'])
})

test('the longer attendance counts, not the one before', () => {
  const text = `${HEAD}people: { ann: {} }
conferences:
  a: { at: "09:00", organizer: ann, joins: { ann: [{ join: 0s, leave: 3h }] } }
  b: { at: "10:00", organizer: ann, joins: { ann: [{ join: 0s, leave: 5m }] } }
  c: { at: "11:00", organizer: ann, joins: { ann: [{ join: 0s, leave: 5m }] } }
`
  assert.equal(problemsOf(text), [
    'overlap 7:60 conferences.b.joins.ann[0].join',
    'overlap 8:60 conferences.c.joins.ann[0].join',
  ])
})

test('time zones are heeded where conferences of two zones overlap', () => {
  const text = `${HEAD}people: { ann: {} }
conferences:
  a: { at: "09:00", timezone: Europe/London, organizer: ann, joins: { ann: [{ join: 0s, leave: 10m }] } }
  b: { at: "08:05", organizer: ann, joins: { ann: [{ join: 0s, leave: 5m }] } }
`
  assert.equal(problemsOf(text), ['overlap 7:60 conferences.b.joins.ann[0].join'])
})

test('data of a program is checked as a text is, and its problems have no lines', () => {
  const { problems } = caught(() => {
    return scenarioFrom({
      scenario: 'any',
      seed: 1,
      start: '2015-07-13',
      days: 0,
      people: { ann: { age: 43 } },
    } as never)
  })
  assert.equal(
    problems.map(({ code, place, path }) => [code, place, pathText(path)]),
    [
      ['out-of-range', null, 'days'],
      ['unknown-key', null, 'people.ann.age'],
    ] satisfies [ProblemCode, null, string][],
  )
})

test('whatever a program hands in gives a ScenarioError and nothing else', () => {
  const loop: Record<string, unknown> = { scenario: 'any', seed: 1, start: '2015-07-13' }
  loop.people = loop
  const values = [undefined, null, 7, 'text', [], () => 1, Symbol('s'), 10n, new Date(), loop]
  const parts = values.flatMap((value) => [
    { scenario: value, seed: value, start: value },
    { scenario: 'any', seed: 1, start: '2015-07-13', people: value, days: value ?? 'x' },
    { scenario: 'any', seed: 1, start: '2015-07-13', people: { ann: { name: value, age: value } } },
  ])
  for (const value of [...values, ...parts]) caught(() => scenarioFrom(value as never))
})

test('a message names the file as the caller does', () => {
  assert.match(caught(() => parseScenario('', { file: 'week.yaml' })).message, /^week\.yaml: /)
  assert.match(caught(() => parseScenario('')).message, /^scenario: /)
})

test('a time in a scenario is one tick, rounded once', () => {
  const text = `${HEAD}people: { ann: {} }
conferences: { a: { at: "09:30", organizer: ann, joins: { ann: [{ join: 1.5s, leave: 2s5ms }] } } }`
  const { conferences, people } = parseScenario(text)
  const [exact] = conferences[0]!.joins.get(people[0]!)!
  assert.equal([exact?.join, exact?.leave], [1.5 * SECOND, 2 * SECOND + 2])
})

test.run()
