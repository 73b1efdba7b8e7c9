import type { Knex } from 'knex'
import type { Engine } from '../databases/engine.ts'
import type { Target } from '../databases/found.ts'
import { RollcallError } from '../errors.ts'
import type { TableName } from '../schema/tables.ts'
import type { Sink } from './sink.ts'

/** Plain inserts through Knex, some hundred rows a statement: for engines and tables that have no faster road. */
export async function insertsSink(
  engine: Engine,
  transaction: Knex.Transaction,
  targets: readonly Target[],
): Promise<Sink> {
  const inserts = new Map<TableName, (rows: readonly object[]) => Promise<void>>()
  for (const target of targets) inserts.set(target.table, insertInto(engine, transaction, target))
  const nothing = async () => undefined
  return {
    async write({ table, rows }) {
      await inserts.get(table)?.(rows)
    },
    close: nothing,
    abort: nothing,
  }
}

/** Values that one statement can bind, whatever the engine: SQL Server takes 2,100, of which `sp_executesql` has two. */
const PARAMETERS = 2098

/** Gives a function that inserts rows into a table. */
export function insertInto(
  engine: Engine,
  transaction: Knex.Transaction,
  { name, table, columns }: Target,
): (rows: readonly object[]) => Promise<void> {
  const fields = columns.map((column) => ({
    name: column.name,
    length: column.type.startsWith('nvarchar') ? column.found.length : null,
    bind: engine.binding(column.type),
  }))
  const most = Math.min(engine.dialect.maxRowsPerInsert, Math.floor(PARAMETERS / fields.length))
  return async (rows) => {
    for (let at = 0; at < rows.length; at += most) {
      const bound = rows.slice(at, at + most).map((row) => {
        const values: Record<string, Knex.Value> = {}
        for (const { name: column, length, bind } of fields) {
          const value = (row as Readonly<Record<string, unknown>>)[column]
          if (length !== null && typeof value === 'string') requireRoom(value, length, `${table}.${column}`)
          values[column] = value === null ? null : bind(value)
        }
        return values
      })
      await transaction(name).insert(bound)
    }
  }
}

/** Not every server refuses a text that is too long. */
export function requireRoom(text: string, length: number, column: string): void {
  if (text.length <= length) return
  throw new RollcallError(
    'ROLLCALL_E_VALUE',
    `a text of ${text.length} characters does not fit into ${column}, which holds ${length}: ${JSON.stringify(`${text.slice(0, 40)}…`)}`,
  )
}
