import type { SqlRow } from '../databases/engine.ts'

/** What we use of a better-sqlite3 connection. */
export interface SqliteConnection {
  exec(sql: string): unknown
  prepare(sql: string): {
    iterate(): IterableIterator<SqlRow>
    all(): readonly SqlRow[]
    run(values: readonly unknown[]): unknown
  }
}
