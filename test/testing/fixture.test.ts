import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { generate } from '../../src/generate.ts'
import {
  dateTimeText,
  Fixture,
  fixture,
  gallery,
  memorySink,
  RollcallError,
  scenarioFrom,
} from '../../src/index.ts'
import { usualTables } from '../../src/schema/tables.ts'
import { galleryNames, galleryScenario } from '../gallery.ts'

const test = suite('fixture')

test('there is one of every scenario of the gallery', () => {
  assert.equal([...gallery], galleryNames(), 'npm run fixtures writes the list')
})

test('it has the rows that the scenario gives', async () => {
  const sink = memorySink(usualTables)
  await generate(galleryScenario('outside-participants'), sink)
  assert.equal(fixture('outside-participants').rows, sink.rows)
})

test('a name that is not in the gallery is refused with the one that was meant, and never becomes a path', () => {
  for (const [name, hint] of [
    ['weekly-standupp', 'Did you mean `weekly-standup`?'],
    ['../package', /^There are .*\bweekly-standup\b/],
    ['__proto__', /^There are /],
    [undefined, /^There are /],
  ] as const) {
    const error = thrown(() => fixture(name as 'weekly-standup'))
    assert.is(error.code, 'ROLLCALL_E_NAME')
    if (typeof hint === 'string') assert.is(error.hint, hint)
    else assert.match(error.hint!, hint)
  }
})

test('moved in time it begins on the next day of the same name, and every date goes along', () => {
  const before = fixture('cancelled-occurrence')
  // 2026-11-26 is a Thursday.
  const after = fixture('cancelled-occurrence', { start: '2026-11-26' })
  assert.is(new Date(before.start).getUTCDay(), new Date(after.start).getUTCDay())
  assert.ok(after.start >= '2026-11-26' && after.start < '2026-12-03', after.start)
  const days = (of: typeof before) =>
    of.rowsOf('Conferences').map((row) => dayOfRow(of.start, row.SessionIdTime))
  assert.equal(days(after), days(before))
})

test('each can be moved, into winter and into summer', () => {
  for (const name of gallery)
    for (const start of ['2026-01-05', '2026-07-06']) assert.ok(fixture(name, { start }).start >= start, name)
})

test('`today` is the day that is given, and without one nothing asks the clock', () => {
  const moved = fixture('weekly-standup', { start: 'today - 30 days', today: '2026-11-30' })
  assert.is(moved.start, '2026-11-02')
  assert.is(
    fixture('weekly-standup', { start: 'today', today: new Date('2026-11-03T12:00Z') }).start,
    '2026-11-09',
  )
  for (const options of [{ start: 'today - 30 days' }, { start: 'today', today: 'today' }]) {
    const error = thrown(() => fixture('weekly-standup', options))
    assert.is(error.code, 'ROLLCALL_E_ARGUMENT')
    assert.match(error.hint!, 'today: new Date()')
  }
})

test('it can be moved and seeded as a scenario of its own', () => {
  const { scenario, rows } = fixture('weekly-standup', { start: new Date('2026-11-02'), seed: 7 })
  assert.is(scenario.seed, '7')
  assert.equal(new Fixture(scenarioFrom(scenario.definition)).rows, rows)
})

test('a start that is no day is refused', () => {
  for (const start of ['soon', '2026-02-30', Number.NaN, new Date('never')]) {
    const error = thrown(() => fixture('weekly-standup', { start: start as string }))
    assert.is(error.code, 'ROLLCALL_E_ARGUMENT')
  }
})

test('people and conferences are known by their names in the scenario', () => {
  const standup = fixture('weekly-standup')
  const UserUri = standup.address('bob')
  assert.is(standup.rowsOf('Users').where({ UserUri }).length, 1)
  const ConferenceUri = standup.uri('standup')
  assert.is(standup.rowsOf('Conferences').where({ ConferenceUri }).length, 5)
  assert.is(thrown(() => standup.address('bobb')).hint, 'Did you mean `bob`?')
  assert.is(thrown(() => standup.uri('constructor')).code, 'ROLLCALL_E_NAME')
  assert.is(thrown(() => standup.rowsOf('User' as 'Users')).hint, 'Did you mean `Users`?')
})

test('rows of other tables are there where they are asked for, and nowhere else', () => {
  const all = fixture('lecture', { tables: 'conference' })
  assert.ok(all.rowsOf('McuJoinsAndLeaves').length > 0)
  const error = thrown(() => fixture('lecture', { tables: 'core' }).rowsOf('McuJoinsAndLeaves'))
  assert.match(error.hint!, /tables: 'conference'/)
  assert.is(thrown(() => fixture('lecture', { tables: 'toString' as 'core' })).code, 'ROLLCALL_E_NAME')
})

function dayOfRow(start: string, moment: number): number {
  return (Date.parse(dateTimeText(moment).slice(0, 10)) - Date.parse(start)) / 86_400_000
}

function thrown(work: () => unknown): RollcallError {
  try {
    work()
  } catch (error) {
    assert.instance(error, RollcallError)
    return error as RollcallError
  }
  throw new Error('nothing was thrown')
}

test.run()
