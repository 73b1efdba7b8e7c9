import type { Knex } from 'knex'
import { inTemporary, openSqlite } from '../databases/sqlite.ts'
import { RollcallError } from '../errors.ts'
import type { Scenario } from '../scenario/scenario.ts'
import { type Counts, type TableName, tableSets, tables } from '../schema/tables.ts'
import { againstScenario } from './against-scenario.ts'
import type { Comparison } from './compare.ts'
import { loadFiles } from './load-files.ts'
import { type Violation, violations } from './rules.ts'

/** What `verify` found. */
export interface Verdict {
  readonly ok: boolean
  readonly rows: Counts
  /** Rules that rows break. */
  readonly violations: readonly Violation[]
  /** Files whose bytes are not those of the manifest. */
  readonly changedFiles: readonly string[]
  /** Against the scenario; null when none was given. */
  readonly comparison: Comparison | null
}

/** Checks a database of the caller, which stays open: the consistency rules, and with a scenario every row by natural key. */
export async function verify(knex: Knex, scenario: Scenario | null = null): Promise<Verdict> {
  const found = await tablesIn(knex)
  if (found.length === 0) throw new RollcallError('the database has none of the tables', 'Was it seeded?')
  const missing = tableSets.core.filter((table) => !found.includes(table))
  if (missing.length > 0) throw new RollcallError(`the database lacks ${missing.join(', ')}`)
  return verdictOf(knex, found, [], scenario)
}

/** Checks an SQLite file. Throws a `RollcallError` when it cannot be opened. */
export async function verifyFile(path: string, scenario: Scenario | null = null): Promise<Verdict> {
  const knex = await openSqlite(path, { readonly: true })
  try {
    return await verify(knex, scenario)
  } finally {
    await knex.destroy()
  }
}

/**
 * Checks a folder that `generate` made, or all the shards of a data set as one: their bytes against the manifests, and
 * their rows as `verify` does. Throws a `RollcallError` for folders that are not one whole data set.
 */
export async function verifyFolder(
  folder: string | readonly string[],
  scenario: Scenario | null = null,
): Promise<Verdict> {
  const folders = typeof folder === 'string' ? [folder] : folder
  return inTemporary(async (knex) => {
    const { tables: loaded, changed } = await loadFiles(knex, folders)
    return verdictOf(knex, loaded, changed, scenario)
  })
}

async function verdictOf(
  knex: Knex,
  found: readonly TableName[],
  changedFiles: readonly string[],
  scenario: Scenario | null,
): Promise<Verdict> {
  const broken = await violations(knex, found)
  const comparison = scenario && (await againstScenario(knex, scenario, found))
  const ok = broken.length === 0 && changedFiles.length === 0 && (comparison?.differences ?? 0) === 0
  return { ok, rows: await countRows(knex, found), violations: broken, changedFiles, comparison }
}

async function tablesIn(knex: Knex): Promise<TableName[]> {
  const has = await Promise.all(
    Object.keys(tables).map(async (table) => ((await knex.schema.hasTable(table)) ? table : null)),
  )
  return has.filter((table): table is TableName => table !== null)
}

async function countRows(knex: Knex, found: readonly TableName[]): Promise<Counts> {
  const counts: { [T in TableName]?: number } = {}
  for (const table of found) {
    const [counted] = await knex(table).count({ rows: '*' })
    counts[table] = Number(counted?.rows)
  }
  return counts
}
