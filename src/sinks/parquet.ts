import type { ColumnSource, SchemaElement } from 'hyparquet-writer'
import { Bytes } from '../encoding/bytes.ts'
import { BLOCK, fileWriter } from '../files/file-writer.ts'
import { type Column, type ColumnType, DIALOG_ID_TYPE, isBytes } from '../schema/column.ts'
import type { DialogId } from '../schema/dialog-id.ts'
import type { Guid } from '../schema/guid.ts'
import { type TableName, tableOf } from '../schema/tables.ts'
import { msFromTicks } from '../time/ticks.ts'
import type { FileSink } from './file-sink.ts'
import { checkFilesSink, type TableFile, type TableFilesOptions, tableFilesSink } from './table-files.ts'

/** How many rows are held before they become a row group: a file of any size needs no more memory than this. */
const ROW_GROUP = 100_000

/**
 * A Parquet file for each of `tables` in an existing folder, compressed with Snappy. Columns have logical types: times
 * are UTC in milliseconds, without a zone as in the database, GUIDs are `UUID`, `tinyint` is unsigned; those that no row leaves empty are required. The
 * bytes, as of `Dialogs.ExternalId`, have no logical type, as in the database.
 */
export async function parquetSink(
  folder: string,
  tables: readonly TableName[],
  options: TableFilesOptions = {},
): Promise<FileSink> {
  checkFilesSink('parquetSink', folder, tables, options)
  const library = await import('hyparquet-writer')
  const open = (table: TableName, into: string, name: string) => tableFile(library, into, name, table)
  return tableFilesSink(folder, tables, 'parquet', open, options)
}

async function tableFile(
  { ByteWriter, ParquetWriter }: typeof import('hyparquet-writer'),
  folder: string,
  name: string,
  table: TableName,
): Promise<TableFile> {
  const columns = tableOf(table).columns.map((column) => ({ ...column, ...spelling(column.type) }))
  const root: SchemaElement = { name: table, num_children: columns.length }
  const schema = [root, ...columns.map(schemaElement)]
  const file = await fileWriter(folder, name)
  const bytes = new ByteWriter(BLOCK)
  const parquet = new ParquetWriter({ writer: bytes, schema, createdBy: 'rollcall' })
  const data: unknown[][] = columns.map(() => [])
  let waiting = 0

  const flush = async () => {
    const all = bytes.getBytes()
    await file.append(all)
    bytes.index = 0 // `offset` goes on: the footer tells where in the file each column lies
  }
  const endGroup = async () => {
    if (waiting === 0) return
    const columnData = columns.map(({ name, how }, at): ColumnSource => ({ name, data: data[at]!, ...how }))
    await parquet.write({ columnData, rowGroupSize: ROW_GROUP })
    for (const values of data) values.length = 0
    waiting = 0
    await flush()
  }
  return {
    async write(rows) {
      for (const row of rows) {
        for (let at = 0; at < columns.length; at++) {
          const { name, value } = columns[at]!
          const cell = (row as Readonly<Record<string, unknown>>)[name]
          data[at]!.push(cell === null ? null : value(cell))
        }
        if (++waiting === ROW_GROUP) await endGroup()
      }
    },
    async finish() {
      await endGroup()
      await parquet.finish()
      await flush()
      return file.finish()
    },
    abandon: file.abandon,
  }
}

/** What a type of the database is in Parquet. */
interface Spelling {
  readonly element: Omit<SchemaElement, 'name'>
  /** A cell that is not empty, as the library takes it. */
  value(cell: unknown): unknown
  /** How the values are packed; where nothing is said, by a dictionary if that is shorter. */
  readonly how?: Pick<ColumnSource, 'encoding' | 'codec' | 'statistics'>
}

/** Ids are drawn: nothing in them repeats or is in order, so there is nothing to gain by looking for it. */
const PURE_CHANCE = { encoding: 'PLAIN', codec: 'UNCOMPRESSED', statistics: false } as const

const same = (cell: unknown) => cell

// Widths of integers are told in the older way, as converted types, which every reader knows: the library writes the
// number of bits of the newer INTEGER type in a form that strict readers pass over.
function spelling(type: ColumnType): Spelling {
  switch (type) {
    case 'bit':
      return { element: { type: 'BOOLEAN' }, value: same }
    case 'tinyint':
      return { element: { type: 'INT32', converted_type: 'UINT_8' }, value: same }
    case 'smallint':
      return { element: { type: 'INT32', converted_type: 'INT_16' }, value: same }
    case 'int':
      return { element: { type: 'INT32' }, value: same }
    case 'bigint':
      return { element: { type: 'INT64' }, value: (cell) => BigInt(cell as number) }
    case 'datetime':
      return {
        element: {
          type: 'INT64',
          logical_type: { type: 'TIMESTAMP', isAdjustedToUTC: false, unit: 'MILLIS' },
        },
        value: (cell) => BigInt(msFromTicks(cell as number)),
      }
    case 'uniqueidentifier':
      return {
        element: { type: 'FIXED_LEN_BYTE_ARRAY', type_length: 16, logical_type: { type: 'UUID' } },
        value: (cell) => guidBytes(cell as Guid),
        how: PURE_CHANCE,
      }
    case DIALOG_ID_TYPE: {
      const value = (cell: unknown) => dialogIdBytes(cell as DialogId)
      return { element: { type: 'BYTE_ARRAY' }, value, how: PURE_CHANCE }
    }
    default:
      if (isBytes(type))
        return {
          element: { type: 'BYTE_ARRAY' },
          value: (cell) => new Uint8Array(Buffer.from(cell as string, 'latin1')),
        }
      return {
        element: { type: 'BYTE_ARRAY', converted_type: 'UTF8', logical_type: { type: 'STRING' } },
        value: same,
      }
  }
}

function schemaElement({ name, nullable, element }: Column & Spelling): SchemaElement {
  return { ...element, name, repetition_type: nullable ? 'OPTIONAL' : 'REQUIRED' }
}

/** In the order of the text, not in that of Windows. */
function guidBytes({ a, b, c, d }: Guid): Uint8Array {
  const bytes = new Uint8Array(16)
  for (let at = 0; at < 4; at++) {
    const shift = 24 - at * 8
    bytes[at] = a >>> shift
    bytes[at + 4] = b >>> shift
    bytes[at + 8] = c >>> shift
    bytes[at + 12] = d >>> shift
  }
  return bytes
}

const text = new Bytes(128)

function dialogIdBytes(id: DialogId): Uint8Array {
  text.clear()
  text.dialogId(id)
  return new Uint8Array(text.view())
}
