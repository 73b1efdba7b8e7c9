import type { Knex } from 'knex'
import { connect, type Database } from '../../src/databases/database.ts'
import { type DatabaseUrl, databaseUrl, type ServerUrl } from '../../src/databases/url.ts'
import { createTables } from '../../src/dialects/ddl.ts'
import { type TableName, tableOf, tableSets } from '../../src/schema/tables.ts'
import { decoded, type PlainRow } from '../sinks/contents.ts'

/** A server that tests may use. */
export interface Server {
  readonly name: string
  /** The variable of the environment that holds its URL, such as `postgres://postgres@127.0.0.1:5432/postgres`. */
  readonly env: string
  /** Whether a text may hold a NUL. */
  readonly keepsNul: boolean
  /** Takes a session to a time zone far from UTC. */
  readonly farAway: string
  /** SQL for the number of the own session, and a statement that ends another. */
  readonly session: string
  readonly kill: (session: number) => string
  readonly create: (name: string) => string
  readonly drop: (name: string) => string
}

const SERVERS: readonly Server[] = [
  {
    name: 'PostgreSQL',
    env: 'ROLLCALL_TEST_POSTGRES',
    keepsNul: false,
    farAway: "SET TIME ZONE 'Pacific/Apia'",
    session: 'pg_backend_pid()',
    kill: (session) => `SELECT pg_terminate_backend(${session})`,
    create: (name) => `CREATE DATABASE ${name} ENCODING 'UTF8' TEMPLATE template0`,
    drop: (name) => `DROP DATABASE ${name} WITH (FORCE)`,
  },
  {
    name: 'MySQL',
    env: 'ROLLCALL_TEST_MYSQL',
    keepsNul: true,
    farAway: "SET time_zone = '+13:00'",
    session: 'CONNECTION_ID()',
    kill: (session) => `KILL ${session}`,
    create: (name) => `CREATE DATABASE ${name}`,
    drop: (name) => `DROP DATABASE ${name}`,
  },
]

/** The servers whose URLs are given; the others are named as skipped. */
export function servers(what: string): readonly Server[] {
  return SERVERS.filter(({ name, env }) => {
    if (process.env[env] !== undefined) return true
    console.log(`skipped: ${what} on ${name}, because ${env} names no server`)
    return false
  })
}

export function urlOf({ env }: Server): ServerUrl {
  return databaseUrl(process.env[env] as string) as ServerUrl
}

/** A database of its own on a server. */
export interface Scratch {
  readonly url: ServerUrl
  drop(): Promise<void>
}

let made = 0

export async function scratch(server: Server): Promise<Scratch> {
  const name = `rollcall_test_${process.pid}_${made++}`
  const url = urlOf(server)
  await onServer(url, server.create(name))
  return { url: { ...url, database: name }, drop: () => onServer(url, server.drop(name)) }
}

export async function onServer(url: DatabaseUrl, sql: string): Promise<void> {
  const { knex } = await connect(url)
  try {
    await knex.raw(sql)
  } finally {
    await knex.destroy()
  }
}

/** Creates all tables as they are documented. */
export async function createAll({ engine }: Database, knex: Knex): Promise<void> {
  for (const statement of createTables(engine.dialect, tableSets.core)) await knex.raw(statement)
}

/** The rows of a table by primary key, as `verify` reads them. */
export async function readTable({ engine }: Database, knex: Knex, table: TableName): Promise<PlainRow[]> {
  const { columns, primaryKey } = tableOf(table)
  const { identifier } = engine.dialect
  const list = columns.map(({ name, type }) => {
    return knex.raw(`${engine.readable(identifier(name), type)} AS ${identifier(name)}`)
  })
  const rows: PlainRow[] = []
  const query = knex(table)
    .select(list)
    .orderBy([...primaryKey])
  for await (const row of engine.stream(knex, query)) rows.push(decoded(table, row))
  return rows
}
