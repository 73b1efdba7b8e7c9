import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import fc from 'fast-check'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { parseScenario } from '../../src/parse-scenario.ts'
import { makePlan } from '../../src/plan/make-plan.ts'
import { rows } from '../../src/rows/rows.ts'
import { ScenarioError } from '../../src/scenario/problem.ts'
import type { Scenario } from '../../src/scenario/scenario.ts'

// Texts that somebody may have on the way to a scenario: a sound one with a few slips of the hand in it.
// MUTATION_SEED and MUTATION_RUNS try others.

const test = suite('mutation')

const SEED = Number(process.env.MUTATION_SEED ?? 20150713)
const RUNS = Number(process.env.MUTATION_RUNS ?? 2500)
const SECONDS_AT_MOST = 5

const RICH = `
scenario: rich
seed: "42"
start: today - 3 days
days: 4
timezone: America/New_York
domain: contoso.com
pools: [pool01.contoso.com, pool02.contoso.com]
behavior: { attendance: 0.9, late: 0.5, lateBy: { median: 2m, sigma: 0.5 }, drop: 0.2, secondDevice: 0.3 }
people:
  ann: &usual { name: Ann Bell, devices: [desktop, { device: mobile, client: "UCCAPI/16 (agent)" }] }
  bob: { kind: remote, domain: emea.contoso.com }
  carol: { kind: federated, address: carol@fabrikam.com }
  dave: { kind: anonymous, devices: [web] }
  erin: { kind: pstn, number: "+441214960123" }
  crowd: { group: 40 }
  guests: { group: 5, kind: anonymous }
  phones: { group: 3, kind: pstn }
conferences:
  standup: &standup
    at: "23:50"
    every: [monday, tuesday, wednesday, thursday, friday, saturday, sunday]
    length: 15m
    requested: -10m
    opens: -5m
    closes: 20m
    organizer: ann
    presenters: [bob, crowd.3]
    attendees: [carol, dave, erin, { from: crowd, count: 6 }]
    modalities: [audio-video, chat]
    joins:
      bob: [{ invite: -90s, join: -1m, leave: 7m }, { join: 9m, role: attendee }]
      ann: [{ join: 0s, device: mobile }]
      crowd.4: []
    occurrences:
      2015-07-14: cancelled
      2015-07-15: { at: "10:00", joins: { bob: [{ leave: 5m }], carol: [{ join: 1m, leave: never }] } }
  review:
    <<: *standup
    at: "08:00:30"
    timezone: Australia/Sydney
    pool: pool02.contoso.com
    occurrences: {}
    joins: {}
  adhoc: { at: "12:00", kind: meet-now, organizer: bob, attendees: [guests, phones], closes: never }
  monthly: { at: "15:00", every: month, from: 2015-07-10, until: 2015-08-10, organizer: ann, behavior: { partial: 1 } }
`

function textsIn(path: string): string[] {
  const folder = fileURLToPath(new URL(path, import.meta.url))
  const names = readdirSync(folder).filter((name) => name.endsWith('.yaml'))
  return names.map((name) => readFileSync(`${folder}${name}`, 'utf8'))
}

/** Mostly sound scenarios, and some that are bad already. */
const text = fc.oneof(
  { weight: 4, arbitrary: fc.constant(RICH) },
  { weight: 4, arbitrary: fc.constantFrom(...textsIn('../../scenarios/')) },
  { weight: 1, arbitrary: fc.constantFrom(...textsIn('golden/')) },
)

const ODD = [
  '',
  'null',
  '~',
  'true',
  '0',
  '-0',
  '-1',
  '1',
  '2',
  '0.5',
  '1.5',
  '366',
  '3660',
  '99999999999999999999',
  '-1e308',
  '.inf',
  '.nan',
  '0x7fffffff',
  '[]',
  '{}',
  '[[]]',
  '[null]',
  '{ a: 1 }',
  '""',
  '" "',
  "'quoted'",
  '"\\u0000"',
  '"\\ud800"',
  '"\\u202e"',
  '🎉',
  'é́́',
  'ß',
  '\u0007',
  '\u2028',
  'x'.repeat(5000),
  `"${'long '.repeat(2000)}"`,
  '[', // and whatever follows
  '{',
  '"',
  '|',
  '>-',
  '&a',
  '*a',
  '*usual',
  '!!binary aGk=',
  '!!set { a, b }',
  '<<',
  '__proto__',
  'constructor',
  'toString',
  'hasOwnProperty',
  'today',
  'today - 99999 days',
  'today + 99999 days',
  '1970-01-01',
  '1990-01-01',
  '2016-02-29',
  '2015-02-29',
  '2199-12-31',
  '9999-12-31',
  '2015-03-29',
  '2015-07-15',
  'never',
  '0s',
  '1ms',
  '-7d',
  '7d',
  '999999999999999999d',
  '1.9999999999999999999s',
  '24h',
  '"00:00"',
  '"23:59:59"',
  'ann',
  'bob',
  'crowd',
  'crowd.1',
  'crowd.0',
  'crowd.01',
  'engineering.1',
  'nobody',
  'day',
  'month',
  '[sunday]',
  'pstn',
  'anonymous',
  'federated',
  'phone',
  'Pacific/Apia',
  'America/Sao_Paulo',
  'UTC',
  'SYSTEM',
  '# a comment',
  '---',
  '...',
  '%YAML 1.1',
  '? complex',
]

