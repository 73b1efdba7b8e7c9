import type { Knex } from 'knex'
import type { Dialect } from '../dialects/dialect.ts'
import type { ColumnType } from '../schema/column.ts'
import type { FoundColumn, Target } from './found.ts'
import type { DatabaseUrl } from './url.ts'

/** What one engine does differently while we talk to it, beside how it spells SQL. */
export interface Engine<Url extends DatabaseUrl = DatabaseUrl> {
  readonly dialect: Dialect
  /** What Knex calls the client: by it we know the engine of a Knex instance of somebody else. */
  readonly client: string
  /** The npm packages that Knex and our own road need, and the versions that we know to work. */
  readonly drivers: readonly { readonly name: string; readonly range: string }[]
  /** Throws a `RollcallError` when the drivers are installed, but not ready for use. */
  requireBuilt?(): Promise<void>
  /** How Knex reaches what a URL names. Throws a `RollcallError` for an option that makes no sense. */
  config(url: Url): Knex.Config
  /** Transactions that insert at the same time: the server works on one while the rows of another are made. */
  readonly lanes: number
  /** Made ready once for each connection of ours. */
  prepare?(knex: Knex): Promise<void>
  /** Throws a `RollcallError` when a connection of somebody else is set up so that values would change on their way. */
  requireExact?(knex: Knex): Promise<void>
  /**
   * All columns in a schema, or in the one that the connection uses. Where names that differ in case alone are one name to
   * the server, they come in our spelling.
   */
  columns(knex: Knex, schema: string | null): Promise<readonly FoundColumn[]>
  /** Whether a column that was found can hold every value of a documented type, exactly. */
  holds(found: FoundColumn, type: ColumnType): boolean
  /** A value as the driver takes it, for columns of a type. Null is for the caller. */
  binding(type: ColumnType): (value: unknown) => Knex.Value
  /** SQL that gives a column as SQLite keeps it, whatever the time zones: times and GUIDs as text, bits as numbers. */
  readable(column: string, type: ColumnType): string
  /** Whether a transaction that is rolled back takes the tables with it that it created. */
  readonly createsInTransaction: boolean
  /** Rows of a query one by one, without holding them all. */
  stream(knex: Knex, query: Knex.QueryBuilder): AsyncIterable<SqlRow>
  /** Runs a statement that makes a temporary table, where Knex would run it in a scope that ends with the table. */
  makeTemporary?(connection: unknown, sql: string): Promise<void>
  /**
   * Waits until no other transaction gives numbers in this database, and keeps others waiting until this one ends. Throws
   * the engine's error for a lock that was not had in time. `tables` are those that are written to, for Knex. Those
   * that are not alone exclude only one that is, on engines with more than one lane.
   */
  lock(transaction: Knex.Transaction, tables: readonly string[], isAlone: boolean): Promise<void>
  /** Called at the end, instead of it: a lock that outlives transactions is given up when all is committed or rolled back. */
  unlock?(transaction: Knex.Transaction, end?: 'COMMIT' | 'ROLLBACK'): Promise<void>
  /** Called when all is written: the server's next number is then above those that we gave ourselves. */
  numbered?(transaction: Knex.Transaction, target: Target): Promise<void>
  /** Lets the server count again what its plans are made from. `tables` are names for Knex. */
  analyze(knex: Knex, tables: readonly string[]): Promise<void>
  /** Why the server refused, in words for the user; null where it said nothing that we know. */
  reason(error: unknown): string | null
  /** Whether a row was not deleted because another refers to it. */
  isReferred(error: unknown): boolean
  /** Whether the same work can succeed when it is tried again: deadlocks, locks that were not had in time. */
  isTransient(error: unknown): boolean
}

export type SqlRow = Readonly<Record<string, unknown>>
