import { join } from 'node:path'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { inTemporary } from '../../src/databases/temporary.ts'
import { createTables } from '../../src/dialects/ddl.ts'
import { sqlite } from '../../src/dialects/sqlite.ts'
import { tableOf, tableSets, wholeTables } from '../../src/schema/tables.ts'
import { sqliteSink } from '../../src/sinks/sqlite.ts'
import { openSqlite } from '../open-sqlite.ts'
import { rejects } from '../rejects.ts'
import { decoded } from './contents.ts'
import { sinkContract, user } from './sink-contract.ts'

sinkContract(
  'sqlite sink',
  async (folder) => {
    const knex = await openSqlite(join(folder, 'rows.sqlite'))
    await knex.raw('PRAGMA synchronous = OFF')
    for (const statement of createTables(sqlite, tableSets.core)) await knex.raw(statement)
    return {
      sink: await sqliteSink(knex, wholeTables(tableSets.core)),
      read: async (table) => {
        const rows = await knex(table)
          .select()
          .orderBy([...tableOf(table).primaryKey])
        return rows.map((row) => decoded(table, row))
      },
      held: () => knex.client.pool.numUsed(),
      end: () => knex.destroy(),
    }
  },
  { keepsNul: true },
)

const test = suite('sqlite sink in a transaction')

test('keeps nothing of a transaction in which a row was refused', () =>
  inTemporary(async (knex) => {
    for (const statement of createTables(sqlite, tableSets.core)) await knex.raw(statement)
    const writing = knex.transaction(async (transaction) => {
      const sink = await sqliteSink(transaction, wholeTables(['Users']))
      await sink.write({ table: 'Users', rows: [user(1, 'ann@contoso.com'), user(1, 'bob@contoso.com')] })
    })
    await rejects(() => writing, /UNIQUE/)
    assert.equal(await knex('Users').select(), [])
  }))

test('refuses a child without its parent', () =>
  inTemporary(async (knex) => {
    for (const statement of createTables(sqlite, tableSets.core)) await knex.raw(statement)
    const sink = await sqliteSink(knex, wholeTables(['Users']))
    const orphan = { ...user(1, 'ann@contoso.com'), TenantId: 7 }
    await rejects(() => sink.write({ table: 'Users', rows: [orphan] }), /FOREIGN KEY/)
    await sink.abort()
  }))

test('gives its connection back when a table is missing', () =>
  inTemporary(async (knex) => {
    await rejects(() => sqliteSink(knex, wholeTables(['Users'])), /no such table: Users/)
    assert.is(knex.client.pool.numUsed(), 0)
  }))

test.run()
