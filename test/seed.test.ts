import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Knex } from 'knex'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { inTemporary } from '../src/databases/temporary.ts'
import { createTables } from '../src/dialects/ddl.ts'
import { sqlite } from '../src/dialects/sqlite.ts'
import { RollcallError } from '../src/errors.ts'
import { tableSets } from '../src/schema/tables.ts'
import { seed } from '../src/seed.ts'
import { seedFile } from '../src/seed-file.ts'
import { verifyFile } from '../src/verify/verify.ts'
import { inFolder, treeOf } from './in-folder.ts'
import { rejects } from './rejects.ts'
import { abortedAfter, small } from './small-scenario.ts'

const test = suite('seed')

test("inserts all rows into the caller's database, which stays open", () =>
  inTemporary(async (knex) => {
    const { inserted } = await seed(knex, small, { create: true })
    for (const table of tableSets.core) {
      const [found] = await knex(table).count({ rows: '*' })
      assert.is(found?.rows, inserted[table], table)
    }
  }))

test('stopped in the middle it leaves no row, and no table that it made', () =>
  inTemporary(async (knex) => {
    await rejects(() => seed(knex, small, { create: true, signal: abortedAfter(9) }))
    assert.equal(await knex('sqlite_master').select(), [])
    for (const statement of createTables(sqlite, tableSets.core)) await knex.raw(statement)
    await rejects(() => seed(knex, small, { signal: abortedAfter(9) }))
    for (const table of tableSets.core) assert.equal(await knex(table).select(), [], table)
    assert.is(knex.client.pool.numUsed(), 0)
  }))

test('tells all tables and columns that are missing at once, before the first row', () =>
  inTemporary(async (knex) => {
    for (const statement of createTables(sqlite, tableSets.core)) await knex.raw(statement)
    await knex.raw('ALTER TABLE Dialogs DROP COLUMN ExternalId')
    await knex.raw('ALTER TABLE Users DROP COLUMN UserUri')
    await knex.schema.dropTable('FocusJoinsAndLeaves')
    const error = await rejects(
      () => seed(knex, small),
      /Users\.UserUri is missing\n.*the table FocusJoinsAndLeaves is missing$/,
    )
    assert.instance(error, RollcallError)
  }))

test('refuses tables that hold records of others, and changes nothing', () =>
  inTemporary(async (knex) => {
    for (const statement of createTables(sqlite, tableSets.core)) await knex.raw(statement)
    await knex('Users').insert({ UserId: 1, UserUri: 'theirs@contoso.com' })
    await rejects(() => seed(knex, small), /holds records of others: Users \(1\)/)
    assert.equal(await knex('Pools').select(), [])
  }))

test('refuses a Knex instance with another client in words', async () => {
  const ask = async () => []
  const other = Object.assign(() => ask, { client: { driverName: 'oracledb' }, raw: ask }) as unknown as Knex
  const error = await rejects(
    () => seed(other, small),
    /with one of the clients mssql, pg, mysql2, better-sqlite3, and this one has oracledb$/,
  )
  assert.instance(error, RollcallError)
})

test('a new file appears whole or not at all', () =>
  inFolder(async (home) => {
    const file = join(home, 'new.sqlite')
    await rejects(() => seedFile(small, file, { signal: abortedAfter(9) }))
    assert.equal(treeOf(home), {})
    await seedFile(small, file)
    assert.equal(Object.keys(treeOf(home)), ['new.sqlite'])
    assert.ok((await verifyFile(file, small)).ok)
  }))

test('a file of ours stays as it was when making it anew is stopped in the middle', () =>
  inFolder(async (home) => {
    const file = join(home, 'ours.sqlite')
    await seedFile(small, file)
    const before = readFileSync(file)
    await rejects(() => seedFile(small, file, { fresh: true, signal: abortedAfter(9) }))
    assert.equal(readFileSync(file), before)
    assert.equal(Object.keys(treeOf(home)), ['ours.sqlite'])
  }))

test('the same scenario gives the same database, byte by byte', () =>
  inFolder(async (home) => {
    const [one, two] = [join(home, 'one.sqlite'), join(home, 'two.sqlite')]
    await seedFile(small, one)
    await seedFile(small, two)
    assert.ok(readFileSync(one).equals(readFileSync(two)))
  }))

test('a file in a folder that is not there, or that is no database, is refused in words', () =>
  inFolder(async (home) => {
    const error = await rejects(
      () => seedFile(small, join(home, 'none', 'new.sqlite')),
      /^cannot open .*none.new\.sqlite: there is no such folder$/,
    )
    assert.instance(error, RollcallError)
    await rejects(() => seedFile(small, home), /cannot open/)
    assert.equal(treeOf(home), {})
  }))

test.run()
