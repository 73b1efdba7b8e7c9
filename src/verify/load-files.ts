import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import type { Knex } from 'knex'
import { fileSystemReason, RollcallError } from '../errors.ts'
import { type FileFormat, type Manifest, readManifest } from '../files/manifest.ts'
import type { Column } from '../schema/column.ts'
import { Guid } from '../schema/guid.ts'
import { type TableName, tableOf, tables } from '../schema/tables.ts'
import { dateTimeText, ticksFromText } from '../time/ticks.ts'

/** What a folder of fixtures turned out to hold. */
interface LoadedFiles {
  readonly manifest: Manifest
  readonly tables: readonly TableName[]
  /** Files whose bytes are not those that the manifest lists. */
  readonly changed: readonly string[]
}

/**
 * Loads the files of a folder into an empty SQLite database, without keys, so that queries can check them.
 * Throws a `RollcallError` for a folder or a file that cannot be read as what the manifest says it is.
 */
export async function loadFiles(knex: Knex, folder: string): Promise<LoadedFiles> {
  const manifest = await readManifest(folder)
  const changed: string[] = []
  for (const { name, sha256 } of manifest.files) {
    if ((await sha256Of(join(folder, name))) !== sha256) changed.push(name)
  }
  const found = await (manifest.format === 'sql'
    ? runScripts(knex, folder, manifest)
    : loadTables(knex, folder, manifest))
  return { manifest, tables: found, changed }
}

async function loadTables(knex: Knex, folder: string, { files, format }: Manifest): Promise<TableName[]> {
  const loaded: TableName[] = []
  for (const { name } of files) {
    const table = name.replace(/\.\w+$/, '') as TableName
    if (!Object.hasOwn(tables, table))
      throw new RollcallError(`${join(folder, name)}: "${table}" is not a table that we know`)
    await createLoose(knex, table)
    await insertAll(knex, table, readRows(join(folder, name), format as TableFormat))
    loaded.push(table)
  }
  return loaded
}

/** A script of SQLite runs as it is; those of other engines can only be checked there. */
async function runScripts(knex: Knex, folder: string, { dialect, files }: Manifest): Promise<TableName[]> {
  if (dialect !== 'sqlite') {
    const hint =
      'Load it into a database, and verify that. Any sha256 program can check its bytes against manifest.json.'
    throw new RollcallError(`${folder} holds a script for ${dialect}, which cannot be run here`, hint)
  }
  const connection = await knex.client.acquireConnection()
  try {
    for (const { name } of files) {
      const script = await readFile(join(folder, name), 'utf8')
      requireOurs(script)
      if (!/^CREATE TABLE/m.test(script))
        for (const table of Object.keys(tables)) connection.exec(looseTable(table as TableName))
      connection.pragma('foreign_keys = OFF')
      connection.exec(script.replace(/^PRAGMA foreign_keys.*$/m, ''))
    }
    const found = connection.prepare("SELECT name FROM sqlite_master WHERE type = 'table'").all() as {
      name: string
    }[]
    return found.map(({ name }) => name).filter((name): name is TableName => Object.hasOwn(tables, name))
  } catch (cause) {
    throw new RollcallError(`${folder}: the script does not run: ${(cause as Error).message}`, null, {
      cause,
    })
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
      statement !== '' && !/^(?:CREATE TABLE|INSERT INTO|PRAGMA foreign_keys|BEGIN|COMMIT)\b/.test(statement)
    )
  })
  if (foreign !== undefined)
    throw new Error(`it holds a statement that Rollcall does not write: ${foreign.slice(0, 40)}`)
}

function looseTable(table: TableName): string {
  return `CREATE TABLE "${table}" (${tableOf(table)
    .columns.map(({ name }) => `"${name}"`)
    .join(', ')})`
}

async function createLoose(knex: Knex, table: TableName): Promise<void> {
  await knex.raw(looseTable(table))
}

/** Keys are looked up by the checks, so each table gets an index once its rows are in. */
async function insertAll(
  knex: Knex,
  table: TableName,
  rows: AsyncIterable<ReadonlyMap<string, unknown>>,
): Promise<void> {
  const { columns, primaryKey } = tableOf(table)
  const connection = await knex.client.acquireConnection()
  try {
    const insert = connection.prepare(`INSERT INTO "${table}" VALUES (${columns.map(() => '?').join(', ')})`)
    connection.exec('BEGIN')
    for await (const row of rows) insert.run(...columns.map((column) => row.get(column.name) ?? null))
    connection.exec('COMMIT')
    connection.exec(
      `CREATE INDEX "${table}_key" ON "${table}" (${primaryKey.map((name) => `"${name}"`).join(', ')})`,
    )
  } finally {
    await knex.client.releaseConnection(connection)
  }
}

/** A format that keeps each table in a file of its own. */
type TableFormat = Exclude<FileFormat, 'sql'>

