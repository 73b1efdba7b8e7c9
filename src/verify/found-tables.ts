import type { Database } from '../databases/database.ts'
import { type Target, tablesIn } from '../databases/found.ts'
import { RollcallError } from '../errors.ts'
import { dailyTables, setWith, type TableName, tableOf, tableSets } from '../schema/tables.ts'

/** Columns by table. */
export type Reads = { readonly [T in TableName]?: readonly string[] }

/** A database with the tables of ours that it has. */
export interface FoundTables {
  readonly database: Database
  readonly targets: ReadonlyMap<TableName, Target>
}

/** Throws a `RollcallError` for a database that has none of the tables. */
export async function foundTables(database: Database): Promise<FoundTables> {
  const targets = new Map((await tablesIn(database)).map((target) => [target.table, target]))
  if (targets.size === 0)
    throw new RollcallError(
      'ROLLCALL_E_TABLES',
      `${database.shown} has none of the tables`,
      'Was it seeded, and may the user read it?',
    )
  return { database, targets }
}

export function hasAll({ targets }: FoundTables, reads: Reads): boolean {
  return Object.entries(reads).every(([table, names]) =>
    names.every((name) => hasColumn(targets.get(table as TableName), name)),
  )
}

export function hasColumn(target: Target | undefined, name: string): boolean {
  return target?.columns.some((column) => column.name === name) ?? false
}

/** What the database lacks of what it should have: whole tables, and single columns as `Users.TenantId`. */
export function missingIn({ targets }: FoundTables): readonly string[] {
  const wanted = tableSets[setWith(dailyTables.filter((table) => targets.has(table)))]
  return wanted.flatMap((table) => {
    const target = targets.get(table)
    if (!target) return table
    const missing = tableOf(table).columns.filter(({ name }) => !hasColumn(target, name))
    return missing.map(({ name }) => `${table}.${name}`)
  })
}
