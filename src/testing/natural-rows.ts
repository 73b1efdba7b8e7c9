import { type NaturalTable, naturalTables } from '../schema/natural.ts'
import type { Reference } from '../schema/table.ts'
import { type TableName, tableOf } from '../schema/tables.ts'
import { type PlainValue, plainValue } from './values.ts'

/** Rows by table, from wherever: made here, read from a file, or given by a driver. */
export type SomeRows = { readonly [T in TableName]?: readonly object[] }

/** A row in which each reference to a number is followed to the names of what it stands for. */
export type NaturalRow = Readonly<Record<string, PlainValue>>

/** Of which tables rows can be followed. */
type Parents = ReadonlySet<TableName>

/**
 * The rows of a table without the numbers that a database may give anew. Where the rows that a reference leads to are not
 * among `parents`, the number stays.
 */
export function naturalRows(
  rows: SomeRows,
  table: TableName,
  parents: Parents = tablesIn(rows),
): NaturalRow[] {
  const { columns } = tableOf(table)
  const { cells } = naturalOf(table)
  const followed = [...new Set(cells.flatMap(({ by }) => by ?? []))].filter(({ table: parent }) =>
    parents.has(parent as TableName),
  )
  const ends = new Map(followed.map((reference) => [reference, endsOf(rows, reference)]))
  const own = new Map(columns.map(({ name, type }) => [name, type]))
  return (rows[table] ?? []).map((row) => {
    const values = row as Readonly<Record<string, unknown>>
    const natural: Record<string, PlainValue> = {}
    for (const { name, column, by } of cells) {
      const end = by && ends.get(by)
      if (end) {
        const type = typeIn(by.table as TableName, column)
        const parent = end.get(keyOf(values, by.columns, table))
        natural[name] = parent ? plainValue(type, parent[column], `${by.table}.${column}`) : null
      } else {
        const kept = by ? by.columns.at(-1)! : column
        natural[by ? kept : name] = plainValue(own.get(kept)!, values[kept], `${table}.${kept}`)
      }
    }
    return natural
  })
}

/** The natural key of a table as it is when references to all but `parents` stay numbers. */
export function naturalKey(table: TableName, parents: Parents): readonly string[] {
  const { key, cells } = naturalOf(table)
  const names = key.map((name) => {
    const by = cells.find((cell) => cell.name === name)?.by
    return by && !parents.has(by.table as TableName) ? by.columns.at(-1)! : name
  })
  return [...new Set(names)]
}

/** Names that a row of the table can be asked for: its own columns, and what its references lead to. */
export function naturalNames(table: TableName): readonly string[] {
  return naturalOf(table).cells.map(({ name }) => name)
}

export function naturalOf(table: TableName): NaturalTable {
  return naturals.get(table)!
}

const naturals = new Map(naturalTables.map((natural) => [natural.table, natural]))

/** Tables of which there are rows. */
export function tablesIn(rows: SomeRows): Set<TableName> {
  return new Set((Object.keys(rows) as TableName[]).filter((table) => rows[table] !== undefined))
}

/** Where a reference can lead, by the values of its columns. */
function endsOf(rows: SomeRows, { table, to }: Reference): Map<string, Readonly<Record<string, unknown>>> {
  const parents = (rows[table as TableName] ?? []) as readonly Readonly<Record<string, unknown>>[]
  return new Map(parents.map((row) => [keyOf(row, to, table as TableName), row]))
}

function keyOf(row: Readonly<Record<string, unknown>>, names: readonly string[], table: TableName): string {
  return JSON.stringify(names.map((name) => plainValue(typeIn(table, name), row[name], `${table}.${name}`)))
}

function typeIn(table: TableName, column: string) {
  return tableOf(table).columns.find(({ name }) => name === column)!.type
}
