import { Buffer } from 'node:buffer'
import { type Column, type ColumnType, DIALOG_ID_TYPE, isBytes } from '../schema/column.ts'
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

/**
 * An encoder for the rows of one table. It is written out column by column and compiled once from the columns: each read
 * of a property then sees rows of one shape only, which is several times as fast as going through a list of names.
 */
export function rowEncoder(columns: readonly Column[], spelling: Spelling, layout: RowLayout): EncodeRow {
  const before = layout.before.map((text) => Buffer.from(text))
  const empty = columns.map((_, at) => Buffer.from(layout.empty?.[at] ?? spelling.null))
  const puts = columns.map(({ type }) => putFor(type, spelling))
  const lines = columns.flatMap(({ name, nullable }, at) => {
    const value = `row[${JSON.stringify(name)}]`
    const put = `put${at}(out, ${value})`
    return [
      before[at]!.length === 0
        ? ''
        : before[at]!.length === 1
          ? `out.byte(${before[at]![0]})`
          : `out.raw(before[${at}])`,
      nullable ? `if (${value} === null) out.raw(empty[${at}]); else ${put}` : put,
    ]
  })
  const body = `${puts.map((_, at) => `const put${at} = puts[${at}]`).join('\n')}
return (out, row) => {
${lines.join('\n')}
${layout.end === '' ? '' : 'out.raw(end)'}
}`
  return new Function('puts', 'before', 'empty', 'end', body)(
    puts,
    before,
    empty,
    Buffer.from(layout.end),
  ) as EncodeRow
}

type Put = (out: Bytes, value: unknown) => void

function putFor(type: ColumnType, spelling: Spelling): Put {
  switch (type) {
    case 'bit':
      return spelling.bit as Put
    case 'tinyint':
    case 'smallint':
    case 'int':
    case 'bigint':
      return spelling.int as Put
    case 'datetime':
      return spelling.dateTime as Put
    case 'uniqueidentifier':
      return spelling.guid as Put
    case DIALOG_ID_TYPE:
      return spelling.dialogId as Put
    default:
      return (isBytes(type) ? spelling.ascii : spelling.text) as Put
  }
}
