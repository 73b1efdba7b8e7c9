import { aFlag, aPath, aText, checkArguments, kindOf, listOf, oneOf, optionsOf } from '../arguments.ts'
import { createAll } from '../dialects/ddl.ts'
import type { DialectName } from '../dialects/dialect.ts'
import { dialects } from '../dialects/dialects.ts'
import { rowEncoder } from '../encoding/row-encoder.ts'
import { BLOCK, fileWriter, type WrittenFile } from '../files/file-writer.ts'
import { type TableName, tableList, tableOf } from '../schema/tables.ts'
import type { FileSink } from './file-sink.ts'
import type { TableEncoder, TextEncoder } from './text-encoder.ts'

export interface SqlScriptOptions {
  /** Name of the script in the folder. */
  readonly file: string
  readonly dialect: DialectName
  readonly tables: readonly TableName[]
  /** Also create the tables. */
  readonly create: boolean
  /** Whether these have foreign keys. Default true. */
  readonly foreignKeys?: boolean
  /** Lines of a comment at the top. */
  readonly comment: readonly string[]
}

const scriptOptions = optionsOf(
  {
    file: kindOf(
      'the name of a file',
      (name) => typeof name === 'string' && /^(?!\.+$)[^/\\\0]+$/.test(name),
    ),
    dialect: oneOf(Object.keys(dialects)),
    tables: tableList,
    create: aFlag,
    foreignKeys: aFlag,
    comment: listOf(aText),
  },
  ['file', 'dialect', 'tables', 'create', 'comment'],
)

/** How rows become statements. */
export function sqlEncoder(options: SqlScriptOptions): TextEncoder {
  const { file, tables } = options
  const dialect = dialects[options.dialect]
  const encoders = tables.map((table): [TableName, TableEncoder] => {
    const { columns } = tableOf(table)
    const names = columns.map(({ name }) => dialect.identifier(name)).join(', ')
    const layout = { before: columns.map((_, at) => (at === 0 ? '(' : ', ')), end: ')' }
    const opening = `${dialect.insertInto} ${dialect.identifier(table)} (${names}) VALUES\n`
    const encodeRow = rowEncoder({ table, columns }, dialect.spelling, layout)
    const encode: TableEncoder['encode'] = (out, row, at, isLast) => {
      if (at % dialect.maxRowsPerInsert === 0) out.text(opening)
      encodeRow(out, row)
      const ends = isLast || (at + 1) % dialect.maxRowsPerInsert === 0
      out.text(ends ? `;\n${dialect.batchEnd}` : ',\n')
    }
    return [table, { file, separator: '', encode }]
  })
  const around = Buffer.byteLength(beginning(options) + ending(options))
  return { tables: new Map(encoders), frame: () => around }
}

/** One script for the engine's own client: `INSERT`s of many rows in one transaction, parents first. */
export async function sqlSink(folder: string, options: SqlScriptOptions): Promise<FileSink> {
  checkArguments('sqlSink', { folder: [folder, aPath], options: [options, scriptOptions] })
  const encoders = sqlEncoder(options).tables
  const writer = await fileWriter(folder, options.file)
  writer.out.text(beginning(options))
  let done: WrittenFile | null = null
  return {
    async write({ table, rows }) {
      const encoder = encoders.get(table)
      if (!encoder) return
      for (let at = 0; at < rows.length; at++) {
        encoder.encode(writer.out, rows[at]!, at, at === rows.length - 1)
        if (writer.out.length >= BLOCK) await writer.flush()
      }
    },
    append: ({ bytes }) => writer.append(bytes),
    async close() {
      writer.out.text(ending(options))
      done = await writer.finish()
    },
    abort: writer.abandon,
    files: () => (done ? [done] : []),
  }
}

function beginning({ tables, create, foreignKeys = true, comment, ...words }: SqlScriptOptions): string {
  const dialect = dialects[words.dialect]
  const lines = comment.map((line) => `-- ${line}\n`)
  const statements = create ? createAll(dialect, tables, { foreignKeys }) : []
  const ddl = statements.map((statement) => `${statement};\n${dialect.batchEnd}`)
  return [...lines, ...ddl, dialect.begin, dialect.batchEnd].join('')
}

function ending(words: SqlScriptOptions): string {
  const dialect = dialects[words.dialect]
  return dialect.commit + dialect.batchEnd
}
