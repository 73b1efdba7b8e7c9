import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import type { Answer } from '../../src/answers/answer.ts'
import { answerNames, catalogue } from '../../src/answers/answers.ts'
import { connect, type Database } from '../../src/databases/database.ts'
import { createTables } from '../../src/dialects/ddl.ts'
import { makePlan } from '../../src/plan/make-plan.ts'
import { rows } from '../../src/rows/rows.ts'
import { type TableName, tableOf, tableSets } from '../../src/schema/tables.ts'
import { seed } from '../../src/seed.ts'
import { dateTimeText, HOUR, msFromTicks, ticksFromMs } from '../../src/time/ticks.ts'
import { type Verdict, verify } from '../../src/verify/verify.ts'
import { run } from '../cli/run.ts'
import { inFolder } from '../in-folder.ts'
import { othersBefore } from '../loading/others.ts'
import { SMALL_TEXT, small } from '../small-scenario.ts'
import { createLoose, type TestEngine, testEngines } from './engines.ts'

type Row = Readonly<Record<string, unknown>>

/** What somebody did to the rows of the small scenario: gives them as they are then; null for one that is gone. */
type Damage = (table: TableName, row: Row) => Row | null

const standup = [...rows(makePlan(small), tableSets.core)].flatMap(({ table, rows: all }) => {
  return table === 'FocusJoinsAndLeaves'
    ? (all as readonly { UserId: number; UserJoinTime: number; UserLeaveTime: number }[])
    : []
})
/** A session of bob, in the middle of the data set. */
const [one] = standup.filter(({ UserId }, at) => UserId === 2 && at > 5) as [(typeof standup)[number]]
const isOne = (table: TableName, row: Row) =>
  table === 'FocusJoinsAndLeaves' && row.UserId === 2 && row.UserJoinTime === one.UserJoinTime

/** Every time of a row as it would be after a change. */
function withTimes(table: TableName, row: Row, change: (ticks: number) => number): Row {
  const times = new Set(tableOf(table).columns.flatMap(({ name, type }) => (type === 'datetime' ? name : [])))
  const changed = Object.entries(row).map(([name, value]) => {
    return [name, times.has(name) && typeof value === 'number' ? change(value) : value] as const
  })
  return Object.fromEntries(changed)
}

const DAMAGES: readonly (readonly [what: string, damage: Damage, wrong: readonly string[]])[] = [
  [
    'a row that is missing',
    (table, row) => (isOne(table, row) ? null : row),
    ['totals', 'conference-summary', 'pool-summary', 'connectivity', 'client-types', 'user-activity'],
  ],
  [
    'a leave that is one tick later',
    (table, row) => (isOne(table, row) ? { ...row, UserLeaveTime: one.UserLeaveTime + 1 } : row),
    ['totals', 'conference-summary', 'user-activity', 'conference-detail'],
  ],
  [
    'the time zone of the server, applied to all times by mistake',
    (table, row) => withTimes(table, row, (ticks) => ticks + HOUR),
    ['conference-summary', 'peak-concurrency', 'concurrency', 'conference-detail'],
  ],
  [
    'milliseconds that were lost',
    (table, row) =>
      withTimes(table, row, (ticks) => ticksFromMs(Math.floor(msFromTicks(ticks) / 1000) * 1000)),
    ['totals', 'conference-summary', 'conference-detail'],
  ],
]

