import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import type { Knex } from 'knex'
import { fileSystemReason, RollcallError } from '../errors.ts'
import { LEDGER } from '../files/ledger.ts'
import type { Manifest } from '../files/manifest.ts'
import {
  type Counts,
  setWith,
  type TableName,
  tableNames,
  tableOf,
  tableSets,
  tables,
} from '../schema/tables.ts'
import { dataSet } from './data-set.ts'
import { indexKeys, makeHasty, makeLoose } from './loose.ts'
import { readRows, type TableFormat, type Values } from './read-rows.ts'

/**
 * Loads the files of the folders of one data set into an empty SQLite database, without keys, so that queries can check
 * them. Gives the files whose bytes are not those that the manifests list. Throws a `RollcallError` for a folder or a file
 * that cannot be read as what the manifest says it is.
 */
export async function loadFiles(knex: Knex, folders: readonly string[]): Promise<readonly string[]> {
  const parts = await dataSet(folders)
  const changed: string[] = []
  const loaded = new Set<TableName>()
  await makeHasty(knex)
  for (const { folder, manifest } of parts) {
    for (const { name, sha256 } of manifest.files) {
      if ((await sha256Of(join(folder, name))) === sha256) continue
      changed.push(parts.length === 1 ? name : join(folder, name))
    }
    const found =
      manifest.format === 'sql'
        ? await runScripts(knex, folder, manifest)
        : await loadTables(knex, folder, manifest)
    for (const table of found) loaded.add(table)
  }
  await indexKeys(
    knex,
    tableNames.filter((table) => loaded.has(table)),
  )
  return changed
}

/** The files of a table are one for all of a folder, or one for each day; where days have files, none is no rows. */
async function loadTables(
  knex: Knex,
  folder: string,
  { files, format, split }: Manifest,
): Promise<TableName[]> {
  const found = files.filter(isOfRows).map(({ name }) => {
    const table = name.replace(/[/.].*$/, '') as TableName
    if (Object.hasOwn(tables, table)) return { path: join(folder, name), table }
    throw new RollcallError(
      'ROLLCALL_E_CONTENT',
      `${join(folder, name)}: "${table}" is not a table that we know`,
    )
  })
  const named = new Set(found.map(({ table }) => table))
  const present = split ? tableSets[setWith(named)] : [...named]
  await makeLoose(knex, present)
  for (const { path, table } of found)
    await insertAll(knex, table, readRows(path, table, format as TableFormat))
  return [...present]
}

/** The ledger says of rows what is wrong with them, and holds none. */
function isOfRows({ name }: { readonly name: string }): boolean {
  return name !== LEDGER
}

/** A script of SQLite runs as it is; those of other engines can only be checked there. */
async function runScripts(
  knex: Knex,
  folder: string,
  { dialect, files, rows }: Manifest,
): Promise<TableName[]> {
  if (dialect !== 'sqlite') {
    const hint =
      'Load it into a database, and verify that. Any sha256 program can check its bytes against manifest.json.'
    throw new RollcallError(
      'ROLLCALL_E_CONTENT',
      `${folder} holds a script for ${dialect}, which cannot be run here`,
      hint,
    )
  }
  try {
    for (const { name } of files.filter(isOfRows)) {
      const script = await readFile(join(folder, name), 'utf8')
      requireOurs(script)
      if (!/^CREATE TABLE/m.test(script)) await makeLoose(knex, tablesOf(rows))
      await execute(knex, script)
    }
  } catch (cause) {
    throw new RollcallError(
      'ROLLCALL_E_CONTENT',
      `${folder}: the script does not run: ${(cause as Error).message}`,
      null,
      {
        cause,
      },
    )
  }
  const found = await knex<{ name: string; type: string }>('sqlite_master')
    .where('type', 'table')
    .select('name')
  return tableNames.filter((table) => found.some(({ name }) => name === table))
}

function tablesOf(rows: Counts): readonly TableName[] {
  return tableSets[setWith(Object.keys(rows) as TableName[])]
}

/** Runs statements that may break rules: telling of that is for the checks. */
async function execute(knex: Knex, script: string): Promise<void> {
  const connection = await knex.client.acquireConnection()
  try {
    connection.pragma('foreign_keys = OFF')
    connection.exec(script.replace(/^PRAGMA foreign_keys.*$/m, ''))
  } finally {
    await knex.client.releaseConnection(connection)
  }
}

/** A script of ours only makes tables and fills them; what reaches other files, such as `ATTACH`, never runs. */
function requireOurs(script: string): void {
  const bare = script.replace(/'(?:[^']|'')*'|"(?:[^"]|"")*"|--[^\n]*/g, '')
  const statements = bare.split(';').map((statement) => statement.trim())
  const foreign = statements.find((statement) => {
    return (
      statement !== '' &&
      !/^(?:CREATE TABLE|CREATE VIEW|INSERT INTO|PRAGMA foreign_keys|BEGIN|COMMIT)\b/.test(statement)
    )
  })
  if (foreign !== undefined)
    throw new Error(`it holds a statement that Rollcall does not write: ${foreign.slice(0, 40)}`)
}

async function insertAll(
  knex: Knex,
  table: TableName,
  batches: AsyncIterable<readonly Values[]>,
): Promise<void> {
  const { columns } = tableOf(table)
  const connection = await knex.client.acquireConnection()
  try {
    const insert = connection.prepare(`INSERT INTO "${table}" VALUES (${columns.map(() => '?').join(', ')})`)
    connection.exec('BEGIN')
    for await (const rows of batches) for (const row of rows) insert.run(row)
    connection.exec('COMMIT')
  } finally {
    await knex.client.releaseConnection(connection)
  }
}

async function sha256Of(path: string): Promise<string> {
  const hash = createHash('sha256')
  try {
    await pipeline(createReadStream(path), hash)
  } catch (cause) {
    throw new RollcallError('ROLLCALL_E_FILE', `${path} cannot be read: ${fileSystemReason(cause)}`, null, {
      cause,
    })
  }
  return hash.digest('hex')
}
