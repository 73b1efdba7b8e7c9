import type { Knex } from 'knex'
import { connected, type Database } from '../../src/databases/database.ts'
import { databaseUrl } from '../../src/databases/url.ts'
import { type TableName, tableOf } from '../../src/schema/tables.ts'
import { patiently } from '../servers.ts'
import { decoded, type PlainRow } from '../sinks/contents.ts'

/** A new, empty database at a server such as `mssql://sa@127.0.0.1/master`. */
export interface ScratchDatabase {
  readonly url: string
  drop(): Promise<void>
}

let made = 0

export async function scratchDatabase(server: string): Promise<ScratchDatabase> {
  const name = `rollcall_${process.pid}_${made++}`
  const run = (sql: string) =>
    patiently(() => connected(databaseUrl(server), ({ knex }) => knex.raw(sql, [name])))
  await run('CREATE DATABASE ??')
  const own = new URL(server)
  own.pathname = name
  return { url: own.href, drop: () => run('DROP DATABASE ??') }
}

/** The rows of a table of ours by primary key; `name` is what it is called there. */
export async function rowsIn(
  { engine }: Database,
  knex: Knex,
  table: TableName,
  name: string = table,
): Promise<readonly PlainRow[]> {
  const { columns, primaryKey } = tableOf(table)
  const list = columns.map(({ name: column, type }) => {
    const quoted = engine.dialect.identifier(column)
    return knex.raw(`${engine.readable(quoted, type)} AS ${quoted}`)
  })
  const query = knex(name)
    .select(list)
    .orderBy([...primaryKey])
  const rows: PlainRow[] = []
  for await (const row of engine.stream(knex, query)) rows.push(decoded(table, row))
  return rows
}
