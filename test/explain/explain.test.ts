import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { explain } from '../../src/explain/explain.ts'
import { type AnyRow, cellText } from '../../src/explain/find-row.ts'
import { scenarioFrom } from '../../src/parse-scenario.ts'
import { makePlan } from '../../src/plan/make-plan.ts'
import type { Plan } from '../../src/plan/plan.ts'
import { type Rng, rng } from '../../src/random/rng.ts'
import { partRows, partsOf } from '../../src/rows/parts.ts'
import { rows } from '../../src/rows/rows.ts'
import { ANOMALY_KINDS } from '../../src/scenario/anomaly.ts'
import { DialogId } from '../../src/schema/dialog-id.ts'
import { Guid } from '../../src/schema/guid.ts'
import { type TableName, tableNames, tableOf } from '../../src/schema/tables.ts'
import { small } from '../small-scenario.ts'

const test = suite('explain')

const plan = makePlan(small)
const company = makePlan(
  scenarioFrom({ scenario: 'company', seed: 3, start: '2016-03-07', days: 2, population: { users: 80 } }),
)

function rowsOf(of: Plan, table: TableName): readonly AnyRow[] {
  return [...rows(of, tableNames)].flatMap((batch) =>
    batch.table === table ? (batch.rows as unknown as readonly AnyRow[]) : [],
  )
}

function keyOf(table: TableName, row: AnyRow): readonly string[] {
  return tableOf(table).primaryKey.map((name) => cellText(table, name, row[name]))
}

/** The stream of a name such as `conference/standup/2015-07-15/#2`. */
function streamOf(seed: string, name: string): Rng {
  return name.split('/').reduce((stream, label) => {
    if (label.startsWith('#')) return rng('').become(stream, Number(label.slice(1)))
    return stream.fork(/^-?\d+$/.test(label) ? Number(label) : label.replaceAll('"', ''))
  }, rng(seed))
}

function decided(
  explanation: { readonly streams: readonly { decides: string; name: string }[] },
  what: string,
): string {
  return explanation.streams.find(({ decides }) => decides === what)!.name
}

for (const [name, of] of [
  ['people', plan],
  ['a population', company],
] as const)
  test(`a row of ${name} is found in any table by its primary key, and says why it is there`, () => {
    for (const table of tableNames) {
      const all = rowsOf(of, table)
      for (const row of [all[0], all[Math.floor(all.length / 2)], all.at(-1)]) {
        if (row === undefined) continue
        const found = explain(of, table, keyOf(table, row))
        for (const { name: column } of tableOf(table).columns)
          assert.is(found.row[column], cellText(table, column, row[column]), `${table}.${column}`)
        assert.ok(found.why.length > 0, table)
      }
    }
  })

test('a row that is wrong on purpose says by which anomaly, and what was planned; all others say nothing of it', () => {
  const wrong = makePlan(
    scenarioFrom({
      scenario: 'wrong',
      seed: 2,
      start: '2016-04-11',
      days: 2,
      timezone: 'Europe/London',
      people: { ann: {}, bob: { kind: 'remote' }, guest: { kind: 'anonymous' }, team: { group: 3 } },
      conferences: {
        standup: { at: '09:30', every: 'day', organizer: 'ann', attendees: ['bob', 'guest', 'team'] },
      },
      population: { users: 40 },
      anomalies: ANOMALY_KINDS.filter((kind) => kind !== 'duplicate-join').map((kind) => ({
        kind,
        rate: 0.25,
      })),
    }),
  )
  const ledger = [...partsOf(wrong, 1, undefined, tableNames)].flatMap((part) =>
    [...partRows(wrong, part, tableNames)].flatMap(({ batches, wrong: own }) => {
      for (const _ of batches); // rows are spoilt while they are used up
      return own
    }),
  )
  const { anomalies } = wrong.scenario
  for (const table of ['Conferences', 'FocusJoinsAndLeaves', 'McuJoinsAndLeaves'] as const) {
    let told = 0
    for (const row of rowsOf(wrong, table)) {
      const { why, paths } = explain(wrong, table, keyOf(table, row))
      const own = paths.flatMap(([first, at]) => (first === 'anomalies' ? anomalies[Number(at)]!.kind : []))
      const said = why.flatMap((text) => /^It is wrong on purpose, ([\w-]+): /.exec(text)?.[1] ?? [])
      assert.equal(said, own)
      told += said.length
    }
    const of = ledger.filter((one) => one.table === table && one.change === 'changed')
    assert.is(told, of.length, table)
  }
})

