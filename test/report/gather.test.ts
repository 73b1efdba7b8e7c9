import fc from 'fast-check'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { answerRows } from '../../src/answers/answers.ts'
import { LATENESS } from '../../src/answers/join-lateness.ts'
import { realism } from '../../src/answers/realism.ts'
import { scenarioFrom } from '../../src/parse-scenario.ts'
import { makePlan } from '../../src/plan/make-plan.ts'
import type { Class } from '../../src/report/classes.ts'
import { gather } from '../../src/report/gather.ts'
import { mostAtOnce } from '../../src/report/spans.ts'
import { ANOMALY_KINDS } from '../../src/scenario/anomaly.ts'
import { tableSets } from '../../src/schema/tables.ts'
import { zone } from '../../src/time/zone.ts'
import { galleryNames, galleryScenario } from '../gallery.ts'
import { tablesOf } from '../generated.ts'

const test = suite('gather')

/** People and conferences with names beside a company, over the change to summer time. */
const both = scenarioFrom({
  scenario: 'both',
  seed: 3,
  start: '2016-03-24',
  days: 5,
  timezone: 'Europe/London',
  people: { ann: {}, bob: {}, visitor: { kind: 'anonymous' } },
  conferences: {
    standup: { at: '09:30', every: 'day', organizer: 'ann', attendees: ['bob', 'visitor'] },
    late: { at: '23:50', organizer: 'bob', attendees: ['ann'], closes: 'never' },
  },
  population: { users: 300 },
})
const tables = tableSets.conference
const plan = makePlan(both)
const gathered = gather(makePlan(both), tables)
const rows = tablesOf(plan, tables)
const told = answerRows(makePlan(both))

const sum = (classes: readonly Class[]) => classes.reduce((total, { count }) => total + count, 0)

test('tells the answers', () => {
  for (const [name, own] of Object.entries(gathered.answers)) assert.equal(own, Reflect.get(told, name), name)
  assert.equal(gathered.figures, realism(makePlan(both)))
})

test('counts the rows of each table', () => {
  const counted = Object.entries(rows).map(([table, all]) => [table, all.length])
  assert.equal(gathered.counts, Object.fromEntries(counted.filter(([, length]) => length !== 0)))
  assert.is(gathered.estimated.size, 0)
})

test('counts the rows as they are written, where some are wrong on purpose', () => {
  const anomalies = ANOMALY_KINDS.map((kind) => ({
    ...{ kind, rate: 0.2 },
    ...(kind === 'wrong-time-zone' ? { timezone: 'America/New_York' } : {}),
  }))
  const own = makePlan(scenarioFrom({ ...both.definition, days: 2, anomalies }))
  const { counts, wrong, answers: said } = gather(own, tables)
  const counted = Object.entries(tablesOf(own, tables)).map(([table, all]) => [table, all.length])
  assert.equal(counts, Object.fromEntries(counted.filter(([, length]) => length !== 0)))
  assert.equal(Object.keys(wrong).sort(), [...ANOMALY_KINDS].sort())
  assert.equal(said.totals, answerRows(own, {}, ['totals']).totals)
})

test('every conference, participant and session is in one class of each distribution', () => {
  const [[conferences, , participants, joins] = []] = told.totals ?? []
  assert.is(sum(gathered.people), conferences)
  assert.is(sum(gathered.lengths) + gathered.open.conferences, conferences)
  assert.is(sum(gathered.lateness), participants)
  assert.is(sum(gathered.stays) + gathered.open.sessions, joins)
  assert.is(
    gathered.starts.reduce((total, count) => total + count, 0),
    conferences,
  )
})

test('classes of lateness add up to those of the answer', () => {
  const wide: Record<string, readonly string[]> = {
    'under 1 min': ['under 1 min'],
    '1 to 5 min': ['1–2 min', '2–3 min', '3–5 min'],
    '5 to 15 min': ['5–10 min', '10–15 min'],
    '15 min and more': ['15–30 min', '30–60 min', '1 h and more'],
  }
  for (const { name } of LATENESS) {
    const own = gathered.lateness.filter((one) => wide[name]!.includes(one.name))
    assert.is(sum(own), told['join-lateness']?.find(([lateness]) => lateness === name)?.[1] ?? 0, name)
  }
})

