import type { Knex } from 'knex'
import { RollcallError } from '../errors.ts'

export interface OpenOptions {
  readonly readonly?: boolean
  /** The name that errors show: the file's own, unless it is written aside. */
  readonly shown?: string
}

/**
 * Opens an SQLite file through Knex, with foreign keys enforced; the caller ends it with `destroy()`.
 * Throws a `RollcallError` when the driver is missing or the file is not a database.
 */
export async function openSqlite(path: string, options: OpenOptions = {}): Promise<Knex> {
  const { readonly = false, shown = path } = options
  const { default: knex } = await import('knex')
  await requireDriver()
  const database = knex({
    client: 'better-sqlite3',
    connection: { filename: path, options: { readonly } },
    useNullAsDefault: true,
    log: SILENT, // Knex would print an error, with its stack, that we throw as well
  })
  try {
    await database.raw('PRAGMA foreign_keys = ON')
    await database.raw('PRAGMA schema_version') // the first statement that reads the file
    return database
  } catch (cause) {
    await database.destroy()
    throw new RollcallError(`cannot open ${shown}: ${sqliteReason(cause)}`, null, { cause })
  }
}

const ignore = () => undefined
const SILENT = { error: ignore, warn: ignore, deprecate: ignore, debug: ignore }

/** `better-sqlite3` is an optional dependency, and its build needs a compiler where no prebuilt file is to be had. */
export async function requireDriver(): Promise<void> {
  try {
    const { default: Database } = await import('better-sqlite3')
    new Database(':memory:').close()
  } catch (cause) {
    const isMissing = (cause as NodeJS.ErrnoException).code === 'ERR_MODULE_NOT_FOUND'
    const hint = isMissing
      ? 'Install it: npm install better-sqlite3@12'
      : 'Build it: npm rebuild better-sqlite3 (newer npm asks first: npm install-scripts approve better-sqlite3)'
    throw new RollcallError(
      `SQLite needs better-sqlite3, which is ${isMissing ? 'not installed' : 'not built'}`,
      hint,
      { cause },
    )
  }
}

const REASONS: Readonly<Record<string, string>> = {
  SQLITE_NOTADB: 'the file is not an SQLite database',
  SQLITE_CANTOPEN: 'there is no such file or folder, or permission is denied',
  SQLITE_READONLY: 'the file or its folder is read-only',
  SQLITE_FULL: 'the disk is full',
  SQLITE_BUSY: 'another program is writing to it',
  SQLITE_IOERR_WRITE: 'the disk is full or failing',
}

/** Why SQLite refused, in words. */
export function sqliteReason(error: unknown): string {
  const { code, message } = error as { code?: string; message: string }
  if (/directory does not exist/.test(message)) return 'there is no such folder'
  return REASONS[code ?? ''] ?? message
}

export function isSqliteError(error: unknown): boolean {
  return (
    typeof (error as { code?: unknown } | null)?.code === 'string' &&
    /^SQLITE_/.test((error as { code: string }).code)
  )
}

export type SqlRow = Readonly<Record<string, unknown>>

/** The rows of a query one by one, without holding them all. The connection is busy until the last was taken. */
export async function* eachRow(knex: Knex, query: Knex.QueryBuilder): AsyncIterable<SqlRow> {
  const { sql, bindings } = query.toSQL().toNative()
  const connection = await knex.client.acquireConnection()
  try {
    yield* connection.prepare(sql).iterate(...bindings) as Iterable<SqlRow>
  } finally {
    await knex.client.releaseConnection(connection)
  }
}

/** Works in a database of its own, which is gone afterwards. Large ones go to disk by themselves. */
export async function inTemporary<T>(work: (knex: Knex) => Promise<T>): Promise<T> {
  const knex = await openSqlite('')
  try {
    return await work(knex)
  } finally {
    await knex.destroy()
  }
}
