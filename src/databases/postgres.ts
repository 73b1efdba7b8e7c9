import type { Knex } from 'knex'
import { postgres } from '../dialects/postgres.ts'
import { RollcallError } from '../errors.ts'
import { dateTimeText } from '../time/ticks.ts'
import { usualBinding } from './binding.ts'
import type { Engine, SqlRow } from './engine.ts'
import type { FoundColumn } from './found.ts'
import { networkReason } from './network.ts'
import { refusedBy, saidBy } from './said.ts'
import { type ServerUrl, wholeNumber } from './url.ts'

export const postgresEngine: Engine<ServerUrl> = {
  dialect: postgres,
  client: 'pg',
  lanes: 2,
  createsInTransaction: true,
  drivers: [
    { name: 'pg', range: '8' },
    { name: 'pg-copy-streams', range: '7' },
    { name: 'pg-query-stream', range: '4' },
  ],
  config(url) {
    const { host, port, user, password, database, options, schema } = url
    return {
      connection: {
        host: options.host ?? host,
        port: port ?? 5432,
        ...(user === null ? {} : { user }),
        ...(password === null ? {} : { password }),
        database,
        ssl: sslOf(url),
        application_name: options.application_name ?? 'rollcall',
        connectionTimeoutMillis: wholeNumber(url, 'connectTimeout') ?? 15_000,
      },
      ...(schema === null ? {} : { searchPath: [schema] }),
      pool: { min: 0, max: 4 },
    }
  },
  async columns(knex, schema) {
    if (schema !== null) await requireSchema(knex, schema)
    const { rows } = (await knex.raw(
      `SELECT c.table_name AS "table", c.column_name AS name,
          CASE WHEN c.datetime_precision < 3 THEN c.udt_name || '(' || c.datetime_precision || ')' ELSE c.udt_name END AS type,
          c.character_maximum_length AS length, c.is_nullable = 'YES' AS nullable,
          c.column_default IS NOT NULL OR c.is_identity = 'YES' OR c.is_generated = 'ALWAYS' AS "fillsItself",
          c.is_identity = 'YES' OR COALESCE(c.column_default LIKE 'nextval(%', false) AS "isIdentity",
          c.is_generated = 'ALWAYS' AS "isComputed"
        FROM information_schema.columns AS c
        JOIN information_schema.tables AS t USING (table_schema, table_name)
        WHERE t.table_type = 'BASE TABLE' AND c.table_schema = COALESCE(?, current_schema())
        ORDER BY c.table_name, c.ordinal_position`,
      [schema],
    )) as { rows: FoundColumn[] }
    return rows
  },
  holds({ type }, wanted) {
    return (HOLDS[wanted.replace(/\(.*/, '')] ?? []).includes(type)
  },
  binding(type) {
    // A column without a time zone pays no heed to the +00.
    if (type === 'datetime') return (value) => `${dateTimeText(value as number, ' ')}+00`
    return usualBinding(type)
  },
  readable(column, type) {
    switch (type) {
      case 'bit':
        return `CAST(${column} AS integer)`
      case 'datetime':
        // The span is the same with a time zone and without, whatever that of the session.
        return `to_char(timestamp '2000-01-01' + (${column} - '2000-01-01 00:00:00+00'), 'YYYY-MM-DD HH24:MI:SS.MS')`
      case 'uniqueidentifier':
        return `upper(CAST(${column} AS text))`
      default:
        return column
    }
  },
  async *stream(knex, query) {
    const { default: QueryStream } = await import('pg-query-stream')
    const { sql, bindings } = query.toSQL().toNative()
    const connection = await knex.client.acquireConnection()
    try {
      yield* connection.query(
        new QueryStream(sql, bindings as unknown[], { batchSize: 1000 }),
      ) as AsyncIterable<SqlRow>
    } finally {
      await knex.client.releaseConnection(connection)
    }
  },
  async lock(transaction, _tables, isAlone) {
    const lock = isAlone ? 'pg_advisory_xact_lock' : 'pg_advisory_xact_lock_shared'
    // The session's own time-out holds for all that follows.
    await transaction.raw(
      `SELECT set_config('rollcall.lock_timeout', current_setting('lock_timeout'), true);
      SET LOCAL lock_timeout = '60s'; SELECT ${lock}(${LOCK});
      SELECT set_config('lock_timeout', current_setting('rollcall.lock_timeout'), true)`,
    )
  },
  async numbered(transaction, { name, columns }) {
    const table = transaction.raw('??', [name]).toString()
    for (const column of columns.filter(({ found }) => found.isIdentity)) {
      await transaction.raw(
        `SELECT setval(sequence, greatest) FROM
            (SELECT CAST(pg_get_serial_sequence(?, ?) AS regclass) AS sequence) AS own,
            (SELECT max(??) AS greatest FROM ??) AS given
          WHERE greatest > COALESCE(pg_sequence_last_value(sequence), 0)`,
        [table, column.name, column.name, name],
      )
    }
  },
  async analyze(knex, tables) {
    for (const table of tables) await knex.raw('ANALYZE ??', [table])
  },
  reason(error) {
    const { code, message, severity } = error as { code?: string; message: string; severity?: string }
    if (code !== undefined && Object.hasOwn(REASONS, code)) return `${REASONS[code]} (${saidBy({ message })})`
    const [, reason] = SAID.find(([words]) => words.test(message)) ?? []
    if (reason !== undefined) return reason
    return severity === undefined ? networkReason(error) : refusedBy({ message }) // only the server has one
  },
  isReferred: (error) => (error as { code?: string }).code === '23503',
  isTransient: (error) => ['40001', '40P01', '55P03'].includes((error as { code?: string }).code ?? ''),
}

/** Advisory locks are known by a number: "Rollcall" in ASCII, as far as it fits. */
const LOCK = 0x526f6c6c

async function requireSchema(knex: Knex, schema: string): Promise<void> {
  const { rows } = await knex.raw('SELECT 1 FROM pg_namespace WHERE nspname = ?', [schema])
  if (rows.length > 0) return
  throw new RollcallError(
    'ROLLCALL_E_TABLES',
    `the database has no schema "${schema}"`,
    'Create it, or name another in the URL: ?schema=NAME.',
  )
}

const HOLDS: Readonly<Record<string, readonly string[]>> = {
  bit: ['bool'],
  tinyint: ['int2', 'int4', 'int8'],
  smallint: ['int2', 'int4', 'int8'],
  int: ['int4', 'int8'],
  bigint: ['int8'],
  datetime: ['timestamp', 'timestamptz'],
  uniqueidentifier: ['uuid'],
  nvarchar: ['varchar', 'text', 'citext'],
  varbinary: ['bytea'],
  image: ['bytea'],
}

// https://www.postgresql.org/docs/current/errcodes-appendix.html
const REASONS: Readonly<Record<string, string>> = {
  '28P01': 'the user or the password is wrong',
  '28000': 'the server does not let this user in',
  '3D000': 'there is no such database',
  '3F000': 'there is no such schema',
  '42501': 'the user has not the right to do this',
  '53100': "the server's disk is full",
  '53300': 'the server has too many connections',
  '57P01': 'the server was stopped',
  '57P03': 'the server is starting or stopping',
  '40P01': 'the server ended this transaction because of a deadlock',
  '55P03': 'a lock was not had in time',
  '23505': 'a row with this key is there already',
  '23503': 'a row refers to another that is not there',
  '22001': 'a text is too long for its column',
}

/** What the driver itself says, without a code. */
const SAID: readonly (readonly [words: RegExp, reason: string])[] = [
  [/timeout expired|due to connection timeout/, 'the server did not answer in time'],
  [/Connection terminated|is not queryable/, 'the connection broke'],
  [/^Received unexpected/, 'what listens there does not answer as PostgreSQL does: is the port right?'],
  [/does not support SSL/, 'the server offers no encryption: leave out sslmode'],
  [/password must be a (non-empty )?string/, 'the server wants a password'],
]

function sslOf({ options, shown }: ServerUrl): false | { rejectUnauthorized: boolean } {
  switch (options.sslmode) {
    case undefined:
    case 'disable':
      return false
    case 'require':
    case 'no-verify':
      return { rejectUnauthorized: false }
    case 'verify-ca':
    case 'verify-full':
      return { rejectUnauthorized: true }
    default:
      throw new RollcallError(
        'ROLLCALL_E_ARGUMENT',
        `--db ${shown}: sslmode is "${options.sslmode}"`,
        'It is disable, require, verify-ca or verify-full.',
      )
  }
}
