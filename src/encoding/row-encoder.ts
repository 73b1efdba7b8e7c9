import { Buffer } from 'node:buffer'
import { type ColumnType, DIALOG_ID_TYPE, isBytes } from '../schema/column.ts'
import type { DialogId } from '../schema/dialog-id.ts'
import type { Guid } from '../schema/guid.ts'
import type { Put } from '../schema/row-reads.ts'
import type { TableColumns } from '../schema/tables.ts'
import type { Bytes } from './bytes.ts'
import { eachValue } from './each-value.ts'

/** How a text format spells the values of each kind of column. */
export interface Spelling {
  readonly null: string
  bit(out: Bytes, value: boolean): void
  int(out: Bytes, value: number): void
  dateTime(out: Bytes, value: number): void
  guid(out: Bytes, value: Guid): void
  text(out: Bytes, value: string): void
  dialogId(out: Bytes, value: DialogId): void
  /** An ASCII text that the database keeps as bytes. */
  ascii(out: Bytes, value: string): void
}

/** What stands before each value of a row, and after the last. */
export interface RowLayout {
  readonly before: readonly string[]
  readonly end: string
  /** What stands for null in each column, where that is not the same in all. */
  readonly empty?: readonly string[]
}

export type EncodeRow = (out: Bytes, row: object) => void

/** An encoder for the rows of a table, or of those of its columns that are wanted, built once from their types. */
export function rowEncoder(
  { table, columns }: TableColumns,
  spelling: Spelling,
  layout: RowLayout,
): EncodeRow {
  const puts = columns.map(({ name, type }, at): [string, Put<Bytes>] => {
    const put = putFor(type, spelling)
    const before = Buffer.from(layout.before[at]!)
    const empty = Buffer.from(layout.empty?.[at] ?? spelling.null)
    return [
      name,
      (out, value) => {
        out.raw(before)
        if (value === null) out.raw(empty)
        else put(out, value)
      },
    ]
  })
  const values = eachValue(table, new Map(puts))
  const end = Buffer.from(layout.end)
  return (out, row) => {
    values(out, row)
    out.raw(end)
  }
}

function putFor(type: ColumnType, spelling: Spelling): Put<Bytes> {
  switch (type) {
    case 'bit':
      return spelling.bit as Put<Bytes>
    case 'tinyint':
    case 'smallint':
    case 'int':
    case 'bigint':
      return spelling.int as Put<Bytes>
    case 'datetime':
      return spelling.dateTime as Put<Bytes>
    case 'uniqueidentifier':
      return spelling.guid as Put<Bytes>
    case DIALOG_ID_TYPE:
      return spelling.dialogId as Put<Bytes>
    default:
      return (isBytes(type) ? spelling.ascii : spelling.text) as Put<Bytes>
  }
}
