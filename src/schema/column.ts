import type { Ticks } from '../time/ticks.ts'
import type { DialogId } from './dialog-id.ts'
import type { Guid } from './guid.ts'

/** A column type as the documentation of the database spells it. */
export type ColumnType =
  | 'bit'
  | 'tinyint'
  | 'smallint'
  | 'int'
  | 'bigint'
  | 'datetime'
  | 'uniqueidentifier'
  | `nvarchar(${number})`
  | `varbinary(${number})`
  | 'image'

export interface Column {
  readonly name: string
  readonly type: ColumnType
  /** Whether a row may leave it empty. The documentation is silent; key columns are not nullable, all others are. */
  readonly nullable: boolean
}

/** The type of the one column of dialog ids, which are kept as bytes. */
export const DIALOG_ID_TYPE = 'varbinary(775)'

/**
 * The value of a column in a row. Times stay ticks and ids stay numbers until a sink writes them; what else the database
 * keeps as bytes is an ASCII text.
 */
export type ValueOf<T extends ColumnType> = T extends 'bit'
  ? boolean
  : T extends 'tinyint' | 'smallint' | 'int' | 'bigint'
    ? number
    : T extends 'datetime'
      ? Ticks
      : T extends 'uniqueidentifier'
        ? Guid
        : T extends typeof DIALOG_ID_TYPE
          ? DialogId
          : string

/** Whether the database keeps a text of this type as bytes. */
export function isBytes(type: ColumnType): boolean {
  return type === 'image' || type.startsWith('varbinary')
}

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
