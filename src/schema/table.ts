import type { Column, ValueOf } from './column.ts'

/** Columns that together name one row of another table. */
export interface Reference {
  readonly columns: readonly string[]
  readonly table: string
  readonly to: readonly string[]
}

/** A table as data: all that row types, DDL, encoders and checks are made from. */
export interface Table {
  readonly columns: readonly Column[]
  readonly primaryKey: readonly string[]
  /** Further sets of columns that no two rows share. */
  readonly unique: readonly (readonly string[])[]
  /**
   * Where a row's columns point. Declared as a foreign key only between equal types and to a key, because SQL Server
   * refuses others (errors 1778 and 1776); checked by `verify` always.
   */
  readonly references: readonly Reference[]
  readonly identity: Identity
}

/** By what a row is known again in a database in which it has other numbers. */
export type Identity =
  /** Rows are named by `natural`, and numbered by the database's own `number` where there is one. They may be shared. */
  | { readonly kind: 'named'; readonly natural: readonly string[]; readonly number: string | null }
  /** Rows lie at a time, and `sequence` numbers those of one time. `natural` knows them again beside the time. */
  | {
      readonly kind: 'timed'
      readonly time: string
      readonly sequence: string
      readonly natural: readonly string[]
    }
  /** Rows are known by the rows that they belong to. */
  | { readonly kind: 'child' }

/** The rows of a table with these columns. */
export type RowOf<C extends readonly Column[]> = {
  readonly [K in C[number] as K['name']]: K['nullable'] extends true
    ? ValueOf<K['type']> | null
    : ValueOf<K['type']>
}

export function table<const C extends readonly Column[]>(definition: {
  columns: C
  primaryKey: readonly C[number]['name'][]
  unique?: readonly (readonly C[number]['name'][])[]
  references?: readonly Reference[]
  identity?: Identity
}) {
  const { columns, primaryKey, unique = [], references = [], identity = { kind: 'child' } } = definition
  return { columns, primaryKey, unique, references, identity } as const
}

export function named(natural: readonly string[], number: string | null = null): Identity {
  return { kind: 'named', natural, number }
}

export function timed(
  [time, sequence]: readonly [time: string, sequence: string],
  natural: readonly string[],
): Identity {
  return { kind: 'timed', time, sequence, natural }
}

export function reference(
  columns: readonly string[],
  table: string,
  to: readonly string[] = columns,
): Reference {
  return { columns, table, to }
}
