import type { Knex } from 'knex'
import type { Column } from '../schema/column.ts'
import type { DialogId } from '../schema/dialog-id.ts'
import type { Guid } from '../schema/guid.ts'
import { type TableName, tableOf } from '../schema/tables.ts'
import { dateTimeText } from '../time/ticks.ts'
import type { Sink } from './sink.ts'

/**
 * Inserts into tables that exist, through a Knex instance or transaction of the caller, who also ends it.
 * On SQLite, one prepared statement a table; nothing is committed here.
 */
export async function sqliteSink(knex: Knex | Knex.Transaction, tables: readonly TableName[]): Promise<Sink> {
  const connection: SqliteConnection = await knex.client.acquireConnection()
  const release = () => knex.client.releaseConnection(connection)
  const inserts = new Map<TableName, (row: object) => void>()
  try {
    for (const table of tables) inserts.set(table, insertInto(connection, table))
  } catch (cause) {
    await release()
    throw cause
  }
  return {
    async write({ table, rows }) {
      const insert = inserts.get(table)
      if (insert) for (const row of rows) insert(row)
    },
    close: release,
    abort: release,
  }
}

/** What we use of a better-sqlite3 connection. */
interface SqliteConnection {
  prepare(sql: string): { run(values: readonly unknown[]): unknown }
}

function insertInto(connection: SqliteConnection, table: TableName): (row: object) => void {
  const { columns } = tableOf(table)
  const names = columns.map(({ name }) => `"${name}"`)
  const statement = connection.prepare(
    `INSERT INTO "${table}" (${names.join(', ')}) VALUES (${names.map(() => '?').join(', ')})`,
  )
  const bindings = columns.map(bindingOf)
  const values = new Array<unknown>(columns.length)
  return (row) => {
    for (let at = 0; at < values.length; at++) {
      const value = (row as Readonly<Record<string, unknown>>)[columns[at]!.name]
      values[at] = value === null ? null : bindings[at]!(value)
    }
    statement.run(values)
  }
}

function bindingOf({ type }: Column): (value: unknown) => unknown {
  switch (type) {
    case 'bit':
      return (value) => (value ? 1 : 0)
    case 'datetime':
      return (value) => dateTimeText(value as number, ' ')
    case 'uniqueidentifier':
      return (value) => (value as Guid).toString()
    default:
      return type.startsWith('varbinary')
        ? (value) => Buffer.from((value as DialogId).toString(), 'latin1')
        : (value) => value
  }
}
