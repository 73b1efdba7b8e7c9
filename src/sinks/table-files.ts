import { mkdir } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { aFlag, aPath, checkArguments, optionsOf } from '../arguments.ts'
import { type RowLayout, rowEncoder, type Spelling } from '../encoding/row-encoder.ts'
import { BLOCK, type FileWriter, fileWriter, type WrittenFile } from '../files/file-writer.ts'
import { dailyTables, type TableName, tableList, tableOf } from '../schema/tables.ts'
import { type Day, dayText } from '../time/ticks.ts'
import type { FileSink, Piece } from './file-sink.ts'
import type { TableEncoder, TextEncoder } from './text-encoder.ts'

/** A text format that keeps each table in a file of its own. */
export interface TableFormat {
  /** File name ending, without the dot. */
  readonly ending: string
  readonly spelling: Spelling
  layout(columns: readonly string[]): RowLayout
  header(columns: readonly string[]): string
  /** Between two rows. */
  readonly separator: string
  /** After the last row, or after the header when there is none. */
  footer(rows: number): string
}

/** A file of one table that is being written. */
export interface TableFile {
  write(rows: readonly object[]): Promise<void>
  append?(piece: Piece): Promise<void>
  finish(): Promise<WrittenFile>
  /** Lets go of the file without finishing it. */
  abandon(): Promise<void>
}

export interface TableFilesOptions {
  /** A file for each UTC day, in folders that data tools read as partitions: `Dialogs/day=2015-07-13/part.csv`. */
  readonly split?: boolean
}

/** Checks what a public sink of files is given. */
export function checkFilesSink(
  name: string,
  folder: string,
  tables: readonly TableName[],
  options: TableFilesOptions,
): void {
  checkArguments(name, {
    folder: [folder, aPath],
    tables: [tables, tableList],
    options: [options, filesSinkOptions],
  })
}

const filesSinkOptions = optionsOf({ split: aFlag })

/** The partition of rows that belong to no day, by the name that Hive gives to null. */
const NO_DAY = '__HIVE_DEFAULT_PARTITION__'

/** A file for each of `tables` in an existing folder; an empty table gives a file without rows. */
export async function tableFilesSink(
  folder: string,
  tables: readonly TableName[],
  ending: string,
  openFile: (table: TableName, folder: string, name: string) => Promise<TableFile>,
  { split = false }: TableFilesOptions = {},
): Promise<FileSink> {
  const open = new Map<TableName, { readonly day: Day | null; readonly file: TableFile }>()
  const written: (WrittenFile & { readonly table: TableName })[] = []
  let today: Day | null = null
  const isSplit = (table: TableName) => split && dailyTables.includes(table)
  const start = async (table: TableName, day: Day | null): Promise<TableFile> => {
    const partition = day === null ? NO_DAY : dayText(day)
    const name = isSplit(table) ? `${table}/day=${partition}/part.${ending}` : `${table}.${ending}`
    if (isSplit(table)) await mkdir(join(folder, dirname(name)), { recursive: true })
    const file = await openFile(table, folder, name)
    open.set(table, { day, file })
    return file
  }
  const finish = async (table: TableName, file: TableFile) => {
    written.push({ table, ...(await file.finish()) })
    open.delete(table)
  }
  /** The file that a table is written to now; the one of the day before is done. */
  const fileOf = async (table: TableName, day: Day | null): Promise<TableFile> => {
    const last = open.get(table)
    if (last && (last.day === day || !isSplit(table))) return last.file
    if (last) await finish(table, last.file)
    return start(table, day)
  }
  const abort = async () => {
    for (const { file } of open.values()) await file.abandon()
  }
  try {
    for (const table of tables) if (!isSplit(table)) await start(table, null)
  } catch (cause) {
    await abort()
    throw cause
  }
  return {
    async begin(day: Day | null) {
      today = day
    },
    async write({ table, rows }) {
      if (tables.includes(table) && rows.length > 0) await (await fileOf(table, today)).write(rows)
    },
    async append(piece) {
      if (piece.rows > 0) await (await fileOf(piece.table, piece.day)).append?.(piece)
    },
    async close() {
      for (const [table, { file }] of open) await finish(table, file)
    },
    abort,
    files() {
      const inOrder = [...written].sort((a, b) => tables.indexOf(a.table) - tables.indexOf(b.table))
      return inOrder.map(({ name, bytes, sha256 }) => ({ name, bytes, sha256 }))
    },
  }
}

/** The encoders of a format. */
export function tableEncoder(
  tables: readonly TableName[],
  format: TableFormat,
  { split = false }: TableFilesOptions = {},
): TextEncoder {
  const encoders = tables.map((table): [TableName, TableEncoder] => {
    const { columns } = tableOf(table)
    const layout = format.layout(columns.map(({ name }) => name))
    const encode = rowEncoder({ table, columns }, format.spelling, layout)
    return [table, { file: table, separator: format.separator, encode }]
  })
  const frameOf = (table: TableName, rows: number, days: number) => {
    const files = split && dailyTables.includes(table) ? days : 1
    const around = header(table, format).length + format.footer(rows).length
    return files * around + Math.max(0, rows - files) * format.separator.length
  }
  return {
    tables: new Map(encoders),
    frame: (rows, days) =>
      tables.reduce((sum, table) => sum + frameOf(table, rows[table] ?? 0, days[table] ?? 0), 0),
  }
}

function header(table: TableName, format: TableFormat): string {
  return format.header(tableOf(table).columns.map(({ name }) => name))
}

/** A sink for a text format. */
export function textFilesSink(
  folder: string,
  tables: readonly TableName[],
  format: TableFormat,
  options?: TableFilesOptions,
): Promise<FileSink> {
  const encoders = tableEncoder(tables, format)
  const openFile = async (table: TableName, into: string, name: string): Promise<TableFile> => {
    const writer = await fileWriter(into, name)
    writer.out.text(header(table, format))
    return textFile(writer, encoders.tables.get(table)!, format)
  }
  return tableFilesSink(folder, tables, format.ending, openFile, options)
}

function textFile(writer: FileWriter, encoder: TableEncoder, format: TableFormat): TableFile {
  let count = 0
  return {
    async write(rows) {
      for (let at = 0; at < rows.length; at++) {
        const { out } = writer
        if (count++ > 0 && encoder.separator !== '') out.text(encoder.separator)
        encoder.encode(out, rows[at]!, at, at === rows.length - 1)
        if (out.length >= BLOCK) await writer.flush()
      }
    },
    async append({ rows, bytes }) {
      if (count > 0) writer.out.text(encoder.separator)
      count += rows
      await writer.append(bytes)
    },
    async finish() {
      writer.out.text(format.footer(count))
      return writer.finish()
    },
    abandon: writer.abandon,
  }
}
