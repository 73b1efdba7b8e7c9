import type { Knex } from 'knex'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { databaseOf } from '../../src/databases/database.ts'
import { maxLength } from '../../src/schema/column.ts'
import { type TableName, tableNames, tableOf, tableSets } from '../../src/schema/tables.ts'
import { foundTables } from '../../src/verify/found-tables.ts'
import type { Rule } from '../../src/verify/rules/check.ts'
import { checks } from '../../src/verify/rules/rules.ts'
import { verify } from '../../src/verify/verify.ts'
import { type Violation, violations } from '../../src/verify/violations.ts'
import { rejects } from '../rejects.ts'
import { small } from '../small-scenario.ts'
import { inLoose } from './loose.ts'

const test = suite('rules')

const found = async (knex: Knex) => (await violations(await foundTables(await databaseOf(knex)))).violations

/** The violation with this rule, whose title has these words. */
function the(all: readonly Violation[], rule: Rule, words: string): Violation {
  const violation = all.find((one) => one.rule === rule && one.title.includes(words))
  assert.ok(violation, `"${words}" among ${JSON.stringify(all)}`)
  return violation
}

/** The first row of a table, as a condition on SQLite's own row number. */
const FIRST = 'rowid = (SELECT MIN(rowid) FROM ??)'

test('a clean database keeps all rules, an empty one too', () =>
  inLoose(async (knex) => {
    assert.equal(await found(knex), [])
    for (const table of tableSets.core) await knex(table).del()
    assert.equal(await found(knex), [])
  }))

/** Ways to break one rule and no other. */
const BREAKS: readonly {
  readonly law: string
  readonly sql: string
  readonly rule: Rule
  readonly title: string
  readonly rows: number
  readonly first: Readonly<Record<string, unknown>>
}[] = [
  {
    law: 'a row without a key',
    sql: "INSERT INTO Users (UserUri) VALUES ('eve@contoso.com')",
    rule: 'key',
    title: 'Users has rows without a key',
    rows: 1,
    first: { UserId: null },
  },
  {
    law: 'a primary key that two rows share',
    sql: 'INSERT INTO Pools SELECT * FROM Pools WHERE PoolId = 2',
    rule: 'key',
    title: 'Pools has rows that share PoolId',
    rows: 1,
    first: { PoolId: 2, times: 2 },
  },
  {
    law: 'a number of a conference URI that two rows share, though their keys differ',
    sql: `INSERT INTO ConferenceUris (NextUpdateTS, ConferenceUriId)
          SELECT '2015-01-01 00:00:00.000', MIN(ConferenceUriId) FROM ConferenceUris`,
    rule: 'key',
    title: 'ConferenceUris has rows that share ConferenceUriId',
    rows: 1,
    first: { ConferenceUriId: 1, times: 2 },
  },
  {
    law: 'two joins of one person with one instance number',
    sql: 'UPDATE FocusJoinsAndLeaves SET FocusUserInstance = 1 WHERE UserId = 2',
    rule: 'key',
    title: 'FocusJoinsAndLeaves has rows that share SessionIdTime, SessionIdSeq, UserId, FocusUserInstance',
    rows: 3,
    first: { UserId: 2, FocusUserInstance: 1, times: 2 },
  },
  {
    law: 'a sequence of conferences that does not begin with 1',
    sql: "INSERT INTO Conferences (SessionIdTime, SessionIdSeq) VALUES ('2001-01-01 00:00:00.000', 2)",
    rule: 'sequence',
    title: 'Conferences.SessionIdSeq does not count 1, 2, 3 at one SessionIdTime',
    rows: 1,
    first: { SessionIdTime: '2001-01-01 00:00:00.000' },
  },
  {
    law: 'a conference that ends before it starts',
    sql: `INSERT INTO Conferences (SessionIdTime, SessionIdSeq, ConferenceStartTime, ConferenceEndTime) VALUES
          ('2001-01-01 00:00:00.000', 1, '2001-01-01 10:00:00.000', '2001-01-01 09:59:59.997')`,
    rule: 'time-order',
    title: 'Conferences start before they are requested, or end before they start',
    rows: 1,
    first: { SessionIdTime: '2001-01-01 00:00:00.000', ConferenceEndTime: '2001-01-01 09:59:59.997' },
  },
  {
    law: 'a conference that starts before it is requested',
    sql: `INSERT INTO Conferences (SessionIdTime, SessionIdSeq, ConferenceStartTime) VALUES
          ('2001-01-01 10:00:00.000', 1, '2001-01-01 09:59:59.997')`,
    rule: 'time-order',
    title: 'Conferences start before they are requested, or end before they start',
    rows: 1,
    first: { ConferenceStartTime: '2001-01-01 09:59:59.997' },
  },
  {
    law: 'a join before its dialog',
    sql: `UPDATE FocusJoinsAndLeaves SET UserJoinTime = ConferenceStartTime
          FROM (SELECT SessionIdTime AS t, ConferenceStartTime FROM Conferences)
          WHERE SessionIdTime = t AND UserId = 2 AND FocusUserInstance = 2`,
    rule: 'time-order',
    title: 'FocusJoinsAndLeaves have a dialog after the join, or a join that is not before the leave',
    rows: 3,
    first: {},
  },
  {
    law: 'a leave before its join',
    sql: `UPDATE FocusJoinsAndLeaves SET UserJoinTime = UserLeaveTime, UserLeaveTime = UserJoinTime WHERE UserId = 2 AND FocusUserInstance = 2`,
    rule: 'time-order',
    title: 'FocusJoinsAndLeaves have a dialog after the join, or a join that is not before the leave',
    rows: 3,
    first: {},
  },
  {
    law: 'a leave after the end of the conference',
    sql: `UPDATE FocusJoinsAndLeaves SET UserLeaveTime = '2015-08-01 00:00:00.000' WHERE UserId = 2 AND FocusUserInstance = 2`,
    rule: 'time-order',
    title: 'FocusJoinsAndLeaves lie outside their conference',
    rows: 3,
    first: { UserLeaveTime: '2015-08-01 00:00:00.000' },
  },
  {
    law: 'two conferences under one URI that share their instance',
    sql: `UPDATE Conferences SET ConfInstance = '0F8FAD5B-D9CB-469F-A165-70867728950E' WHERE ConferenceUriId = 1`,
    rule: 'instance',
    title: 'Conferences share both ConferenceUriId and ConfInstance',
    rows: 1,
    first: { ConferenceUriId: 1, times: 3 },
  },
]