test('most at once in spans has the peaks of the answer, however many spans there are', () => {
  const peakOf = (what: string) => told['peak-concurrency']?.find(([name]) => name === what)?.[1]
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 2000 }), fc.constantFrom('UTC', 'Asia/Kolkata'), (most, name) => {
      const spans = mostAtOnce(gathered.levels, zone(name)!, most)
      assert.ok(spans.length <= most)
      for (const what of ['participants', 'conferences'] as const)
        assert.is(Math.max(...spans.map((span) => span[what])), peakOf(what))
    }),
    { numRuns: 30 },
  )
})

test('a span has the greatest level from its first minute to before the next span', () => {
  const levelAt = (minute: number) => gathered.levels.findLast((level) => level.minute <= minute)
  for (const span of mostAtOnce(gathered.levels, both.zone, 300).filter((_, at) => at % 7 === 0)) {
    let most = 0
    for (let minute = span.from; minute < span.to; minute++)
      most = Math.max(most, levelAt(minute)?.participants ?? 0)
    assert.is(span.participants, most)
  }
})

test('each drawn conference has all of its rows, and no others', () => {
  const { meetings, named, population } = gathered.drawn
  assert.is(meetings.length, named.drawn + population.drawn)
  assert.is(named.drawn, named.held)
  assert.ok(population.drawn > 0 && population.drawn < population.held)
  for (const { meeting, rows: own } of meetings) {
    const isOwn = (row: { readonly SessionIdTime: number; readonly SessionIdSeq: number }) =>
      row.SessionIdTime === meeting.sessionIdTime && row.SessionIdSeq === meeting.sessionIdSeq
    for (const table of ['Conferences', 'FocusJoinsAndLeaves', 'McuJoinsAndLeaves'] as const) {
      const expected = (rows[table] as readonly { SessionIdTime: number; SessionIdSeq: number }[]).filter(
        isOwn,
      )
      assert.is(own.get(table)?.length ?? 0, expected.length, `${meeting.title} ${table}`)
    }
    assert.is(meeting.sessions.length, own.get('FocusJoinsAndLeaves')?.length ?? 0)
  }
})

test('a large data set is counted exactly where rows are conferences and joins, and otherwise nearly so', () => {
  const large = scenarioFrom({
    scenario: 'large',
    seed: 1,
    start: '2016-03-07',
    days: 12,
    people: { ann: {}, bob: {} },
    conferences: { standup: { at: '09:30', every: 'day', organizer: 'ann', attendees: ['bob'] } },
    population: { users: 60_000 },
  })
  const { counts, estimated, answers: own, drawn } = gather(makePlan(large), tableSets.core)
  const [[conferences, , , joins] = []] = own.totals
  assert.equal([counts.Conferences, counts.FocusJoinsAndLeaves], [conferences, joins])
  assert.ok(estimated.has('Users') && !estimated.has('FocusJoinsAndLeaves'))
  const dialogs = counts.Dialogs! / (joins as number)
  assert.ok(Math.abs(dialogs - 1) < 0.01, String(dialogs))
  // Named conferences have their rows on the days, too, on which those of the population are not made.
  const standups = drawn.meetings.filter(({ meeting }) => meeting.conference !== null)
  assert.is(standups.length, 12)
  for (const { meeting, rows: their } of standups)
    assert.is(their.get('FocusJoinsAndLeaves')?.length, meeting.sessions.length)
})

test('every scenario of the gallery is gathered, and tells the answers', () => {
  for (const name of galleryNames()) {
    const own = makePlan(galleryScenario(name))
    assert.equal(gather(own, tables).answers.totals, answerRows(own, {}, ['totals']).totals, name)
  }
})

test.run()
