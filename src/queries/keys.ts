import { aText, checkArguments } from '../arguments.ts'
import { type TableName, tableOf, tables } from '../schema/tables.ts'

/** A table that a query reads, with the key by which its rows are found: an index that the query wants. */
export interface KeyRead {
  readonly table: TableName
  readonly columns: readonly string[]
}

/** The tables of ours that a query reads, in the order in which it names them. */
export function keysRead(sql: string): readonly KeyRead[] {
  checkArguments('keysRead', { sql: [sql, aText] })
  const names = [...sql.matchAll(/\b(?:FROM|JOIN) "?(\w+)"?/g)].map(([, name = '']) => name)
  return [...new Set(names)]
    .filter((name): name is TableName => Object.hasOwn(tables, name))
    .map((table) => ({ table, columns: tableOf(table).primaryKey }))
}