for (const { law, sql, rule, title, rows, first } of BREAKS) {
  test(`finds ${law}, and nothing else`, () =>
    inLoose(async (knex) => {
      await knex.raw(sql)
      const all = await found(knex)
      assert.equal(
        all.map((one) => [one.rule, one.title, one.rows]),
        [[rule, title, rows]],
      )
      const [shown = {}] = all[0]?.first ?? []
      for (const [name, value] of Object.entries(first)) assert.is(shown[name], value, name)
    }))
}

for (const table of tableSets.core) {
  for (const { columns, table: parent } of tableOf(table).references) {
    const by = columns.join(', ')
    test(`finds a row of ${table} that points by ${by} to ${parent} that are not there`, () =>
      inLoose(async (knex) => {
        const last = columns.at(-1) as string
        await knex.raw(`UPDATE ?? SET ?? = 32000 WHERE ${FIRST}`, [table, last, table])
        const violation = the(await found(knex), 'reference', `${table} points by ${by} to ${parent} `)
        assert.is(violation.rows, 1)
        assert.is(violation.first[0]?.[last], 32000)
      }))
  }
}

test('a reference that is null points nowhere, and that is allowed', () =>
  inLoose(async (knex) => {
    await knex('FocusJoinsAndLeaves').update({ ClientVerId: null, UserRole: null })
    assert.equal(await found(knex), [])
  }))

test('finds texts and bytes that are longer than their columns, by one', () =>
  inLoose(async (knex) => {
    for (const table of tableSets.core) {
      for (const { name, type } of tableOf(table).columns) {
        const limit = maxLength(type)
        if (limit === null) continue
        const [value] = (await knex(table).select(name).limit(1)).map((row) => row[name])
        const put = (cell: unknown) =>
          knex.raw(`UPDATE ?? SET ?? = ? WHERE ${FIRST}`, [table, name, cell as string, table])
        await put('x'.repeat(limit))
        assert.not.ok(
          (await found(knex)).some(({ rule }) => rule === 'limit'),
          `${table}.${name}`,
        )
        await put('x'.repeat(limit + 1))
        assert.is(the(await found(knex), 'limit', `${table}.${name} holds more than ${limit} `).rows, 1)
        await put(value)
      }
    }
  }))

