import { createReadStream } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { fileSystemReason, RollcallError } from '../errors.ts'
import type { FileFormat } from '../files/manifest.ts'
import type { Column } from '../schema/column.ts'
import { type TableName, tableOf } from '../schema/tables.ts'
import { csvLines, type Fields } from './csv.ts'
import { storedIn, Unfit } from './stored.ts'

/** A format that keeps each table in files of its own. */
export type TableFormat = Exclude<FileFormat, 'sql'>

/** The values of a row, in the order of the columns of its table, as SQLite keeps them. */
export type Values = readonly unknown[]

/**
 * The rows of one file, some at a time. Throws a `RollcallError` that names the row for what the table cannot hold.
 * Memory does not grow with the file, but for JSON that is not laid out as ours.
 */
export async function* readRows(
  path: string,
  name: TableName,
  format: TableFormat,
): AsyncIterable<readonly Values[]> {
  const { columns } = tableOf(name)
  const convert = columns.map(storedIn)
  let number = 0
  try {
    for await (const rows of valuesIn(path, columns, format)) {
      for (const row of rows) {
        number++
        for (let at = 0; at < row.length; at++) {
          try {
            row[at] = convert[at]!(row[at])
          } catch (cause) {
            if (!(cause instanceof Unfit)) throw cause
            const place = `${path}: row ${number}: ${columns[at]?.name}`
            throw new RollcallError('ROLLCALL_E_CONTENT', `${place}: ${cause.message}`, null, { cause })
          }
        }
      }
      yield rows
    }
  } catch (cause) {
    if (cause instanceof RollcallError) throw cause
    throw new RollcallError('ROLLCALL_E_FILE', `${path} cannot be read: ${fileSystemReason(cause)}`, null, {
      cause,
    })
  }
}

/** Values as the file spells them, in the order of the columns. */
async function* valuesIn(
  path: string,
  columns: readonly Column[],
  format: TableFormat,
): AsyncIterable<unknown[][]> {
  if (format === 'csv') {
    yield* csvValues(path, columns)
    return
  }
  const names = new Set(columns.map(({ name }) => name))
  const records = format === 'parquet' ? parquetRecords(path) : jsonRecords(path, format)
  let number = 0
  for await (const some of records) {
    yield some.map((record) => {
      number++
      if (record === null || typeof record !== 'object')
        throw new RollcallError('ROLLCALL_E_CONTENT', `${path}: row ${number} is not an object`)
      requireColumns(Object.keys(record), names, `${path}: row ${number}`)
      return columns.map(({ name }) => (record as Readonly<Record<string, unknown>>)[name])
    })
  }
}

function requireColumns(found: readonly string[], names: ReadonlySet<string>, where: string): void {
  const unknown = found.find((name) => !names.has(name))
  if (unknown !== undefined)
    throw new RollcallError('ROLLCALL_E_CONTENT', `${where}: "${unknown}" is not a column of the table`)
  if (found.length === names.size) return
  const missing = [...names].find((name) => !found.includes(name))
  throw new RollcallError('ROLLCALL_E_CONTENT', `${where}: ${missing} is missing`)
}

async function* csvValues(path: string, columns: readonly Column[]): AsyncIterable<unknown[][]> {
  const names = columns.map(({ name }) => name)
  let header: Fields | null = null
  let places: readonly number[] = []
  let number = 0
  for await (const lines of csvLines(path)) {
    const rows: unknown[][] = []
    for (const line of lines) {
      number++
      if (header === null) {
        header = line
        requireColumns([...new Set(header.map(String))], new Set(names), `${path}: line 1`)
        places = names.map((name) => line.indexOf(name))
      } else if (line.length === header.length) {
        rows.push(places.map((place) => line[place]))
      } else {
        const fields = `${line.length} ${line.length === 1 ? 'field' : 'fields'}`
        throw new RollcallError(
          'ROLLCALL_E_CONTENT',
          `${path}: line ${number} has ${fields}, and the header has ${header.length}`,
        )
      }
    }
    yield rows
  }
}

