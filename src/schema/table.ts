import type { Column } from './column.ts'

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