test('finds numbers that are out of the range of their columns, by one', () =>
  inLoose(async (knex) => {
    const limits: readonly (readonly [TableName, string, number, number])[] = [
      ['Roles', 'RoleId', 0, 255],
      ['Conferences', 'Flag', -32768, 32767],
      ['Conferences', 'Processed', 0, 1],
      ['ConferenceUris', 'Checksum', -2147483648, 2147483647],
    ]
    for (const [table, name, from, to] of limits) {
      for (const [value, rows] of [
        [from, 0],
        [to, 0],
        [from - 1, 1],
        [to + 1, 1],
      ] as const) {
        await knex.raw(`UPDATE ?? SET ?? = ? WHERE ${FIRST}`, [table, name, value, table])
        const broken = (await found(knex)).filter(({ rule }) => rule === 'limit')
        assert.is(broken.length, rows, `${table}.${name} ${value}`)
        if (rows > 0) assert.is(broken[0]?.title, `${table}.${name} is not between ${from} and ${to}`)
      }
      await knex.raw(`UPDATE ?? SET ?? = 0 WHERE ${FIRST}`, [table, name, table])
    }
  }))

test('counts all rows that break a rule and shows the first three', () =>
  inLoose(async (knex) => {
    await knex('FocusJoinsAndLeaves').update({ UserLeaveTime: '2015-08-01 00:00:00.000' })
    const [violation] = await found(knex)
    const [{ rows }] = (await knex('FocusJoinsAndLeaves').count({ rows: '*' })) as [{ rows: number }]
    assert.is(violation?.rows, rows)
    assert.is(violation?.first.length, 3)
  }))

test('a text is as long as its UTF-16 units, as SQL Server counts them', () =>
  inLoose(async (knex) => {
    const limit = 256
    assert.is(tableOf('Pools').columns.find(({ name }) => name === 'PoolFQDN')?.type, `nvarchar(${limit})`)
    for (const [text, broken] of [
      ['\u{1f600}'.repeat(limit / 2), 0],
      [`\u{1f600}${'é'.repeat(limit - 2)}`, 0],
      ['\uffff'.repeat(limit), 0],
      [`${'\u{1f600}'.repeat(limit / 2)}a`, 1],
      [`${'é'.repeat(limit - 1)}\u{10000}`, 1],
      [`\u{10ffff}${'\uffff'.repeat(limit - 1)}`, 1],
      ['a'.repeat(limit + 1), 1],
    ] as const) {
      await knex('Pools').where('PoolId', 1).update({ PoolFQDN: text })
      const all = (await found(knex)).filter(({ title }) => title.startsWith('Pools.PoolFQDN'))
      assert.equal(
        all.map(({ rows }) => rows),
        broken ? [1] : [],
        text,
      )
    }
  }))

test('a check reads nothing but the columns that it names', () =>
  inLoose(async (knex) => {
    for (const check of checks) {
      const reads = Object.entries(check.reads) as [TableName, readonly string[]][]
      for (const table of tableNames) await knex.schema.dropTableIfExists(table)
      for (const [table, names] of reads) await knex.raw(`CREATE TABLE "${table}" (${names})`)
      assert.equal(await found(knex), [], check.title)
      for (const table of tableNames)
        await knex.raw(
          `CREATE TABLE IF NOT EXISTS "${table}" (${tableOf(table).columns.map(({ name }) => name)})`,
        )
    }
  }))

test('of a table or a column that is not there nothing is said but that; without any table there is nothing to say', () =>
  inLoose(async (knex) => {
    await knex.schema.dropTable('Dialogs')
    await knex.schema.alterTable('Users', (users) => void users.dropColumn('TenantId'))
    const verdict = await verify(knex, small)
    assert.ok(verdict.ok)
    assert.equal(verdict.unchecked, ['Users.TenantId', 'Dialogs'])
    for (const table of tableSets.core) await knex.schema.dropTableIfExists(table)
    await rejects(() => verify(knex), /none of the tables/)
  }))

test.run()