/** Rows of one file, with values as SQLite keeps them. */
async function* readRows(path: string, format: TableFormat): AsyncIterable<ReadonlyMap<string, unknown>> {
  const table = tableOf(path.replace(/^.*[\\/]|\.\w+$/g, '') as TableName)
  const columns = new Map(table.columns.map((column) => [column.name, column]))
  let number = 0
  try {
    for await (const record of records(path, format)) {
      number++
      if (record === null || typeof record !== 'object')
        throw new RollcallError(`${path}: row ${number} is not an object`)
      const row = new Map<string, unknown>()
      for (const [name, value] of Object.entries(record)) {
        const column = columns.get(name)
        if (!column) throw new RollcallError(`${path}: row ${number}: "${name}" is not a column of the table`)
        row.set(name, stored(value, column, `${path}: row ${number}: ${name}`))
      }
      for (const name of columns.keys()) {
        if (!row.has(name)) throw new RollcallError(`${path}: row ${number}: ${name} is missing`)
      }
      yield row
    }
  } catch (cause) {
    if (cause instanceof RollcallError) throw cause
    throw new RollcallError(`${path} cannot be read: ${fileSystemReason(cause)}`, null, { cause })
  }
}

function records(path: string, format: TableFormat): AsyncIterable<object | null> {
  switch (format) {
    case 'csv':
      return csvRecords(path)
    case 'parquet':
      return parquetRecords(path)
    default:
      return jsonRecords(path, format)
  }
}

async function* jsonRecords(path: string, format: 'json' | 'ndjson'): AsyncIterable<object | null> {
  if (format === 'ndjson') {
    let number = 0
    for await (const line of linesOf(path)) {
      number++
      if (line.trim() !== '') yield parseJson(line, `${path}: line ${number}`) as object | null
    }
    return
  }
  const rows = parseJson(await readFile(path, 'utf8'), path)
  if (!Array.isArray(rows)) throw new RollcallError(`${path} is not a list of rows`)
  yield* rows
}

function parseJson(text: string, where: string): unknown {
  try {
    return JSON.parse(text)
  } catch (cause) {
    throw new RollcallError(`${where} is not JSON: ${(cause as Error).message.replace(/\s+/g, ' ')}`, null, {
      cause,
    })
  }
}

/** Lines end with LF alone: a text may hold U+2028, at which `node:readline` would cut. */
async function* linesOf(path: string): AsyncIterable<string> {
  let rest = ''
  for await (const chunk of createReadStream(path, 'utf8')) {
    const lines = `${rest}${chunk}`.split('\n')
    rest = lines.pop() as string
    yield* lines
  }
  yield rest
}

async function* csvRecords(path: string): AsyncIterable<object> {
  const { parse } = await import('csv-parse')
  const parser = parse({
    columns: true,
    bom: true,
    cast: (value, { quoting }) => (value === '' && !quoting ? null : value),
  })
  const file = createReadStream(path)
  file.once('error', (cause) => parser.destroy(cause)).pipe(parser)
  try {
    yield* parser as AsyncIterable<object>
  } finally {
    file.destroy()
  }
}

/** One row group at a time, so that a file of any size can be read. */
async function* parquetRecords(path: string): AsyncIterable<object> {
  const { asyncBufferFromFile, parquetMetadataAsync, parquetReadObjects } = await import('hyparquet')
  const file = await asyncBufferFromFile(path)
  const metadata = await parquetMetadataAsync(file)
  let rowStart = 0
  for (const { num_rows } of metadata.row_groups) {
    const rowEnd = rowStart + Number(num_rows)
    // Bytes stay bytes unless the file says that they are a text.
    for (const row of await parquetReadObjects({ file, metadata, rowStart, rowEnd, utf8: false }))
      yield Object.fromEntries(Object.entries(row).map(([name, value]) => [name, asInJson(value)]))
    rowStart = rowEnd
  }
}

/** A value of a Parquet file as the other formats spell it. */
function asInJson(value: unknown): unknown {
  if (value instanceof Date) return value.toISOString()
  if (value instanceof Uint8Array) return Buffer.from(value).toString('latin1')
  return typeof value === 'bigint' ? Number(value) : value
}

/** A value of a file as SQLite keeps it. Throws a `RollcallError` for one that the column cannot hold. */
function stored(value: unknown, { type, nullable }: Column, where: string): unknown {
  const refuse = (what: string): never => {
    const text = JSON.stringify(value)
    throw new RollcallError(`${where}: ${text.length > 60 ? `${text.slice(0, 60)}…` : text} is not ${what}`)
  }
  if (value === null) return nullable ? null : refuse('allowed: the column cannot be empty')
  switch (type) {
    case 'bit':
      if (value === true || value === '1') return 1
      return value === false || value === '0' ? 0 : refuse('a bit')
    case 'tinyint':
    case 'smallint':
    case 'int': {
      const isWhole = typeof value === 'string' ? /^-?\d+$/.test(value) : Number.isInteger(value)
      return isWhole ? Number(value) : refuse('a whole number')
    }
    case 'datetime': {
      const ticks = ticksFromText(String(value)) ?? refuse('a time')
      const text = dateTimeText(ticks, ' ')
      const isOnGrid = text.startsWith(String(value).replace('T', ' ').replace('Z', ''))
      return isOnGrid
        ? text
        : refuse(`a time that \`datetime\` can hold: its steps are 1/300 s, the nearest is ${text}`)
    }
    case 'uniqueidentifier':
      return Guid.parse(String(value))?.toString() ?? refuse('a GUID')
    default:
      if (typeof value !== 'string') return refuse('a text')
      return type.startsWith('varbinary') ? Buffer.from(value, 'latin1') : value
  }
}

async function sha256Of(path: string): Promise<string> {
  const hash = createHash('sha256')
  try {
    await pipeline(createReadStream(path), hash)
  } catch (cause) {
    throw new RollcallError(`${path} cannot be read: ${fileSystemReason(cause)}`, null, { cause })
  }
  return hash.digest('hex')
}
