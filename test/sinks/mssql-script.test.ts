import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Connection, Request } from 'tedious'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { connected } from '../../src/databases/database.ts'
import { targetsIn } from '../../src/databases/found.ts'
import { databaseUrl, type ServerUrl } from '../../src/databases/url.ts'
import { createTables } from '../../src/dialects/ddl.ts'
import { mssql } from '../../src/dialects/mssql.ts'
import { generate } from '../../src/generate.ts'
import { type TableName, tableSets } from '../../src/schema/tables.ts'
import { views } from '../../src/schema/views.ts'
import { mssqlSink } from '../../src/sinks/mssql.ts'
import type { Sink } from '../../src/sinks/sink.ts'
import { sqlSink } from '../../src/sinks/sql.ts'
import { rowsIn, scratchDatabase } from '../databases/mssql-server.ts'
import { small } from '../small-scenario.ts'
import { output } from './clients.ts'
import type { PlainRow } from './contents.ts'
import { openFilesIn, sinkContract, user } from './sink-contract.ts'

const FILE = 'rows.sql'

/** Loads a script into a database and stops at the first error. */
type Load = (script: string, url: string) => Promise<void>

/** The driver sends the batches between the lines that say GO. */
async function byDriver(script: string, url: string): Promise<void> {
  await connected(databaseUrl(url), async ({ knex }) => {
    const connection: Connection = await knex.client.acquireConnection()
    try {
      for (const batch of readFileSync(script, 'utf8').split(/^GO\n/m)) {
        if (batch.trim() !== '') await send(connection, batch)
      }
    } finally {
      await knex.client.releaseConnection(connection)
    }
  })
}

function send(connection: Connection, batch: string): Promise<void> {
  return new Promise((resolve, reject) => {
    connection.execSqlBatch(new Request(batch, (error) => (error ? reject(error) : resolve())))
  })
}

/** A program of FreeTDS, which knows GO. */
async function byProgram(script: string, url: string): Promise<void> {
  const { host, port, user: login, password, database } = databaseUrl(url) as ServerUrl
  const settings = ['[server]', `host = ${host}`, `port = ${port ?? 1433}`, 'client charset = UTF-8']
  const file = `${script}.conf`
  writeFileSync(file, `${settings.join('\n')}\ntds version = 7.4\nencryption = request\n`)
  process.env.FREETDSCONF = file
  output('bsqldb', ['-S', 'server', '-U', login!, '-P', password!, '-D', database, '-i', script])
}

function scriptSink(folder: string): Promise<Sink> {
  return sqlSink(folder, {
    file: FILE,
    dialect: mssql.name,
    tables: tableSets.core,
    create: true,
    comment: ['A test'],
  })
}

type Contents = Partial<Record<TableName, readonly PlainRow[]>>

async function contentsOf(url: string): Promise<Contents> {
  return connected(databaseUrl(url), async (database) => {
    const contents: Contents = {}
    for (const table of tableSets.core) contents[table] = await rowsIn(database, database.knex, table)
    return contents
  })
}

async function dropTables(url: string): Promise<void> {
  await connected(databaseUrl(url), async ({ knex }) => {
    for (const { name } of views) await knex.schema.dropViewIfExists(name)
    for (const table of [...tableSets.core].reverse()) await knex.schema.dropTableIfExists(table)
  })
}

/** All in one database: each test makes the tables anew. */
async function onServer(server: string): Promise<void> {
  const scratch = await scratchDatabase(server)
  const { url } = scratch
  const test = suite('SQL Server script')

  const contract = (name: string, load: Load) =>
    sinkContract(
      name,
      async (folder) => {
        let loaded: Contents | null = null
        return {
          sink: await scriptSink(folder),
          async read(table) {
            if (!loaded) {
              await load(join(folder, FILE), url)
              loaded = await contentsOf(url)
            }
            return loaded[table] ?? []
          },
          held: () => openFilesIn(folder),
          end: () => dropTables(url),
        }
      },
      { runs: 4 },
    )

  const withFolder = async (work: (folder: string) => Promise<void>) => {
    const folder = mkdtempSync(join(tmpdir(), 'rollcall-mssql-'))
    try {
      await work(folder)
    } finally {
      rmSync(folder, { recursive: true })
      await dropTables(url)
    }
  }

  contract('SQL Server script, loaded by the driver', byDriver)
  if (spawnSync('bsqldb').error) {
    console.log('skipped: SQL Server script, loaded by bsqldb, because bsqldb is not installed')
  } else contract('SQL Server script, loaded by bsqldb', byProgram)

  test('a script and the sink put in the same rows', () =>
    withFolder(async (folder) => {
      await generate(small, await scriptSink(folder))
      await byDriver(join(folder, FILE), url)
      const byScript = await contentsOf(url)
      await dropTables(url)
      await connected(databaseUrl(url), async (database) => {
        const { engine, knex } = database
        for (const statement of createTables(mssql, tableSets.core)) await knex.raw(statement)
        const targets = await targetsIn(database, tableSets.core)
        await knex.transaction(async (transaction) => {
          await generate(small, await mssqlSink(engine, transaction, targets))
        })
      })
      assert.ok((byScript.FocusJoinsAndLeaves ?? []).length > 10)
      assert.equal(await contentsOf(url), byScript)
    }))

  test('a script that fails leaves no rows', () =>
    withFolder(async (folder) => {
      const sink = await scriptSink(folder)
      await sink.write({ table: 'Users', rows: [user(1, 'ann@contoso.com'), user(2, 'bob@contoso.com')] })
      await sink.write({ table: 'Users', rows: [user(1, 'eve@contoso.com')] })
      await sink.write({ table: 'Users', rows: [user(3, 'carol@contoso.com')] })
      await sink.close()
      // A client may go on with the next batch after an error.
      await connected(databaseUrl(url), async (database) => {
        const connection: Connection = await database.knex.client.acquireConnection()
        const errors: unknown[] = []
        for (const batch of readFileSync(join(folder, FILE), 'utf8').split(/^GO\n/m)) {
          if (batch.trim() !== '') await send(connection, batch).catch((error) => errors.push(error))
        }
        await database.knex.client.releaseConnection(connection)
        assert.ok(errors.length > 0)
        assert.match(database.engine.reason(errors[0]) ?? '', /^a row with this key is there already/)
        assert.equal(await rowsIn(database, database.knex, 'Users'), [])
      })
    }))

  test.after(() => scratch.drop())

  test.run()
}

const server = process.env.ROLLCALL_TEST_MSSQL
if (server === undefined)
  console.log('skipped: SQL Server script, because ROLLCALL_TEST_MSSQL names no server')
else await onServer(server)
