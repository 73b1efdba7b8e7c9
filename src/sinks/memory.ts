import { checkArguments } from '../arguments.ts'
import { type TableName, type Tables, tableList } from '../schema/tables.ts'
import type { Sink } from './sink.ts'

/** Rows by table, in the order in which they were written. */
export type RowSet = { readonly [T in TableName]: readonly Tables[T][] }

/** Keeps all rows. */
export interface MemorySink extends Sink {
  readonly rows: RowSet
}

export function memorySink(tables: readonly TableName[]): MemorySink {
  checkArguments('memorySink', { tables: [tables, tableList] })
  const rows = Object.fromEntries(tables.map((table) => [table, [] as object[]])) as Record<
    TableName,
    object[]
  >
  return {
    rows: rows as unknown as RowSet,
    async write(batch) {
      for (const row of batch.rows) rows[batch.table]?.push(row)
    },
    async close() {},
    async abort() {},
  }
}
