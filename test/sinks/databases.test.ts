import { setTimeout } from 'node:timers/promises'
import type { Knex } from 'knex'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { connect, type Database } from '../../src/databases/database.ts'
import { targetsIn } from '../../src/databases/found.ts'
import { type TableName, type Tables, tableSets } from '../../src/schema/tables.ts'
import { databaseSink } from '../../src/sinks/database.ts'
import type { Sink } from '../../src/sinks/sink.ts'
import { createAll, readTable, type Scratch, type Server, scratch, servers } from '../databases/servers.ts'
import { rejects } from '../rejects.ts'
import { plain } from './contents.ts'
import { sinkContract, user } from './sink-contract.ts'

/** One database and its tables for all tests of a server: each works in a transaction that is rolled back. */
const databases = new Map<Server, Promise<{ readonly database: Database; readonly own: Scratch }>>()

function databaseOn(server: Server) {
  const known = databases.get(server)
  if (known) return known
  const made = (async () => {
    const own = await scratch(server)
    const database = await connect(own.url)
    await createAll(database, database.knex)
    return { database, own }
  })()
  databases.set(server, made)
  return made
}

async function sinkIn(database: Database, transaction: Knex.Transaction): Promise<Sink> {
  return databaseSink(database, transaction, await targetsIn(database, tableSets.core, transaction))
}

/** The server's number for the session of a transaction. */
async function sessionOf(transaction: Knex.Transaction, { session }: Server): Promise<number> {
  const [row] = await transaction.select(transaction.raw(`${session} AS id`))
  return row.id
}

const all = servers('sinks')

for (const server of all) {
  const { name, keepsNul, farAway } = server
  for (const [where, zone] of [
    ['', null],
    [', far from UTC', farAway],
  ] as const) {
    sinkContract(
      `${name} sink${where}`,
      async () => {
        const { database } = await databaseOn(server)
        const transaction = await database.knex.transaction()
        if (zone !== null) await transaction.raw(zone)
        return {
          sink: await sinkIn(database, transaction),
          read: (table) => readTable(database, transaction, table),
          held: () => database.knex.client.pool.numUsed() - 1, // the transaction is ours
          end: async () => void (await transaction.rollback()),
        }
      },
      { keepsNul, runs: zone === null ? 40 : 10 },
    )
  }

  const test = suite(`${name} sink in a transaction`)

  /** Works in a transaction that is rolled back, and then sees to it that its connection can be used. */
  const inTransaction = async (
    work: (sink: Sink, read: (table: TableName) => Promise<readonly object[]>) => Promise<void>,
    name: string | null = null,
  ) => {
    const { database } = await databaseOn(server)
    const transaction = await database.knex.transaction()
    try {
      const targets = await targetsIn(database, tableSets.core, transaction)
      const named = targets.map((target) => ({ ...target, name: name ?? target.name }))
      await work(await databaseSink(database, transaction, named), (table) =>
        readTable(database, transaction, table),
      )
    } finally {
      await transaction.rollback()
    }
    assert.equal(await readTable(database, database.knex, 'Users'), [])
    assert.is(database.knex.client.pool.numUsed(), 0)
  }
  const written = async (sink: Sink, ...rows: readonly Tables['Users'][]) => {
    await sink.write({ table: 'Users', rows })
    await sink.close()
  }

  test('a key that is there already is refused in the words of the server', () =>
    inTransaction(async (sink) => {
      await rejects(() => written(sink, user(1, 'ann@contoso.com'), user(1, 'bob@contoso.com')), /duplicate/i)
      await sink.abort()
    }))

  test('a child without its parent is refused', () =>
    inTransaction(async (sink) => {
      const orphan = { ...user(1, 'ann@contoso.com'), TenantId: 7 }
      await rejects(() => written(sink, orphan), /foreign key/i)
      await sink.abort()
    }))

  test('an error comes out before all rows are made', () =>
    inTransaction(async (sink) => {
      await rejects(async () => {
        await sink.write({ table: 'Users', rows: [user(1, 'ann@contoso.com'), user(1, 'bob@contoso.com')] })
        for (let at = 0; at < 2000; at++) {
          const rows = Array.from({ length: 1000 }, (_, n) => user(1000 * at + n + 2, `u${n}@contoso.com`))
          await sink.write({ table: 'Users', rows })
        }
      }, /duplicate/i)
      await sink.abort()
    }))

  test('a text that is too long is refused before it goes out', () =>
    inTransaction(async (sink) => {
      await rejects(
        () => written(sink, user(1, 'x'.repeat(451))),
        /a text of 451 characters does not fit into Users\.UserUri, which holds 450/,
      )
      await sink.abort()
    }))

  test('a row that cannot be read leaves nothing under way', () =>
    inTransaction(async (sink) => {
      const broken = {
        ...user(2, null),
        get UserUri(): string {
          throw new Error('a broken row')
        },
      }
      await rejects(() => written(sink, user(1, 'ann@contoso.com'), broken), /a broken row/)
    }))

  test('a table that is gone is told of, however slowly rows come', () =>
    inTransaction(async (sink) => {
      await sink.write({ table: 'Users', rows: [user(1, 'ann@contoso.com')] })
      await setTimeout(50)
      await rejects(() => sink.close(), /GoneUsers/)
      await sink.abort()
    }, 'GoneUsers'))

  test('a connection that breaks is told of, and nothing waits for it', async () => {
    const { database } = await databaseOn(server)
    const work = database.knex.transaction(async (transaction) => {
      const sink = await sinkIn(database, transaction)
      const id = await sessionOf(transaction, server)
      try {
        for (let at = 0; at < 200; at++) {
          const rows = Array.from({ length: 1000 }, (_, n) => user(1000 * at + n + 1, `u${n}@contoso.com`))
          await sink.write({ table: 'Users', rows })
          if (at === 20) await database.knex.raw(server.kill(id))
        }
        await sink.close()
      } catch (cause) {
        await sink.abort()
        throw cause
      }
    })
    const error = await rejects(() => work)
    assert.ok(database.engine.reason(error), error.stack)
    assert.equal(await readTable(database, database.knex, 'Users'), [])
  })

  test('what was written can be asked for after settle, and more can follow', () =>
    inTransaction(async (sink, read) => {
      const rows = [user(1, 'ann@contoso.com'), user(2, null)]
      await sink.write({ table: 'Users', rows: rows.slice(0, 1) })
      await sink.settle?.()
      assert.equal(await read('Users'), rows.slice(0, 1).map(plain))
      await sink.write({ table: 'Users', rows: rows.slice(1) })
      await sink.close()
      assert.equal(await read('Users'), rows.map(plain))
    }))

  test('a batch of a table that is not asked for is left out', async () => {
    const { database } = await databaseOn(server)
    await database.knex.transaction(async (transaction) => {
      const sink = await databaseSink(
        database,
        transaction,
        await targetsIn(database, ['Tenants'], transaction),
      )
      await written(sink, user(1, 'ann@contoso.com'))
    })
    assert.equal(await readTable(database, database.knex, 'Users'), [])
  })

  test.run()
}

const end = suite('databases of these tests')

end('are gone', async () => {
  for (const made of databases.values()) {
    const { database, own } = await made
    await database.knex.destroy()
    await own.drop()
  }
})

end.run()
