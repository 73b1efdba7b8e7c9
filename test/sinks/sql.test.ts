import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import type { Dialect } from '../../src/dialects/dialect.ts'
import { mysql } from '../../src/dialects/mysql.ts'
import { postgres } from '../../src/dialects/postgres.ts'
import { sqlite } from '../../src/dialects/sqlite.ts'
import { type TableName, tableOf, tableSets } from '../../src/schema/tables.ts'
import type { Sink } from '../../src/sinks/sink.ts'
import { sqlSink } from '../../src/sinks/sql.ts'
import { openSqlite } from '../open-sqlite.ts'
import { rejects } from '../rejects.ts'
import { type Client, isInstalled, mysql as mysqlClient, output, psql } from './clients.ts'
import { decoded, type PlainRow } from './contents.ts'
import { openFilesIn, sinkContract, user } from './sink-contract.ts'

const FILE = 'rows.sql'

function scriptSink(folder: string, dialect: Dialect): Promise<Sink> {
  return sqlSink(folder, {
    file: FILE,
    dialect: dialect.name,
    tables: tableSets.core,
    create: true,
    comment: ['A test'],
  })
}

/** Loads the script when the first table is read. */
function sqliteFile(folder: string, load: (script: string, database: string) => Promise<void>) {
  const database = join(folder, 'rows.sqlite')
  let loaded: Promise<void> | null = null
  return async (table: TableName): Promise<PlainRow[]> => {
    loaded ??= load(join(folder, FILE), database)
    await loaded
    const knex = await openSqlite(database)
    try {
      const rows = await knex(table)
        .select()
        .orderBy([...tableOf(table).primaryKey])
      return rows.map((row) => decoded(table, row))
    } finally {
      await knex.destroy()
    }
  }
}

async function byDriver(script: string, database: string): Promise<void> {
  const knex = await openSqlite(database)
  const connection = await knex.client.acquireConnection()
  try {
    connection.exec(readFileSync(script, 'utf8'))
  } finally {
    await knex.client.releaseConnection(connection)
    await knex.destroy()
  }
}

async function byProgram(script: string, database: string): Promise<void> {
  output('sqlite3', ['-bail', database], readFileSync(script, 'utf8'))
}

function clientContract(name: string, dialect: Dialect, start: () => Client): void {
  sinkContract(
    name,
    async (folder) => {
      const client = start()
      let loaded = false
      return {
        sink: await scriptSink(folder, dialect),
        async read(table) {
          if (!loaded) client.load(join(folder, FILE))
          loaded = true
          return client.read(table)
        },
        held: () => openFilesIn(folder),
        end: async () => client.drop(),
      }
    },
    { runs: 8 },
  )
}

function skipped(what: string, why: string): void {
  console.log(`skipped: ${what}, because ${why}`)
}

sinkContract(
  'SQLite script, loaded by the driver',
  async (folder) => ({
    sink: await scriptSink(folder, sqlite),
    read: sqliteFile(folder, byDriver),
    held: () => openFilesIn(folder),
  }),
  { runs: 12 },
)

if (isInstalled('sqlite3')) {
  sinkContract(
    'SQLite script, loaded by sqlite3',
    async (folder) => ({
      sink: await scriptSink(folder, sqlite),
      read: sqliteFile(folder, byProgram),
      held: () => openFilesIn(folder),
    }),
    { runs: 4 },
  )
} else skipped('SQLite script, loaded by sqlite3', 'sqlite3 is not installed')

const clients = [
  {
    name: 'PostgreSQL script, loaded by psql',
    dialect: postgres,
    start: psql,
    env: 'ROLLCALL_TEST_POSTGRES',
  },
  { name: 'MySQL script, loaded by mysql', dialect: mysql, start: mysqlClient, env: 'ROLLCALL_TEST_MYSQL' },
]

const test = suite('SQL scripts')

/** A script whose last row has a key that is taken. */
async function withBrokenScript(
  dialect: Dialect,
  work: (script: string, folder: string) => void | Promise<void>,
) {
  const folder = mkdtempSync(join(tmpdir(), 'rollcall-sql-'))
  try {
    const sink = await scriptSink(folder, dialect)
    await sink.write({ table: 'Users', rows: [user(1, 'ann@contoso.com'), user(2, 'bob@contoso.com')] })
    await sink.write({ table: 'Users', rows: [user(1, 'eve@contoso.com')] })
    await sink.write({ table: 'Users', rows: [user(3, 'carol@contoso.com')] })
    await sink.close()
    await work(join(folder, FILE), folder)
  } finally {
    rmSync(folder, { recursive: true })
  }
}

for (const { name, dialect, start, env } of clients) {
  const url = process.env[env]
  if (url === undefined) {
    skipped(name, `${env} names no server`)
    continue
  }
  clientContract(name, dialect, () => start(url))
  test(`${name}: one that fails leaves no rows`, () =>
    withBrokenScript(dialect, (script) => {
      const client = start(url)
      try {
        assert.throws(() => client.load(script), /duplicate/i)
        assert.equal(client.read('Users'), [])
      } finally {
        client.drop()
      }
    }))
}

test('SQLite: one that fails leaves no rows', () =>
  withBrokenScript(sqlite, async (script, folder) => {
    const read = sqliteFile(folder, async (_, database) => {
      await rejects(() => byDriver(script, database), /UNIQUE/)
      if (isInstalled('sqlite3')) await rejects(() => byProgram(script, `${database}2`), /UNIQUE/)
    })
    assert.equal(await read('Users'), [])
  }))

test('a file that is there already is left alone', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'rollcall-sql-'))
  try {
    writeFileSync(join(folder, FILE), 'mine')
    await rejects(() => scriptSink(folder, sqlite), /EEXIST/)
    assert.is(readFileSync(join(folder, FILE), 'utf8'), 'mine')
  } finally {
    rmSync(folder, { recursive: true })
  }
})

test.run()
