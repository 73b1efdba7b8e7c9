import type { TableName } from '../schema/tables.ts'
import { tableOf } from '../schema/tables.ts'

/**
 * A text as SQL Server compares it by default: without regard to case and to blanks at the end. Other engines tell more
 * apart, and a database that was moved from one to the other must not have a user twice.
 */
export function fold(value: unknown): string {
  return value === null || value === undefined ? '' : String(value).replace(/ +$/, '').toLowerCase()
}

/** What a row of a table with names is called, folded; its parts with a tab between them. */
export function nameOf(table: TableName, row: object): string {
  return naturalOf(table, row).map(fold).join('\t')
}

/** The same as it is spelled. */
export function spelledName(table: TableName, row: object): string {
  return naturalOf(table, row).join('\t')
}

function naturalOf(table: TableName, row: object): readonly unknown[] {
  const { identity } = tableOf(table)
  if (identity.kind !== 'named') throw new TypeError(`rows of ${table} have no names`)
  return identity.natural.map((column) => (row as Readonly<Record<string, unknown>>)[column])
}
