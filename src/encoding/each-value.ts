import { type Put, type RowRead, rowReads } from '../schema/row-reads.ts'
import type { TableName } from '../schema/tables.ts'

/** Hands each value of a row of a table to the `put` of its column, where there is one, in the order of the columns. */
export function eachValue<Out>(
  table: TableName,
  puts: ReadonlyMap<string, Put<Out>>,
): (out: Out, row: object) => void {
  const read: RowRead<never> = rowReads[table]
  return read((column) => puts.get(column) ?? nothing) as (out: Out, row: object) => void
}

function nothing(): void {}
