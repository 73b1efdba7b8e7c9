import type { TYPES } from 'tedious'
import type { Target, TargetColumn } from '../databases/found.ts'
import { Bytes } from '../encoding/bytes.ts'
import { eachValue } from '../encoding/each-value.ts'
import { DIALOG_ID_TYPE } from '../schema/column.ts'
import type { DialogId } from '../schema/dialog-id.ts'
import type { Guid } from '../schema/guid.ts'
import type { Put } from '../schema/row-reads.ts'
import { DAY, msFromTicks, utcDay } from '../time/ticks.ts'

/** How values of a column stand in a row of TDS, the protocol of SQL Server. */
export interface Cell {
  /** What tedious calls the type. */
  readonly type: keyof typeof TYPES
  /** What belongs to the type: characters or bytes, digits of a second. */
  readonly size: { readonly length?: number; readonly scale?: number }
  /** What stands for null. */
  readonly empty: Uint8Array
  put(bytes: Bytes, value: unknown): void
}

/** Before each row. */
const ROW = 0xd1

/**
 * Encodes rows of a table for a bulk load, each cell as its type asks for it.
 * https://learn.microsoft.com/openspecs/windows_protocols/ms-tds (2.2.5.4 and 2.2.7.19)
 */
export function tdsRows({ table, columns }: Target): (rows: readonly object[]) => Buffer {
  const puts = columns.map((column): [string, Put<Bytes>] => {
    const { empty, put } = cellOf(column)
    return [
      column.name,
      (bytes, value) => {
        if (value === null) bytes.raw(empty)
        else put(bytes, value)
      },
    ]
  })
  const values = eachValue(table, new Map(puts))
  const bytes = new Bytes()
  return (rows) => {
    bytes.clear()
    for (const row of rows) {
      bytes.byte(ROW)
      values(bytes, row)
    }
    return Buffer.from(bytes.view())
  }
}

const NO_BYTES = Uint8Array.of(0)
const NO_TEXT = Uint8Array.of(0xff, 0xff)
/** Of a column of any length, whose values come in chunks. */
const NO_CHUNKS = new Uint8Array(8).fill(0xff)

const fixed = { size: {}, empty: NO_BYTES }

export function cellOf({ type, found }: TargetColumn): Cell {
  switch (found.type) {
    case 'bit':
      return { ...fixed, type: 'Bit', put: (bytes, value) => sized(bytes, 1).byte(value ? 1 : 0) }
    case 'tinyint':
      return { ...fixed, type: 'TinyInt', put: (bytes, value) => sized(bytes, 1).byte(value as number) }
    case 'smallint':
      return { ...fixed, type: 'SmallInt', put: (bytes, value) => sized(bytes, 2).int16(value as number) }
    case 'int':
      return { ...fixed, type: 'Int', put: (bytes, value) => sized(bytes, 4).int32(value as number) }
    case 'bigint':
      return { ...fixed, type: 'BigInt', put: putBigInt }
    case 'datetime':
      return { ...fixed, type: 'DateTime', put: putDateTime }
    case 'datetime2':
      return { ...fixed, type: 'DateTime2', size: { scale: 7 }, put: putDateTime2 }
    case 'uniqueidentifier':
      return { ...fixed, type: 'UniqueIdentifier', put: putGuid }
    case 'nvarchar':
      return ofLength('NVarChar', found.length, putText)
    case 'varbinary':
      return ofLength('VarBinary', found.length, type === DIALOG_ID_TYPE ? putDialogId : putAscii)
    default:
      throw new Error(`no bulk load of ${type} into ${found.type}`)
  }
}

function sized(bytes: Bytes, length: number): Bytes {
  bytes.byte(length)
  return bytes
}

/** Any safe integer. */
function putBigInt(bytes: Bytes, value: unknown): void {
  const high = Math.floor((value as number) / 2 ** 32)
  sized(bytes, 8).int32((value as number) - high * 2 ** 32)
  bytes.int32(high)
}

/** Days from 1900-01-01 and from 0001-01-01 to 1970-01-01. */
const [FROM_1900, FROM_1] = [25_567, 719_162]

/** The day, and the tick of the day: SQL Server's ticks are ours. */
function putDateTime(bytes: Bytes, value: unknown): void {
  const day = utcDay(value as number)
  sized(bytes, 8).int32(day + FROM_1900)
  bytes.int32((value as number) - day * DAY)
}

/** The time of the day in steps of 100 ns, five bytes, and the day, three. */
function putDateTime2(bytes: Bytes, value: unknown): void {
  const day = utcDay(value as number)
  const steps = msFromTicks((value as number) - day * DAY) * 10_000
  sized(bytes, 8).int32(steps)
  bytes.byte(Math.floor(steps / 2 ** 32))
  bytes.int16(day + FROM_1)
  bytes.byte((day + FROM_1) >> 16)
}

/** The first three groups of digits are numbers, lowest byte first; the others are bytes as they stand. */
function putGuid(bytes: Bytes, value: unknown): void {
  const { a, b, c, d } = value as Guid
  sized(bytes, 16).int32(a)
  bytes.int16(b >>> 16)
  bytes.int16(b)
  bytes.int32(swapped(c))
  bytes.int32(swapped(d))
}

function swapped(word: number): number {
  return (word << 24) | ((word & 0xff00) << 8) | ((word >>> 8) & 0xff00) | (word >>> 24)
}

interface Content {
  size(value: unknown): number
  put(bytes: Bytes, value: unknown): void
}

const putText: Content = {
  size: (value) => (value as string).length * 2,
  put: (bytes, value) => bytes.utf16(value as string),
}

const putDialogId: Content = {
  size: () => 76,
  put: (bytes, value) => bytes.dialogId(value as DialogId),
}

const putAscii: Content = {
  size: (value) => (value as string).length,
  put: (bytes, value) => bytes.raw(Buffer.from(value as string, 'latin1')),
}

/** Values of a column with a greatest length begin with their size; without one they are a chunk, or none, and an end. */
function ofLength(type: Cell['type'], length: number | null, { size, put }: Content): Cell {
  if (length !== null) {
    return {
      type,
      size: { length },
      empty: NO_TEXT,
      put(bytes, value) {
        bytes.int16(size(value))
        put(bytes, value)
      },
    }
  }
  return {
    type,
    size: { length: Infinity },
    empty: NO_CHUNKS,
    put(bytes, value) {
      bytes.raw(UNKNOWN_SIZE)
      const chunk = size(value)
      if (chunk > 0) {
        bytes.int32(chunk)
        put(bytes, value)
      }
      bytes.int32(0)
    },
  }
}

const UNKNOWN_SIZE = Uint8Array.of(0xfe, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff)