for (const engine of testEngines('wrong answers')) {
  const test = suite(`answers of a database of ${engine.name}`)

  test('are those that are computed', () =>
    inDatabase(engine, async (database) => {
      await seed(database.knex, small, { create: true, tables: tableSets.conference })
      // Twice on one connection: nothing is left behind.
      for (let time = 0; time < 2; time++) {
        const { answers } = await verify(database.knex, small)
        assert.equal(answers, { asked: answerNames, wrong: [] })
      }
    }))

  test('are asked for as far as there are tables for them', () =>
    inDatabase(engine, async (database) => {
      await seed(database.knex, small, { create: true, tables: tableSets.core })
      const { ok, answers } = await verify(database.knex, small)
      const core = answerNames.filter((name) => !(catalogue[name] as Answer).isOfServers)
      assert.equal([ok, answers], [true, { asked: core, wrong: [] }])
    }))

  for (const [what, damage, wrong] of DAMAGES)
    test(`tell ${what}, with the first rows that show it`, async () => {
      const { ok, answers, comparison } = await damaged(engine, damage)
      assert.not(ok)
      assert.ok(comparison!.differences > 0)
      const found = answers!.wrong.map(({ answer }) => answer)
      for (const name of wrong)
        assert.ok(
          found.some((answer) => answer === name),
          `${name} of ${found}`,
        )
      for (const { rows: count, first } of answers!.wrong)
        assert.ok(first.length > 0 && first.length <= count)
    })

  test('name a wrong cell with what was expected and what was found', async () => {
    const later: Damage = (table, row) =>
      isOne(table, row) ? { ...row, UserLeaveTime: one.UserLeaveTime + 3 } : row
    const { answers } = await damaged(engine, later)
    const [{ rows: count, first }] = answers!.wrong.filter(
      ({ answer }) => answer === 'conference-detail',
    ) as [NonNullable<typeof answers>['wrong'][number]]
    assert.is(count, 1)
    const text = (ticks: number) => dateTimeText(ticks, ' ')
    assert.is(first[0]!.kind, 'changed')
    assert.equal(first[0]!.cells, [
      { column: 'user_leave', expected: text(one.UserLeaveTime), found: text(one.UserLeaveTime + 3) },
    ])
  })

  test('are of our conferences alone beside those of others', () =>
    inDatabase(engine, async (database) => {
      for (const statement of createTables(database.engine.dialect, tableSets.core))
        await database.knex.raw(statement)
      await insert(database, othersBefore(small))
      await seed(database.knex, small, { beside: true })
      const { answers, comparison } = await verify(database.knex, small, { beside: true })
      assert.ok(comparison!.others > 0)
      // Some users were there before, as of no tenant: a report cannot tell where they come from.
      const wrong = answers!.wrong.map(({ answer }) => answer)
      assert.equal(
        wrong.filter((name) => !['connectivity', 'user-activity', 'conference-detail'].includes(name)),
        [],
      )
      await database
        .knex('Conferences')
        .del()
        .whereNull('ConferenceUriId')
        .catch(() => undefined)
    }))

  test.run()
}

const test = suite('rollcall verify with answers')

test('tells a row that is gone, the answers that are wrong by it, and exits with 1', () =>
  inFolder(async (home) => {
    const [scenario, path] = [join(home, 'small.yaml'), join(home, 'small.sqlite')]
    writeFileSync(scenario, SMALL_TEXT)
    const database = await connect({ engine: 'sqlite', path, shown: path })
    await seed(database.knex, small, { create: true })
    await database.knex('FocusJoinsAndLeaves').where({ UserId: 2, FocusUserInstance: 2 }).del()
    await database.knex.destroy()
    const { code, out } = await run(['verify', '--db', `sqlite:${path}`, '--scenario', scenario])
    assert.is(code, 1)
    assert.match(out, 'FocusJoinsAndLeaves: missing')
    assert.match(
      out,
      /answer rejoins: 1 row not as computed\n {4}changed: kind rejoin\n {6}joins is \d, expected \d/,
    )
  }))

test.run()

/** What `verify` says of the rows of the small scenario with a damage. */
async function damaged(engine: TestEngine, damage: Damage): Promise<Verdict> {
  let verdict: Verdict | null = null
  await inDatabase(engine, async (database) => {
    await createLoose(database)
    const batches = [...rows(makePlan(small), tableSets.core)].map(({ table, rows: all }) => {
      return {
        table,
        rows: (all as unknown as readonly Row[]).flatMap(
          (row): readonly Row[] | Row => damage(table, row) ?? [],
        ),
      }
    })
    await insert(database, batches)
    verdict = await verify(database.knex, small)
  })
  return verdict!
}

async function insert(
  { knex, engine }: Database,
  batches: readonly { readonly table: TableName; readonly rows: readonly object[] }[],
): Promise<void> {
  for (const { table, rows: all } of batches) {
    const { columns } = tableOf(table)
    const bound = all.map((row) =>
      Object.fromEntries(
        columns.map(({ name, type }) => {
          const value = (row as Row)[name] ?? null
          return [name, value === null ? null : engine.binding(type)(value)]
        }),
      ),
    )
    if (bound.length > 0) await knex.batchInsert(table, bound, 50)
  }
}

async function inDatabase(engine: TestEngine, work: (database: Database) => Promise<void>): Promise<void> {
  const { url, drop } = await engine.scratch()
  try {
    const database = await connect(url)
    await work(database).finally(() => database.knex.destroy())
  } finally {
    await drop()
  }
}
