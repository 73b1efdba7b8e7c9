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
}
