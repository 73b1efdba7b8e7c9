import { Buffer } from 'node:buffer'
import type { Column, ColumnType } from '../schema/column.ts'
import type { DialogId } from '../schema/dialog-id.ts'
import type { Guid } from '../schema/guid.ts'
import type { Bytes } from './bytes.ts'

/** How a text format spells the values of each kind of column. */
export interface Spelling {
  readonly null: string
  bit(out: Bytes, value: boolean): void
  int(out: Bytes, value: number): void
  dateTime(out: Bytes, value: number): void
  guid(out: Bytes, value: Guid): void
  text(out: Bytes, value: string): void
  binary(out: Bytes, value: DialogId): void
}

/** What stands before each value of a row, and after the last. */
export interface RowLayout {
  readonly before: readonly string[]
  readonly end: string
}

export type EncodeRow = (out: Bytes, row: object) => void

/** An encoder for the rows of one table. It is made once from the columns, so that nothing looks at types per row. */
export function rowEncoder(columns: readonly Column[], spelling: Spelling, layout: RowLayout): EncodeRow {
  const names = columns.map(({ name }) => name)
  const before = layout.before.map((text) => Buffer.from(text))
  const puts = columns.map(({ type }) => putFor(type, spelling))
  const end = Buffer.from(layout.end)
  const empty = Buffer.from(spelling.null)
  return (out, row) => {
    for (let at = 0; at < names.length; at++) {
      out.raw(before[at]!)
      const value = (row as Readonly<Record<string, unknown>>)[names[at]!]
      if (value === null) out.raw(empty)
      else puts[at]!(out, value)
    }
    out.raw(end)
  }
}

type Put = (out: Bytes, value: unknown) => void

function putFor(type: ColumnType, spelling: Spelling): Put {
  switch (type) {
    case 'bit':
      return spelling.bit as Put
    case 'tinyint':
    case 'smallint':
    case 'int':
      return spelling.int as Put
    case 'datetime':
      return spelling.dateTime as Put
    case 'uniqueidentifier':
      return spelling.guid as Put
    default:
      return (type.startsWith('nvarchar') ? spelling.text : spelling.binary) as Put
  }
}
