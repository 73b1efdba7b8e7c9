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
 * `knex` is the caller's, with the client `better-sqlite3`, and stays open. Throws a `RollcallError`, before the first row
 * goes in, for another client, when a table or a column is missing or when the tables hold rows already.
 */
export async function seed(knex: Knex, scenario: Scenario, options: SeedOptions = {}): Promise<Counts> {
  const { create = false, tables = tableSets.core, signal, onProgress } = options
  const { driverName } = knex.client as { driverName?: string }
  if (driverName !== 'better-sqlite3') {
    throw new RollcallError(
      `seed needs a Knex instance with the client better-sqlite3, and this one has ${driverName ?? 'none'}`,
      'For another engine make a script: generateFiles with the format sql.',
    )
  }
  return knex.transaction(async (transaction) => {
    await requireRoom(transaction, options)
    if (create) for (const statement of createTables(sqlite, tables)) await transaction.raw(statement)
    return generate(scenario, await sqliteSink(transaction, tables), { signal, tables, onProgress })
  })
}

/** Throws a `RollcallError` when the rows cannot go in: the tables are not as `seed` needs them. Only reads. */
export async function requireRoom(
  knex: Knex,
  { create = false, tables = tableSets.core }: SeedOptions,
): Promise<void> {
  if (create) return requireNoTables(knex, tables)
  await requireTables(knex, tables)
  await requireEmpty(knex, tables)
}

async function requireNoTables(knex: Knex, tables: readonly TableName[]): Promise<void> {
  const found: string[] = []
  for (const table of tables) if ((await columnsOf(knex, table)).length > 0) found.push(table)
  if (found.length === 0) return
  throw new RollcallError(
    `the database has tables already: ${found.join(', ')}`,
    'Nothing was changed. Leave out --create, or use another file.',
  )
}

async function columnsOf(knex: Knex, table: TableName): Promise<string[]> {
  const found = (await knex.raw(`PRAGMA table_info("${table}")`)) as readonly { name: string }[]
  return found.map(({ name }) => name)
}

/** Tells of all that is missing at once. */
async function requireTables(knex: Knex, tables: readonly TableName[]): Promise<void> {
  const missing: string[] = []
  for (const table of tables) {
    const names = await columnsOf(knex, table)
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
