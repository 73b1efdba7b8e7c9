import { type TableName, tableOf, tables } from '../schema/tables.ts'

const TABLES = new Map(Object.keys(tables).map((name) => [name.toLowerCase(), name as TableName]))

/** Names of a server to which names that differ in case alone are one: where they are ours, as we write them. */
export function inOurSpelling({ table, name }: { readonly table: string; readonly name: string }): {
  readonly table: string
  readonly name: string
} {
  const ours = TABLES.get(table.toLowerCase())
  if (ours === undefined) return { table, name }
  const column = tableOf(ours).columns.find((one) => one.name.toLowerCase() === name.toLowerCase())
  return { table: ours, name: column?.name ?? name }
}
