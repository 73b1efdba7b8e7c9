import { join } from 'node:path'
import { type EncodeRow, type RowLayout, rowEncoder, type Spelling } from '../encoding/row-encoder.ts'
import { BLOCK, type FileWriter, fileWriter, type WrittenFile } from '../files/file-writer.ts'
import { type TableName, tableOf } from '../schema/tables.ts'
import type { Sink } from './sink.ts'

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

/** A sink that writes files and can tell what it wrote. */
export interface FileSink extends Sink {
  /** The files in order of their tables, once `close` has resolved. */
  files(): readonly WrittenFile[]
}

interface OpenTable {
  readonly writer: FileWriter
  readonly encode: EncodeRow
  rows: number
}

/** A file for each of `tables` in an existing folder; an empty table gives a file without rows. */
export async function tableFilesSink(
  folder: string,
  tables: readonly TableName[],
  format: TableFormat,
): Promise<FileSink> {
  const open = new Map<TableName, OpenTable>()
  const written: WrittenFile[] = []
  const abort = async () => {
    for (const { writer } of open.values()) await writer.abandon()
  }
  try {
    for (const table of tables) {
      const { columns } = tableOf(table)
      const names = columns.map(({ name }) => name)
      const writer = await fileWriter(join(folder, `${table}.${format.ending}`))
      writer.out.text(format.header(names))
      open.set(table, { writer, encode: rowEncoder(columns, format.spelling, format.layout(names)), rows: 0 })
    }
  } catch (cause) {
    await abort()
    throw cause
  }
  return {
    async write({ table, rows }) {
      const target = open.get(table)
      if (!target) return
      const { writer, encode } = target
      const { out } = writer
      for (const row of rows) {
        if (target.rows++ > 0) out.text(format.separator)
        encode(out, row)
        if (out.length >= BLOCK) await writer.flush()
      }
    },
    async close() {
      for (const { writer, rows } of open.values()) {
        writer.out.text(format.footer(rows))
        written.push(await writer.finish())
      }
    },
    abort,
    files: () => written,
  }
}
