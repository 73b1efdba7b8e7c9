import { join } from 'node:path'
import { createTables } from '../dialects/ddl.ts'
import type { Dialect } from '../dialects/dialect.ts'
import { type EncodeRow, rowEncoder } from '../encoding/row-encoder.ts'
import { BLOCK, fileWriter, type WrittenFile } from '../files/file-writer.ts'
import { type TableName, tableOf } from '../schema/tables.ts'
import type { FileSink } from './table-files.ts'

export interface SqlScriptOptions {
  /** Name of the script in the folder. */
  readonly file: string
  readonly dialect: Dialect
  readonly tables: readonly TableName[]
  /** Also create the tables. */
  readonly create: boolean
  /** Lines of a comment at the top. */
  readonly comment: readonly string[]
}

/** One script for the engine's own client: `INSERT`s of many rows in one transaction, parents first. */
export async function sqlSink(folder: string, options: SqlScriptOptions): Promise<FileSink> {
  const { file, dialect, tables, create, comment } = options
  const writer = await fileWriter(join(folder, file))
  const { out } = writer
  const encoders = new Map<TableName, { opening: string; encode: EncodeRow }>()
  for (const table of tables) {
    const { columns } = tableOf(table)
    const names = columns.map(({ name }) => dialect.identifier(name)).join(', ')
    const layout = { before: columns.map((_, at) => (at === 0 ? '(' : ', ')), end: ')' }
    const opening = `${dialect.insertInto} ${dialect.identifier(table)} (${names}) VALUES\n`
    encoders.set(table, { opening, encode: rowEncoder(columns, dialect.spelling, layout) })
  }
  for (const line of comment) out.text(`-- ${line}\n`)
  if (create)
    for (const statement of createTables(dialect, tables)) out.text(`${statement};\n${dialect.batchEnd}`)
  out.text(dialect.begin + dialect.batchEnd)
  let done: WrittenFile | null = null
  return {
    async write({ table, rows }) {
      const encoder = encoders.get(table)
      if (!encoder) return
      for (const [at, row] of rows.entries()) {
        if (at % dialect.maxRowsPerInsert === 0) out.text(encoder.opening)
        encoder.encode(out, row)
        const isLast = at === rows.length - 1 || (at + 1) % dialect.maxRowsPerInsert === 0
        out.text(isLast ? `;\n${dialect.batchEnd}` : ',\n')
        if (out.length >= BLOCK) await writer.flush()
      }
    },
    async close() {
      out.text(dialect.commit + dialect.batchEnd)
      done = await writer.finish()
    },
    abort: writer.abandon,
    files: () => (done ? [done] : []),
  }
}
