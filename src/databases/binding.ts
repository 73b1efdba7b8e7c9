import type { Knex } from 'knex'
import { type ColumnType, isBytes } from '../schema/column.ts'

/** A value as the drivers of servers take it, for columns of any type but times: those each has in its own way. */
export function usualBinding(type: ColumnType): (value: unknown) => Knex.Value {
  if (type === 'uniqueidentifier') return (value) => String(value)
  return isBytes(type) ? (value) => Buffer.from(String(value), 'latin1') : (value) => value as Knex.Value
}