test('the streams that it names give the ids that the rows have', () => {
  for (const of of [plan, company]) {
    const { seed } = of.scenario
    for (const row of rowsOf(of, 'Conferences').slice(0, 20)) {
      const name = decided(explain(of, 'Conferences', keyOf('Conferences', row)), 'ConfInstance')
      assert.is(String(Guid.random(streamOf(seed, name))), String(row.ConfInstance))
    }
  }
  for (const row of rowsOf(plan, 'FocusJoinsAndLeaves')) {
    const dialog = [
      String(cellText('Dialogs', 'SessionIdTime', row.DialogSessionIdTime)),
      String(row.DialogSessionIdSeq),
    ]
    const found = explain(plan, 'Dialogs', dialog)
    const name = decided(found, 'ExternalId of the dialog')
    assert.is(String(DialogId.random(streamOf('7', name))), found.row.ExternalId)
  }
})

test('a key can be said in many forms', () => {
  const [, row] = rowsOf(plan, 'FocusJoinsAndLeaves').filter(({ UserId }) => UserId === 2) as [AnyRow, AnyRow]
  const time = cellText('FocusJoinsAndLeaves', 'UserJoinTime', row.UserJoinTime)
  for (const key of [
    [time, 'bob@contoso.com'],
    [time.slice(0, 16), 'bob@contoso.com'],
    [time.replace(' ', 'T'), 'UserId=2'],
    [`'${time}'`],
  ])
    assert.is(explain(plan, 'focusjoinsandleaves', key).row.UserJoinTime, time, key.join(' '))
  const [conference] = rowsOf(plan, 'Conferences') as [AnyRow]
  const guid = String(conference.ConfInstance)
  assert.is(explain(plan, 'Conferences', [`{${guid.toLowerCase()}}`]).row.ConfInstance, guid)
})

test('says the conference, the person, the lines and the rows beside it', () => {
  const row = rowsOf(plan, 'FocusJoinsAndLeaves').find(
    ({ UserId, FocusUserInstance }) => UserId === 2 && FocusUserInstance === 2,
  )!
  const { why, paths, siblings } = explain(plan, 'FocusJoinsAndLeaves', keyOf('FocusJoinsAndLeaves', row))
  assert.match(why[0]!, /^It is of standup of 2015-07-13/)
  assert.is(why[1], 'bob is there as presenter, with mobile, in session 2 of 2.')
  assert.match(why[2]!, 'exact')
  assert.equal(paths, [
    ['conferences', 'standup'],
    ['conferences', 'standup', 'presenters', 0],
    ['conferences', 'standup', 'joins', 'bob'],
    ['people', 'bob'],
  ])
  const tables = new Set(siblings.map(({ table }) => table))
  for (const table of ['Conferences', 'Dialogs', 'FocusJoinsAndLeaves'] as const) assert.ok(tables.has(table))
})

test('refuses what is not there with what is near it, and what is several', () => {
  assert.throws(() => explain(plan, 'User', ['1']), /there is no table "User"/)
  assert.throws(
    () => explain(plan, 'Users', ['ann.bel@contoso.com']),
    /near it are:\n {2}UserId 1, UserUri ann.bell@contoso.com/,
  )
  assert.throws(
    () => explain(plan, 'Conferences', ['2015-07-14T09:00:00']),
    /near it are:\n {2}SessionIdTime 2015-07-14/,
  )
  assert.throws(() => explain(plan, 'FocusJoinsAndLeaves', ['bob@contoso.com']), /has several rows/)
})

test.run()
