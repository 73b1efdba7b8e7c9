import { Buffer } from 'node:buffer'
import { RollcallError } from '../errors.ts'
import { type Column, type ColumnType, isBytes } from '../schema/column.ts'
import type { DialogId } from '../schema/dialog-id.ts'
import { Guid } from '../schema/guid.ts'
import type { TableName, Tables, tables } from '../schema/tables.ts'
import { dateTimeText, msFromTicks, type Ticks, ticksFromMs, ticksFromText } from '../time/ticks.ts'

/** A value as it can be compared and printed: times as `2015-07-15T09:00:00.000`, ids as their texts. */
export type PlainValue = string | number | boolean | null

/** What a test can write for a value of a column: as rows have it, as files spell it, or as a driver gives it. */
type Given<V> = V extends Guid
  ? Guid | string
  : V extends DialogId
    ? DialogId | string | Uint8Array
    : V extends boolean
      ? boolean | 0 | 1
      : V extends number
        ? number | Date | string
        : V extends string
          ? string | Uint8Array
          : V

/** A value as the driver of SQL Server gives it. A number can be a time, which is a `Date`. */
type Driven<C extends Column> =
  | (C['type'] extends 'bit'
      ? boolean
      : C['type'] extends 'datetime'
        ? Date
        : C['type'] extends 'image' | `varbinary(${number})`
          ? Buffer
          : C['type'] extends 'uniqueidentifier' | `nvarchar(${number})`
            ? string
            : number)
  | (C['nullable'] extends true ? null : never)

/** The columns of each table with what a test can write for each. */
export type GivenRows = {
  readonly [T in TableName]: { readonly [C in keyof Tables[T]]?: Given<Tables[T][C]> }
}

/** Rows as the driver of SQL Server gives them: times as `Date`, GUIDs as texts, ids of dialogs as bytes. */
export type DrivenRows = {
  readonly [T in TableName]: { readonly [C in (typeof tables)[T]['columns'][number] as C['name']]: Driven<C> }
}

/**
 * A value of a column, however it was given. Throws a `RollcallError` for one that the column cannot hold.
 * `where` names the place for the message.
 */
export function plainValue(type: ColumnType, value: unknown, where: string): PlainValue {
  if (value === null || value === undefined) return null
  const plain = PLAIN[kindOf(type)](value)
  if (plain !== null) return plain
  throw new RollcallError('ROLLCALL_E_ARGUMENT', `${where}: ${shown(value)} is not a value of ${type}`)
}

/** A value of a row as the driver of SQL Server gives it. */
export function drivenValue(type: ColumnType, value: unknown): unknown {
  if (value === null) return null
  switch (kindOf(type)) {
    case 'time':
      return new Date(msFromTicks(value as Ticks))
    case 'bytes':
      return Buffer.from(String(value), 'latin1')
    case 'guid':
      return String(value)
    default:
      return value
  }
}

type Kind = 'bit' | 'number' | 'time' | 'guid' | 'text' | 'bytes'

function kindOf(type: ColumnType): Kind {
  switch (type) {
    case 'bit':
      return 'bit'
    case 'datetime':
      return 'time'
    case 'uniqueidentifier':
      return 'guid'
    default:
      return isBytes(type) ? 'bytes' : type.startsWith('nvarchar') ? 'text' : 'number'
  }
}

/** Each gives null for what does not fit. */
const PLAIN: Readonly<Record<Kind, (value: unknown) => PlainValue>> = {
  bit(value) {
    if (value instanceof Uint8Array) return value[0] === 1 // MySQL's `bit`
    if (value === true || value === 1 || value === '1' || value === 'true') return true
    return value === false || value === 0 || value === '0' || value === 'false' ? false : null
  },
  number(value) {
    const number = typeof value === 'string' && value !== '' ? Number(value) : value
    return Number.isInteger(number) ? (number as number) : null
  },
  time(value) {
    const ticks =
      value instanceof Date
        ? ticksFromMs(value.getTime())
        : typeof value === 'string'
          ? ticksFromText(value)
          : (value as Ticks)
    return Number.isInteger(ticks) ? dateTimeText(ticks as Ticks) : null
  },
  guid: (value) => (value instanceof Guid ? value : Guid.parse(String(value)))?.toString() ?? null,
  text: (value) => (typeof value === 'string' ? value : null),
  bytes: (value) => (value instanceof Uint8Array ? Buffer.from(value).toString('latin1') : String(value)),
}

function shown(value: unknown): string {
  const text = value instanceof Date ? String(value) : (JSON.stringify(value) ?? String(value))
  return text.length > 60 ? `${text.slice(0, 60)}…` : text
}
