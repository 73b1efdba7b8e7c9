import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { connect, type Database } from '../../src/databases/database.ts'
import { targetsIn } from '../../src/databases/found.ts'
import { databaseUrl } from '../../src/databases/url.ts'
import { createTables } from '../../src/dialects/ddl.ts'
import { mssql } from '../../src/dialects/mssql.ts'
import { DialogId } from '../../src/schema/dialog-id.ts'
import { Guid } from '../../src/schema/guid.ts'
import { type Tables, tableSets } from '../../src/schema/tables.ts'
import { mssqlSink } from '../../src/sinks/mssql.ts'
import { DAY, dayFromText, ticksFromText } from '../../src/time/ticks.ts'
import { rowsIn, scratchDatabase } from '../databases/mssql-server.ts'
import { rejects } from '../rejects.ts'
import { plain } from './contents.ts'
import { sinkContract, user } from './sink-contract.ts'

const server = process.env.ROLLCALL_TEST_MSSQL
if (server === undefined) console.log('skipped: SQL Server sink, because ROLLCALL_TEST_MSSQL names no server')
else await onServer(server)

interface TediousConnection {
  readonly state: { readonly name: string }
}

/** All in one database: each test is a transaction that is rolled back. */
async function onServer(url: string): Promise<void> {
  const scratch = await scratchDatabase(url)
  const database = await connect(databaseUrl(scratch.url))
  const { knex, engine } = database
  for (const statement of createTables(mssql, tableSets.core)) await knex.raw(statement)
  const [{ bytes }] = await knex.raw('SELECT DATALENGTH(NCHAR(0)) AS bytes')

  const begin = async () => {
    const transaction = await knex.transaction()
    const targets = await targetsIn(database, tableSets.core, transaction)
    const sink = await mssqlSink(engine, transaction, targets)
    const connection: TediousConnection = await transaction.client.acquireConnection()
    return { transaction, sink, isFree: () => connection.state.name === 'LoggedIn' }
  }

  sinkContract(
    'SQL Server sink',
    async () => {
      const { transaction, sink, isFree } = await begin()
      return {
        sink,
        read: (table) => rowsIn(database, transaction, table),
        held: () => (isFree() ? 0 : 1),
        end: async () => void (await transaction.rollback()),
      }
    },
    { keepsNul: bytes === 2, runs: 25 },
  )

  const test = suite('SQL Server sink in a transaction')

  const rolledBack = async (work: (made: Awaited<ReturnType<typeof begin>>) => Promise<void>) => {
    const made = await begin()
    try {
      await work(made)
    } finally {
      await made.transaction.rollback()
    }
  }

  test('a time is one value wherever it goes: in parents, children, numbered tables and look-ups', () =>
    rolledBack(async ({ transaction, sink }) => {
      const noon = ticksFromText('2015-07-15T12:00:00') as number
      const moments = [0, 1, 2, 299, 300].map((tick) => noon + tick)
      const Dialogs = moments.map((time) => dialog(time, 1))
      await sink.write({ table: 'Conferences', rows: moments.map((time) => conference(time, 1)) })
      await sink.write({ table: 'Dialogs', rows: Dialogs })
      await sink.write({ table: 'FocusJoinsAndLeaves', rows: moments.map((time) => join(time, 1)) })
      await sink.close()
      const joined = await transaction('FocusJoinsAndLeaves as f')
        .join('Dialogs as d', 'd.SessionIdTime', 'f.DialogSessionIdTime')
        .join('Conferences as c', 'c.SessionIdTime', 'f.SessionIdTime')
        .count({ rows: '*' })
      assert.equal(joined, [{ rows: moments.length }])
      const bind = engine.binding('datetime')
      for (const time of moments) {
        const [found] = await transaction('Dialogs').where('SessionIdTime', bind(time)).count({ rows: '*' })
        assert.equal(found, { rows: 1 }, String(time))
      }
      assert.equal(await rowsIn(database, transaction, 'Dialogs'), Dialogs.map(plain))
    }))

  test('the least and the greatest number of a type come back', () =>
    rolledBack(async ({ transaction, sink }) => {
      const UriTypes = [0, 255].map((UriTypeId) => ({ UriTypeId, UriType: null }))
      await sink.write({ table: 'UriTypes', rows: UriTypes })
      await sink.close()
      assert.equal(await rowsIn(database, transaction, 'UriTypes'), UriTypes)
    }))

  test('the first and the last moment of datetime come back', () =>
    rolledBack(async ({ transaction, sink }) => {
      const [first, last] = ['1753-01-01', '9999-12-31'].map((day) => (dayFromText(day) as number) * DAY)
      const rows = [dialog(first!, 1), dialog(last! + DAY - 1, 1)]
      await sink.write({ table: 'Dialogs', rows })
      await sink.close()
      assert.equal(await rowsIn(database, transaction, 'Dialogs'), rows.map(plain))
    }))

  test('the transaction can be asked after settle, which waits for all rows before', () =>
    rolledBack(async ({ transaction, sink }) => {
      for (const id of [1, 2]) {
        await sink.write({ table: 'Users', rows: [user(id, `user${id}@contoso.com`)] })
        await sink.settle?.()
        assert.equal(await transaction('Users').count({ rows: '*' }), [{ rows: id }])
      }
    }))

  test('no row at all starts no load', () =>
    rolledBack(async ({ sink, isFree }) => {
      await sink.write({ table: 'Users', rows: [] })
      assert.ok(isFree())
      await sink.close()
    }))

  test('a row that the server refuses ends the load; the transaction goes back and the connection is good', async () => {
    const { transaction, sink } = await begin()
    const taken = [user(1, 'ann@contoso.com'), user(1, 'bob@contoso.com')]
    await sink.write({ table: 'Users', rows: taken })
    const error = await rejects(() => sink.close())
    assert.match(engine.reason(error) ?? '', /^a row with this key is there already/)
    await sink.abort()
    await transaction.rollback()
    assert.equal(await knex('Users').count({ rows: '*' }), [{ rows: 0 }])
  })

  test('a load that fails on its way tells whoever writes', async () => {
    const { transaction, sink } = await begin()
    const rows = Array.from({ length: 5000 }, (_, at) => user((at % 4000) + 1, `user${at}@contoso.com`))
    const writing = async () => {
      for (let turn = 0; turn < 40; turn++) await sink.write({ table: 'Users', rows })
      await sink.close()
    }
    await rejects(writing, (error) => /^a row with this key/.test(engine.reason(error) ?? ''))
    await sink.abort()
    await transaction.rollback()
    assert.equal(await knex('Users').count({ rows: '*' }), [{ rows: 0 }])
  })

  test('a text that is too long is refused before it is sent', () =>
    rolledBack(async ({ sink, isFree }) => {
      const write = () => sink.write({ table: 'Users', rows: [user(1, 'x'.repeat(451))] })
      await rejects(write, /a text of 451 characters does not fit into Users.UserUri, which holds 450/)
      assert.ok(isFree())
    }))

  test('aborting ends a running load, so that the transaction can go back', async () => {
    const { transaction, sink, isFree } = await begin()
    await sink.write({ table: 'Users', rows: [user(1, 'ann@contoso.com')] })
    assert.not.ok(isFree())
    await sink.abort()
    assert.ok(isFree())
    await transaction.rollback()
    assert.equal(await knex('Users').count({ rows: '*' }), [{ rows: 0 }])
  })

  test('tables with an identity keep our numbers, and the server goes on to give its own', () =>
    inSchema(database, 'numbered', async (schema) => {
      await knex.raw(
        `CREATE TABLE ${schema}.Tenants (TenantId int IDENTITY(1,1) NOT NULL PRIMARY KEY, TenantKey nvarchar(256) NULL)`,
      )
      await knex.raw(
        `CREATE TABLE ${schema}.Pools (PoolId int IDENTITY(1,1) NOT NULL PRIMARY KEY, PoolFQDN nvarchar(256) NULL)`,
      )
      const own = { ...database, schema }
      await knex.transaction(async (transaction) => {
        const targets = await targetsIn(own, ['Tenants', 'Pools'], transaction)
        assert.equal(
          targets.map(({ hasIdentity }) => hasIdentity),
          [true, true],
        )
        const sink = await mssqlSink(engine, transaction, targets)
        const tenants = Array.from({ length: 1500 }, (_, at) => ({
          TenantId: at + 7,
          TenantKey: `tenant ${at}`,
        }))
        await sink.write({ table: 'Tenants', rows: tenants })
        await sink.write({ table: 'Pools', rows: [{ PoolId: 42, PoolFQDN: null }] })
        await sink.close()
      })
      assert.equal(await knex(`${schema}.Tenants`).min({ first: 'TenantId' }).max({ last: 'TenantId' }), [
        { first: 7, last: 1506 },
      ])
      assert.equal(await knex(`${schema}.Pools`).select(), [{ PoolId: 42, PoolFQDN: null }])
      await rejects(() => knex(`${schema}.Pools`).insert({ PoolId: 43, PoolFQDN: null }))
      await knex(`${schema}.Pools`).insert({ PoolFQDN: 'pool.contoso.com' })
      assert.equal(await knex(`${schema}.Pools`).count({ rows: '*' }), [{ rows: 2 }])
    }))

  test('a failed insert takes the permission for numbers back', () =>
    inSchema(database, 'refused', async (schema) => {
      for (const [table, id, text] of [
        ['Tenants', 'TenantId', 'TenantKey'],
        ['Pools', 'PoolId', 'PoolFQDN'],
      ]) {
        await knex.raw(
          `CREATE TABLE ${schema}.${table} (${id} int IDENTITY(1,1) NOT NULL PRIMARY KEY, ${text} nvarchar(256) NULL)`,
        )
      }
      const own = { ...database, schema }
      const load = (ids: readonly number[]) =>
        knex.transaction(async (transaction) => {
          const targets = await targetsIn(own, ['Tenants', 'Pools'], transaction)
          const sink = await mssqlSink(engine, transaction, targets)
          await sink.write({ table: 'Tenants', rows: ids.map((TenantId) => ({ TenantId, TenantKey: null })) })
          await sink.write({ table: 'Pools', rows: [{ PoolId: 1, PoolFQDN: null }] })
          await sink.close()
        })
      await rejects(() => load([1, 1]))
      assert.equal(await knex(`${schema}.Tenants`).count({ rows: '*' }), [{ rows: 0 }])
      await load([1, 2])
      assert.equal(await knex(`${schema}.Pools`).count({ rows: '*' }), [{ rows: 1 }])
    }))

  test('columns of other types hold the same values: datetime2, bigint, max', () =>
    inSchema(database, 'wider', async (schema) => {
      await knex.raw(`CREATE TABLE ${schema}.Dialogs (SessionIdTime datetime2 NOT NULL, SessionIdSeq bigint NOT NULL,
        ExternalChecksum bigint NULL, ExternalId varbinary(max) NULL)`)
      await knex.raw(`CREATE TABLE ${schema}.Users (NextUpdateTS datetime2(3) NULL, UserId bigint NOT NULL,
        UserUri nvarchar(max) NULL, TenantId int NULL, UriTypeId bigint NULL)`)
      const own = { ...database, schema }
      const noon = ticksFromText('2015-07-15T12:00:00') as number
      const Dialogs = [0, 1, 2].map((tick) => ({
        ...dialog(noon + tick, tick + 1),
        ExternalChecksum: tick - 1,
      }))
      const Users = [
        { ...user(1, 'x'.repeat(9000)), NextUpdateTS: noon + 2 },
        { ...user(2, ''), NextUpdateTS: DAY - 1 },
        { ...user(3, null), NextUpdateTS: null },
        { ...user(4, '👩‍🚀'), NextUpdateTS: noon + 1 },
      ]
      await knex.transaction(async (transaction) => {
        const sink = await mssqlSink(
          engine,
          transaction,
          await targetsIn(own, ['Dialogs', 'Users'], transaction),
        )
        await sink.write({ table: 'Dialogs', rows: [...Dialogs, { ...dialog(noon, 9), ExternalId: null }] })
        await sink.write({ table: 'Users', rows: Users })
        await sink.close()
      })
      const found = await rowsIn(database, knex, 'Dialogs', `${schema}.Dialogs`)
      const byKey = [Dialogs[0], { ...dialog(noon, 9), ExternalId: null }, ...Dialogs.slice(1)]
      assert.equal(
        found,
        byKey.map((row) => plain(row as object)),
      )
      assert.equal(await rowsIn(database, knex, 'Users', `${schema}.Users`), Users.map(plain))
    }))

  test('null stays null in a column with a default, and columns of others take theirs', () =>
    inSchema(database, 'defaults', async (schema) => {
      await knex.raw(
        `CREATE TABLE ${schema}.Tenants (TenantId int NOT NULL, TenantKey nvarchar(256) NULL DEFAULT 'none')`,
      )
      await knex.raw(
        `CREATE TABLE ${schema}.Pools (PoolId int NOT NULL, PoolFQDN nvarchar(256) NULL, Region int NOT NULL DEFAULT 7)`,
      )
      const own = { ...database, schema }
      await knex.transaction(async (transaction) => {
        const sink = await mssqlSink(
          engine,
          transaction,
          await targetsIn(own, ['Tenants', 'Pools'], transaction),
        )
        await sink.write({ table: 'Tenants', rows: [{ TenantId: 1, TenantKey: null }] })
        await sink.write({ table: 'Pools', rows: [{ PoolId: 1, PoolFQDN: null }] })
        await sink.close()
      })
      assert.equal(await knex(`${schema}.Tenants`).select(), [{ TenantId: 1, TenantKey: null }])
      assert.equal(await knex(`${schema}.Pools`).select(), [{ PoolId: 1, PoolFQDN: null, Region: 7 }])
    }))

  test.after(async () => {
    await knex.destroy()
    await scratch.drop()
  })

  test.run()
}

