import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import knex, { type Knex } from 'knex'
import { connected, type Database } from '../src/databases/database.ts'
import { databaseUrl, type ServerUrl } from '../src/databases/url.ts'
import { createTables } from '../src/dialects/ddl.ts'
import type { DialectName } from '../src/dialects/dialect.ts'
import { tableSets } from '../src/schema/tables.ts'
import { inFolder } from './in-folder.ts'

/** An engine that tests can use: SQLite always, a server where its variable names one. */
export interface TestEngine {
  readonly name: string
  readonly isServer: boolean
  /** Works in a database of its own, which is gone afterwards, without tables. `url` has its password. */
  inDatabase(work: (database: Database, url: string) => Promise<void>): Promise<void>
}

const SERVERS = [
  { name: 'SQL Server', variable: 'ROLLCALL_TEST_MSSQL' },
  { name: 'PostgreSQL', variable: 'ROLLCALL_TEST_POSTGRES' },
  { name: 'MySQL', variable: 'ROLLCALL_TEST_MYSQL' },
] as const

const sqlite: TestEngine = {
  name: 'SQLite',
  isServer: false,
  inDatabase: (work) =>
    inFolder((home) => {
      const url = `sqlite:${join(home, 'test.sqlite')}`
      return connected(databaseUrl(url), async (database) => {
        await database.knex.raw('PRAGMA synchronous = OFF') // nobody needs it after a crash
        await work(database, url)
      })
    }),
}

/** What there is to test with; servers that are not there are named as skipped. */
export function testEngines(what: string): readonly TestEngine[] {
  const engines = [sqlite]
  for (const { name, variable } of SERVERS) {
    const url = process.env[variable]
    if (url === undefined) console.log(`skipped: ${what} in ${name}, because ${variable} names no server`)
    else engines.push(server(name, url))
  }
  return engines
}

function server(name: string, text: string): TestEngine {
  const base = databaseUrl(text) as ServerUrl
  return {
    name,
    isServer: true,
    async inDatabase(work) {
      const database = `rollcall_${randomUUID().replaceAll('-', '').slice(0, 12)}`
      const run = (sql: string) => patiently(() => connected(base, ({ knex }) => knex.raw(sql, [database])))
      await run('CREATE DATABASE ??')
      const own = new URL(text)
      own.pathname = `/${database}`
      try {
        await connected(databaseUrl(own.href), (there) => work(there, own.href))
      } finally {
        await run('DROP DATABASE ??')
      }
    },
  }
}

/**
 * Makes or drops a database. A connection that was closed just now may still count as one that uses it, and not every server
 * does this for two at the same time.
 */
export async function patiently(work: () => Promise<unknown>, tries = 40): Promise<void> {
  try {
    await work()
  } catch (cause) {
    if (tries === 0) throw cause
    await pause(50)
    await patiently(work, tries - 1)
  }
}

/** Makes the tables as they are documented. */
export async function makeTables({ knex, engine }: Database, names = tableSets.core): Promise<void> {
  for (const statement of createTables(engine.dialect, names)) await knex.raw(statement)
}

/** Takes all rows out. */
export async function emptyTables({ knex }: Database): Promise<void> {
  for (const table of [...tableSets.core].reverse()) await knex(table).del()
}

/** A Knex instance of somebody else's, with one connection in which something was set first, by engine. */
export async function sessionWith(
  { engine }: Database,
  url: string,
  settings: Readonly<Partial<Record<DialectName, string>>>,
): Promise<Knex> {
  const config = engine.config(databaseUrl(url))
  const theirs = knex({ client: engine.client, useNullAsDefault: true, ...config, pool: { min: 1, max: 1 } })
  const setting = settings[engine.dialect.name]
  if (setting !== undefined) await theirs.raw(setting)
  return theirs
}