type Edit = (text: string) => string

const at = fc.nat(1_000_000)
const place = (n: number, length: number) => (length === 0 ? 0 : n % length)

function inLines(change: (lines: string[]) => void): Edit {
  return (text) => {
    const lines = text.split('\n')
    change(lines)
    return lines.join('\n')
  }
}

/** Puts `value` in the place of a value behind a colon, or of an entry of a list. */
function replaceScalar(n: number, value: string): Edit {
  return (text) => {
    const spots = [...text.matchAll(/(?<=: +|[[,] *|- +)(?:"[^"\n]*"|[^\s"[\]{},:][^\n[\]{},:]*)/g)]
    const spot = spots[place(n, spots.length)]
    return spot ? text.slice(0, spot.index) + value + text.slice(spot.index + spot[0].length) : text + value
  }
}

/** Puts `value` in the place of a key. */
function replaceKey(n: number, value: string): Edit {
  return (text) => {
    const spots = [...text.matchAll(/[\w.-]+(?=:)/g)]
    const spot = spots[place(n, spots.length)]
    return spot ? text.slice(0, spot.index) + value + text.slice(spot.index + spot[0].length) : text
  }
}

const odd = fc.constantFrom(...ODD)

const edit: fc.Arbitrary<Edit> = fc.oneof(
  at.map((n) => inLines((lines) => void lines.splice(place(n, lines.length), 1))),
  at.map((n) =>
    inLines((lines) => void lines.splice(place(n, lines.length), 0, lines[place(n, lines.length)] ?? '')),
  ),
  fc.tuple(at, at).map(([n, m]) =>
    inLines((lines) => {
      const [a, b] = [place(n, lines.length), place(m, lines.length)]
      ;[lines[a], lines[b]] = [lines[b] ?? '', lines[a] ?? '']
    }),
  ),
  fc.tuple(at, fc.constantFrom('', ' ', '  ', '      ', '\t', '- ')).map(([n, indent]) =>
    inLines((lines) => {
      const line = place(n, lines.length)
      lines[line] = indent + (lines[line] ?? '').trimStart()
    }),
  ),
  { weight: 6, arbitrary: fc.tuple(at, odd).map(([n, value]) => replaceScalar(n, value)) },
  { weight: 2, arbitrary: fc.tuple(at, odd).map(([n, value]) => replaceKey(n, value)) },
  fc.tuple(at, fc.integer({ min: 1, max: 20 })).map(
    ([n, length]): Edit =>
      (text) =>
        text.slice(0, place(n, text.length)) + text.slice(place(n, text.length) + length),
  ),
  fc.tuple(at, fc.oneof(fc.string({ unit: 'binary', maxLength: 5 }), odd)).map(
    ([n, inserted]): Edit =>
      (text) =>
        text.slice(0, place(n, text.length)) + inserted + text.slice(place(n, text.length)),
  ),
)

const mutated = fc
  .tuple(text, fc.array(edit, { minLength: 1, maxLength: 4 }))
  .map(([text, edits]) => edits.reduce((changed, change) => change(changed), text))

/** 2015-07-16, so that the days of the rich scenario are those of its occurrences. */
const today = () => 16_632

/** The scenario of a text; null when it is refused as it should be. */
function parsed(text: string): Scenario | null {
  const start = performance.now()
  try {
    return parseScenario(text, { today })
  } catch (error) {
    if (!(error instanceof ScenarioError)) throw error
    assert.ok(error.problems.length > 0 && error.message !== '')
    assert.not.match(error.message, /[^\P{C}\n]/u)
    for (const { message, hint, place } of error.problems) {
      assert.not.match(`${message} ${hint}`, /undefined|\[object|NaN|Infinity|function/)
      if (place) assert.ok(place.line >= 1 && place.column >= 1 && place.width >= 1)
    }
    return null
  } finally {
    assert.ok(performance.now() - start < 1000 * SECONDS_AT_MOST, 'too slow')
  }
}

/** How many attendances there may be, roughly. */
function sizeOf({ conferences, days, people }: Scenario): number {
  const invited = conferences.flatMap(({ presenters, attendees }) => [...presenters, ...attendees])
  const seats = invited.reduce(
    (sum, who) => sum + (who.kind === 'sample' ? who.count : 1),
    conferences.length,
  )
  return days * seats + people.length
}

let planned = 0

test('the texts to begin with hold sound scenarios, the rich one among them', () => {
  assert.ok(parsed(RICH))
})

test('a slip of the hand gives a scenario that can be generated, or a ScenarioError, and soon', () => {
  fc.assert(
    fc.property(mutated, (text) => {
      const scenario = parsed(text)
      if (!scenario || scenario.days > 400 || scenario.people.length > 3000 || sizeOf(scenario) > 5000) return
      planned++
      for (const batch of rows(makePlan(scenario))) for (const _ of batch.rows) void _
    }),
    { seed: SEED, numRuns: RUNS, includeErrorInReport: true },
  )
})

test('many of them can be generated, so this tries more than refusals', () => {
  assert.ok(planned > RUNS / 40, `${planned}`)
})

test.run()
