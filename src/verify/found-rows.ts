import { setImmediate as turn } from 'node:timers/promises'
import type { Knex } from 'knex'
import { sqlite } from '../dialects/sqlite.ts'
import { fold } from '../loading/fold.ts'
import type { Column } from '../schema/column.ts'
import type { TableName } from '../schema/tables.ts'
import type { Ticks } from '../time/ticks.ts'
import type { FoundTables } from './found-tables.ts'
import type { Window } from './natural-query.ts'
import { isName } from './shared-names.ts'
import type { SqliteConnection } from './sqlite-connection.ts'

/**
 * Copies rows of a database of any engine into the SQLite schema `found`: plain ranges of time, so that neither the order
 * nor the collation of the engine matters.
 */
export class FoundRows {
  private readonly found: FoundTables
  private readonly into: Knex
  private readonly foldsNames: boolean
  private readonly signal: AbortSignal | undefined

  constructor(
    found: FoundTables,
    into: Knex,
    { foldsNames, signal }: { readonly foldsNames: boolean; readonly signal: AbortSignal | undefined },
  ) {
    this.found = found
    this.into = into
    this.foldsNames = foldsNames
    this.signal = signal
  }

  /** Copies the rows of a span, or without one all rows. Of a table that is not there nothing is copied. */
  async copy(table: TableName, time: string | null, window: Window | null): Promise<void> {
    const rows = this.rowsIn(table, time, window)
    if (!rows) return
    const { knex, engine } = this.found.database
    const { identifier } = engine.dialect
    const { columns } = this.found.targets.get(table)!
    const readable = columns.map(({ name, type }) =>
      knex.raw(`${engine.readable(identifier(name), type)} AS ${identifier(name)}`),
    )
    const names = columns.map(({ name }) => name)
    const plain = columns.map((column) => this.plainOf(table, column))
    const connection: SqliteConnection = await this.into.client.acquireConnection()
    try {
      const insert = connection.prepare(
        `INSERT INTO found.${sqlite.identifier(table)} (${names.map(sqlite.identifier)}) VALUES (${names.map(() => '?')})`,
      )
      connection.exec('BEGIN')
      let copied = 0
      for await (const row of engine.stream(knex, rows.select(readable))) {
        insert.run(names.map((name, at) => plain[at]!(row[name] ?? null)))
        if (this.signal && ++copied % ROWS_A_TURN === 0) await turn()
        this.signal?.throwIfAborted()
      }
      connection.exec('COMMIT')
    } finally {
      await this.into.client.releaseConnection(connection)
    }
  }

  /** How many rows lie in a span. */
  async count(table: TableName, time: string, window: Window): Promise<number> {
    const [counted = {}] = ((await this.rowsIn(table, time, window)?.count({ found: '*' })) ?? []) as object[]
    return Number(Object.values(counted)[0] ?? 0)
  }

  private rowsIn(table: TableName, time: string | null, window: Window | null): Knex.QueryBuilder | null {
    const { database, targets } = this.found
    const target = targets.get(table)
    if (!target) return null
    const rows = database.knex(target.name)
    if (time === null || window === null) return rows
    const { from, to } = window
    const bound: (moment: Ticks) => Knex.Value = database.engine.binding('datetime')
    if (from !== null) rows.where(time, '>=', bound(from))
    if (to === null) return rows
    // No time at all is before every other.
    return from === null
      ? rows.where((any) => void any.where(time, '<', bound(to)).orWhereNull(time))
      : rows.where(time, '<', bound(to))
  }

  /** Makes a value of a column what SQLite keeps of it. */
  private plainOf(table: TableName, { name, type }: Column): (value: unknown) => unknown {
    if (this.foldsNames && isName(table, name)) return (value) => value && fold(value)
    switch (type) {
      case 'bit':
      case 'tinyint':
      case 'smallint':
      case 'int':
      case 'bigint':
        // Large numbers are texts to some drivers.
        return (value) => (typeof value === 'string' && /^-?\d+$/.test(value) ? Number(value) : value)
      case 'datetime':
        // Some columns are finer than the clock of the product.
        return (value) =>
          typeof value === 'string' && value.length > 23 ? value.replace(/(\.\d{3})0+$/, '$1') : value
      default:
        return (value) => value
    }
  }
}

/** Between two turns of the event loop about so many rows are copied: a signal is heard then. */
const ROWS_A_TURN = 10_000