/** Works in a new schema, which goes with the database. */
async function inSchema(
  { knex }: Database,
  schema: string,
  work: (schema: string) => Promise<void>,
): Promise<void> {
  await knex.raw('CREATE SCHEMA ??', [schema])
  await work(schema)
}

function conference(SessionIdTime: number, SessionIdSeq: number): Tables['Conferences'] {
  return {
    SessionIdTime,
    SessionIdSeq,
    ConferenceUriId: null,
    ConfInstance: null,
    ConferenceStartTime: SessionIdTime,
    ConferenceEndTime: null,
    PoolId: null,
    OrganizerId: null,
    Flag: null,
    Processed: true,
    LastModifiedTime: null,
  }
}

function dialog(SessionIdTime: number, SessionIdSeq: number): Tables['Dialogs'] {
  return {
    SessionIdTime,
    SessionIdSeq,
    ExternalChecksum: null,
    ExternalId: new DialogId(Int32Array.of(1, 2, 3, 4, 5, 6, 7, 8, 9, 10)),
  }
}

function join(time: number, sequence: number): Tables['FocusJoinsAndLeaves'] {
  return {
    SessionIdTime: time,
    SessionIdSeq: sequence,
    DialogSessionIdTime: time,
    DialogSessionIdSeq: sequence,
    UserId: null,
    FocusUserInstance: null,
    IsUserInternal: null,
    UserRole: null,
    UserJoinTime: time,
    UserLeaveTime: null,
    ClientVerId: null,
    UserEndpointId: Guid.parse('0F8FAD5B-D9CB-469F-A165-70867728950E'),
    LastModifiedTime: null,
  }
}
