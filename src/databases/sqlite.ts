import type { Knex } from 'knex'
import { sqlite } from '../dialects/sqlite.ts'
import { RollcallError } from '../errors.ts'
import { type ColumnType, isBytes } from '../schema/column.ts'
import { dateTimeText } from '../time/ticks.ts'
import { inOurSpelling } from './columns.ts'
import type { Engine, SqlRow } from './engine.ts'
import { saidBy } from './said.ts'
import type { SqliteUrl } from './url.ts'

export const sqliteEngine: Engine<SqliteUrl> = {
  dialect: sqlite,
  client: 'better-sqlite3',
  lanes: 1,
  createsInTransaction: true,
  requireBuilt,
  drivers: [{ name: 'better-sqlite3', range: '12' }],
  config: ({ path, use }) => ({
    connection: { filename: path, options: { readonly: use === 'read', fileMustExist: use !== undefined } },
  }),
  async prepare(knex) {
    await knex.raw('PRAGMA foreign_keys = ON')
    await knex.raw('PRAGMA schema_version') // the first statement that reads the file
  },
  async columns(knex) {
    const found =
      (await knex.raw(`SELECT m.name AS "table", c.name, c.type, c."notnull", c.dflt_value, c.hidden
      FROM sqlite_master AS m JOIN pragma_table_xinfo(m.name) AS c WHERE m.type = 'table'`)) as readonly ColumnInfo[]
    return found.map(({ table, name, type, notnull, dflt_value, hidden }) => ({
      ...inOurSpelling({ table, name }),
      type: type.toLowerCase().replace(/\(.*/, '').trim(),
      length: null,
      nullable: notnull === 0,
      fillsItself: dflt_value !== null || hidden > 0,
      isIdentity: false,
      isComputed: hidden > 1,
    }))
  },
  holds: ({ type }, wanted) => type === '' || type === 'any' || KEEPS[kindOf(wanted)].test(type),
  binding(type) {
    switch (type) {
      case 'bit':
        return (value) => (value ? 1 : 0)
      case 'tinyint':
      case 'smallint':
      case 'int':
      case 'bigint':
        return (value) => value as number
      case 'datetime':
        return (value) => dateTimeText(value as number, ' ')
      default:
        return isBytes(type) ? (value) => Buffer.from(String(value), 'latin1') : (value) => String(value)
    }
  },
  readable: (column) => column,
  stream: eachRow,
  // The lock of a transaction that writes is taken with the first statement that could, even if it finds nothing to write.
  async lock(transaction, [table]) {
    if (table !== undefined) await transaction(table).whereRaw('0').del()
  },
  async analyze(knex) {
    await knex.raw('PRAGMA analysis_limit = 1000') // rows of each index: enough for plans, whatever the size
    await knex.raw('ANALYZE')
  },
  reason,
  isReferred: (error) => (error as { code?: string }).code === 'SQLITE_CONSTRAINT_FOREIGNKEY',
  isTransient: (error) => /^SQLITE_(BUSY|LOCKED)/.test((error as { code?: string }).code ?? ''),
}

interface ColumnInfo {
  readonly table: string
  readonly name: string
  readonly type: string
  readonly notnull: number
  readonly dflt_value: string | null
  readonly hidden: number
}

// The affinity of a declared type turns some values into others: https://www.sqlite.org/datatype3.html#type_affinity
const KEEPS: Readonly<Record<Kind, RegExp>> = {
  number: /^(?!.*(char|clob|text|blob|real|floa|doub))/,
  text: /char|clob|text/,
  // Text that looks like no number stays text in a column of numbers, too; only STRICT tables refuse it.
  time: /^(?!(int|integer|real|blob)$)/,
  bytes: /^(?!(int|integer|real|text)$)/,
}

type Kind = 'number' | 'text' | 'time' | 'bytes'

function kindOf(type: ColumnType): Kind {
  if (type.startsWith('nvarchar')) return 'text'
  if (isBytes(type)) return 'bytes'
  return type === 'datetime' || type === 'uniqueidentifier' ? 'time' : 'number'
}

const REASONS: Readonly<Record<string, string>> = {
  SQLITE_NOTADB: 'the file is not an SQLite database',
  SQLITE_CANTOPEN: 'there is no such file or folder, or permission is denied',
  SQLITE_READONLY: 'the file or its folder is read-only',
  SQLITE_FULL: 'the disk is full',
  SQLITE_BUSY: 'another program is writing to it',
  SQLITE_IOERR_WRITE: 'the disk is full or failing',
}

/** Its build needs a compiler where no prebuilt file is to be had. */
async function requireBuilt(): Promise<void> {
  const { default: Database } = await import('better-sqlite3')
  try {
    new Database(':memory:').close()
  } catch (cause) {
    throw new RollcallError(
      'ROLLCALL_E_DRIVER',
      'SQLite needs better-sqlite3, which is not built',
      'Build it: npm rebuild better-sqlite3 (newer npm asks first: npm install-scripts approve better-sqlite3)',
      { cause },
    )
  }
}

function reason(error: unknown): string | null {
  const { code, message } = error as { code?: unknown; message: string } // an AbortError's code is a number
  if (/directory does not exist/.test(message)) return 'there is no such folder'
  return typeof code === 'string' && code.startsWith('SQLITE_')
    ? (REASONS[code] ?? saidBy({ message }))
    : null
}

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
