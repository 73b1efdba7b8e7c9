import type { Knex } from 'knex'
import { createTables } from './dialects/ddl.ts'
import { sqlite } from './dialects/sqlite.ts'
import { RollcallError } from './errors.ts'
import { type GenerateOptions, generate } from './generate.ts'
import type { Scenario } from './scenario/scenario.ts'
import { type Counts, type TableName, tableOf, tableSets } from './schema/tables.ts'
import { sqliteSink } from './sinks/sqlite.ts'

export interface SeedOptions extends GenerateOptions {
  /** Create the tables first. */
  readonly create?: boolean
}

/**
 * Inserts the rows of a scenario into an SQLite database, all of them or none, and resolves to their number by table.
 * `knex` is the caller's and stays open. Throws a `RollcallError`, before the first row goes in, when a table or a column
 * is missing or when the tables hold rows already.
 */
export async function seed(knex: Knex, scenario: Scenario, options: SeedOptions = {}): Promise<Counts> {
  const { create = false, tables = tableSets.core, signal } = options
  return knex.transaction(async (transaction) => {
    if (create) for (const statement of createTables(sqlite, tables)) await transaction.raw(statement)
    else await requireTables(transaction, tables)
    await requireEmpty(transaction, tables)
    return generate(scenario, await sqliteSink(transaction, tables), { signal, tables })
  })
}

/** Tells of all that is missing at once. */
async function requireTables(knex: Knex, tables: readonly TableName[]): Promise<void> {
  const missing: string[] = []
  for (const table of tables) {
    const found = (await knex.raw(`PRAGMA table_info("${table}")`)) as readonly { name: string }[]
    const names = found.map(({ name }) => name)
    if (names.length === 0) missing.push(table)
    else
      missing.push(
        ...tableOf(table)
          .columns.filter(({ name }) => !names.includes(name))
          .map(({ name }) => `${table}.${name}`),
      )
  }
  if (missing.length === tables.length)
    throw new RollcallError('the database has none of the tables', 'Add --create to make them.')
  if (missing.length > 0) throw new RollcallError(`the database lacks ${missing.join(', ')}`)
}

async function requireEmpty(knex: Knex, tables: readonly TableName[]): Promise<void> {
  const filled: string[] = []
  for (const table of tables) {
    const [found] = await knex(table).count({ rows: '*' })
    if (Number(found?.rows) > 0) filled.push(`${table} (${found?.rows})`)
  }
  if (filled.length === 0) return
  throw new RollcallError(
    `the database holds rows already: ${filled.join(', ')}`,
    'Nothing was changed. Use another file, or --fresh to make this one anew.',
  )
}
