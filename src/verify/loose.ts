import type { Knex } from 'knex'
import { sqlite } from '../dialects/sqlite.ts'
import { type TableName, tableNames, tableOf } from '../schema/tables.ts'

const quoted = sqlite.identifier

/** For a temporary database: nobody needs it after a crash. */
export async function makeHasty(knex: Knex, schema = 'main'): Promise<void> {
  await knex.raw(`PRAGMA ${schema}.journal_mode = OFF`)
  await knex.raw(`PRAGMA ${schema}.synchronous = OFF`)
  await knex.raw(`PRAGMA ${schema}.cache_size = -${CACHE_KIB}`)
}

const CACHE_KIB = 1 << 14

/** Makes tables without keys or types, so that they take rows that break every rule. Leaves tables that are there. */
export async function makeLoose(knex: Knex, tables: readonly TableName[], schema = 'main'): Promise<void> {
  for (const table of tables) {
    const names = tableOf(table).columns.map(({ name }) => quoted(name))
    await knex.raw(`CREATE TABLE IF NOT EXISTS ${schema}.${quoted(table)} (${names})`)
  }
}

/** Checks look up rows by key and by what references point to, and go through them in the order of the key. */
export async function indexKeys(knex: Knex, tables: readonly TableName[], schema = 'main'): Promise<void> {
  for (const table of tables) {
    const { primaryKey } = tableOf(table)
    for (const key of [primaryKey, ...targetsIn(table)]) await indexBy(knex, table, key, schema)
  }
}

export async function indexBy(
  knex: Knex,
  table: TableName,
  columns: readonly string[],
  schema = 'main',
): Promise<void> {
  const name = quoted(`${table} by ${columns}`)
  await knex.raw(`CREATE INDEX IF NOT EXISTS ${schema}.${name} ON ${quoted(table)} (${columns.map(quoted)})`)
}

function targetsIn(table: TableName): readonly (readonly string[])[] {
  const references = tableNames.flatMap((one) => tableOf(one).references)
  return references.filter((one) => one.table === table).map(({ to }) => to)
}