async function* jsonRecords(path: string, format: 'json' | 'ndjson'): AsyncIterable<readonly unknown[]> {
  if (format === 'json' && !(await isByLines(path))) {
    const rows = parseJson(await readFile(path, 'utf8'), path)
    if (!Array.isArray(rows)) throw new RollcallError('ROLLCALL_E_CONTENT', `${path} is not a list of rows`)
    yield rows
    return
  }
  const list = format === 'json' ? new ListLines() : null
  let number = 0
  for await (const lines of linesOf(path)) {
    const rows: unknown[] = []
    for (const line of lines) {
      number++
      const text = line.trim()
      const row = list ? list.rowIn(text) : text
      if (row === null)
        throw new RollcallError(
          'ROLLCALL_E_CONTENT',
          `${path}: line ${number} is not JSON: it is out of place in the list`,
        )
      if (row !== '') rows.push(parseJson(row, `${path}: line ${number}`))
    }
    yield rows
  }
  if (list && !list.isDone)
    throw new RollcallError('ROLLCALL_E_CONTENT', `${path} is not JSON: the list has no end`)
}

/** A list as we write it: a bracket, a row on each line with a comma after all but the last, and a bracket. */
class ListLines {
  /** How the line before ended. */
  #before: '' | '[' | ',' | '}' | ']' = ''

  get isDone(): boolean {
    return this.#before === ']'
  }

  /** The row of a line; empty where it has none, and null where it does not go on with the list. */
  rowIn(line: string): string | null {
    if (line === '') return ''
    const before = this.#before
    if (line === '[' || line === ']') {
      this.#before = line
      return (line === '[' ? before === '' : before === '[' || before === '}') ? '' : null
    }
    const isLast = !line.endsWith(',')
    this.#before = isLast ? '}' : ','
    if (before !== '[' && before !== ',') return null
    return isLast ? line : line.slice(0, -1)
  }
}

/** Whether a list has a line for each row, as we write it. */
async function isByLines(path: string): Promise<boolean> {
  for await (const head of createReadStream(path, { encoding: 'latin1', end: 3 })) return head === '[\n{"'
  return false
}

function parseJson(text: string, where: string): unknown {
  try {
    return JSON.parse(text)
  } catch (cause) {
    throw new RollcallError(
      'ROLLCALL_E_CONTENT',
      `${where} is not JSON: ${(cause as Error).message.replace(/\s+/g, ' ')}`,
      null,
      {
        cause,
      },
    )
  }
}

/** Lines end with LF alone: a text may hold U+2028, at which `node:readline` would cut. */
async function* linesOf(path: string): AsyncIterable<readonly string[]> {
  let rest = ''
  for await (const chunk of createReadStream(path, { encoding: 'utf8', highWaterMark: 1 << 18 })) {
    const lines = `${rest}${chunk}`.split('\n')
    rest = lines.pop() as string
    yield lines
  }
  yield [rest]
}

/** One row group at a time. */
async function* parquetRecords(path: string): AsyncIterable<readonly object[]> {
  const { asyncBufferFromFile, parquetMetadataAsync, parquetReadObjects } = await import('hyparquet')
  const file = await asyncBufferFromFile(path)
  const metadata = await parquetMetadataAsync(file)
  let rowStart = 0
  for (const { num_rows } of metadata.row_groups) {
    const rowEnd = rowStart + Number(num_rows)
    // Bytes stay bytes unless the file says that they are a text.
    const rows = await parquetReadObjects({ file, metadata, rowStart, rowEnd, utf8: false })
    for (const row of rows) for (const name in row) row[name] = asInJson(row[name])
    yield rows
    rowStart = rowEnd
  }
}

/** A value of a Parquet file as the other formats spell it. */
function asInJson(value: unknown): unknown {
  if (value instanceof Date) return value.toISOString()
  if (value instanceof Uint8Array) return Buffer.from(value).toString('latin1')
  return typeof value === 'bigint' ? Number(value) : value
}
