import { connect, type Database } from '../../src/databases/database.ts'
import { type DatabaseUrl, databaseUrl, type ServerUrl } from '../../src/databases/url.ts'
import type { ColumnType } from '../../src/schema/column.ts'
import { type TableName, tableOf, tableSets } from '../../src/schema/tables.ts'

/** An engine that the tests of `verify` run on. */
export interface TestEngine {
  readonly name: string
  /** Whether each server of the kind counts a character above U+FFFF as the two units that SQL Server counts. */
  readonly countsUnits: boolean
  readonly hasSchemas: boolean
  /** Takes a session to a time zone far from UTC; null where sessions have none. */
  readonly farAway: string | null
  /** A new database of its own, which `drop` takes away again. */
  scratch(): Promise<Scratch>
}

export interface Scratch {
  readonly url: DatabaseUrl
  drop(): Promise<void>
}

const sqlite: TestEngine = {
  name: 'SQLite',
  countsUnits: true,
  hasSchemas: false,
  farAway: null,
  scratch: async () => ({
    url: { engine: 'sqlite', path: ':memory:', shown: 'sqlite::memory:' },
    drop: async () => undefined,
  }),
}

const SERVERS = [
  ['PostgreSQL', 'ROLLCALL_TEST_POSTGRES', "SET TIME ZONE 'Pacific/Apia'"],
  ['MySQL', 'ROLLCALL_TEST_MYSQL', "SET time_zone = '+13:00'"],
  ['SQL Server', 'ROLLCALL_TEST_MSSQL', null],
] as const

/** SQLite, and the servers whose URLs are in the environment; the others are named as skipped. */
export function testEngines(what: string): readonly TestEngine[] {
  const servers = SERVERS.flatMap(([name, variable, farAway]): TestEngine | readonly TestEngine[] => {
    const text = process.env[variable]
    if (text !== undefined) return server(name, databaseUrl(text) as ServerUrl, farAway)
    console.log(`skipped: ${what} on ${name}, because ${variable} names no server`)
    return []
  })
  return [sqlite, ...servers]
}

let made = 0

function server(name: string, url: ServerUrl, farAway: string | null): TestEngine {
  return {
    name,
    countsUnits: name !== 'SQL Server', // some that speak its protocol count characters
    hasSchemas: name !== 'MySQL',
    farAway,
    async scratch() {
      const database = `rollcall_verify_${process.pid}_${++made}`
      await run(url, `CREATE DATABASE ${database}`)
      return { url: { ...url, database }, drop: () => run(url, `DROP DATABASE ${database}`) }
    },
  }
}

async function run(url: DatabaseUrl, sql: string): Promise<void> {
  const { knex } = await connect(url)
  try {
    await knex.raw(sql)
  } finally {
    await knex.destroy()
  }
}

/** Creates all tables without keys and with room for more than the documented types have, so that rows can break rules. */
export async function createLoose(
  { knex, engine }: Database,
  without: readonly string[] = [],
  tables: readonly TableName[] = tableSets.core,
): Promise<void> {
  const { identifier, type: typeIn } = engine.dialect
  for (const table of tables) {
    const columns = tableOf(table)
      .columns.filter(({ name }) => !without.includes(`${table}.${name}`))
      .map(({ name, type }) => `${identifier(name)} ${typeIn(roomier(type))} NULL`)
    if (!without.includes(table)) await knex.raw(`CREATE TABLE ${identifier(table)} (${columns.join(', ')})`)
  }
}

function roomier(type: ColumnType): ColumnType {
  if (type === 'tinyint' || type === 'smallint') return 'int'
  return type.replace(/\d+/, (length) => String(Number(length) + 10)) as ColumnType
}
