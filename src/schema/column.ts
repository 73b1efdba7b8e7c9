import type { Ticks } from '../time/ticks.ts'
import type { DialogId } from './dialog-id.ts'
import type { Guid } from './guid.ts'

/** A column type as the documentation of the database spells it. */
export type ColumnType =
  | 'bit'
  | 'tinyint'
  | 'smallint'
  | 'int'
  | 'datetime'
  | 'uniqueidentifier'
  | `nvarchar(${number})`
  | `varbinary(${number})`

export interface Column {
  readonly name: string
  readonly type: ColumnType
  /** Whether a row may leave it empty. The documentation is silent; key columns are not nullable, all others are. */
  readonly nullable: boolean
}

/** The value of a column in a row. Times stay ticks and ids stay numbers until a sink writes them. */
export type ValueOf<T extends ColumnType> = T extends 'bit'
  ? boolean
  : T extends 'tinyint' | 'smallint' | 'int'
    ? number
    : T extends 'datetime'
      ? Ticks
      : T extends 'uniqueidentifier'
        ? Guid
        : T extends `nvarchar(${number})`
          ? string
          : DialogId

/** A column that no row leaves empty. */
export function required<N extends string, T extends ColumnType>(name: N, type: T) {
  return { name, type, nullable: false } as const
}

/** A column that a row may leave empty. */
export function optional<N extends string, T extends ColumnType>(name: N, type: T) {
  return { name, type, nullable: true } as const
}

/** The greatest number of characters (UTF-16 units) or bytes that a column holds; null where the type has no length. */
export function maxLength(type: ColumnType): number | null {
  const match = /\((\d+)\)$/.exec(type)
  return match ? Number(match[1]) : null
}
