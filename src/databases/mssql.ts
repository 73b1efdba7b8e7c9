import { Readable } from 'node:stream'
import type { Knex } from 'knex'
import type { Connection } from 'tedious'
import { mssql } from '../dialects/mssql.ts'
import { RollcallError } from '../errors.ts'
import { msFromTicks } from '../time/ticks.ts'
import { usualBinding } from './binding.ts'
import { inOurSpelling } from './columns.ts'
import type { Engine, SqlRow } from './engine.ts'
import { networkReason } from './network.ts'
import { refusedBy, saidBy } from './said.ts'
import { type ServerUrl, wholeNumber, yesOrNo } from './url.ts'

export const mssqlEngine: Engine<ServerUrl> = {
  dialect: mssql,
  client: 'mssql',
  lanes: 2,
  createsInTransaction: true,
  drivers: [{ name: 'tedious', range: '19' }],
  config(url) {
    const { host, port, user, password, database, options } = url
    const { domain, instanceName, serverName, appName } = options
    // A port that is named needs no look-up of the instance.
    const instance = port === null && instanceName !== undefined ? { instanceName } : {}
    return {
      connection: {
        server: host,
        user: user ?? '',
        password: password ?? '',
        database,
        ...(domain === undefined ? {} : { type: 'ntlm', domain }),
        port: port ?? 1433, // Knex drops it where an instance is named
        options: {
          encrypt: options.encrypt === 'strict' ? 'strict' : (yesOrNo(url, 'encrypt') ?? true),
          trustServerCertificate: yesOrNo(url, 'trustServerCertificate') ?? false,
          ...instance,
          ...(serverName === undefined ? {} : { serverName }),
          multiSubnetFailover: yesOrNo(url, 'multiSubnetFailover') ?? false,
          appName: appName ?? 'rollcall',
          connectTimeout: wholeNumber(url, 'connectTimeout') ?? 15_000,
          requestTimeout: 0, // a load takes as long as it takes
          packetSize: wholeNumber(url, 'packetSize') ?? 16_383, // the greatest that goes encrypted
          useUTC: true,
        },
      },
      pool: {
        min: 0,
        max: 4,
        // Knex waits so long for the end of a connection, also of one that broke, and has ended.
        destroyTimeoutMillis: 500,
        // Otherwise each small request waits for the answer to the one before (Nagle's algorithm).
        afterCreate(connection: WithSocket, done: (error: null, connection: unknown) => void) {
          connection.socket.setNoDelay(true)
          done(null, connection)
        },
      },
    } as Knex.Config
  },
  async requireExact(knex) {
    const connection: Configured = await knex.client.acquireConnection()
    const { useUTC } = connection.config.options
    await knex.client.releaseConnection(connection)
    if (useUTC) return
    throw new RollcallError(
      'ROLLCALL_E_ARGUMENT',
      'this Knex instance has useUTC: false, so times would go in as those of the local zone',
      'Leave useUTC out of its connection options: the times of LcsCDR are UTC.',
    )
  },
  async columns(knex, schema) {
    const rows = (await knex.raw(
      `SELECT t.name AS tableName, c.name AS columnName, c.max_length AS bytes, c.scale AS scale, c.is_nullable AS isNullable,
          COALESCE(TYPE_NAME(c.system_type_id), TYPE_NAME(c.user_type_id)) AS typeName,
          c.is_identity AS isIdentity, c.is_computed AS isComputed, c.default_object_id AS usual
        FROM sys.tables AS t
        JOIN sys.columns AS c ON c.object_id = t.object_id
        WHERE t.schema_id = SCHEMA_ID(COALESCE(?, SCHEMA_NAME()))`,
      [schema],
    )) as readonly ColumnInfo[]
    return rows.map(
      ({ tableName, columnName, typeName, bytes, scale, isNullable, isIdentity, isComputed, usual }) => {
        const kind = typeName.toLowerCase()
        // How fine a time is decides whether it holds ours.
        const type = kind === 'datetime2' && scale < 3 ? `${kind}(${scale})` : kind
        return {
          ...inOurSpelling({ table: tableName, name: columnName }),
          type,
          length: bytes < 0 || !/char|binary/.test(type) ? null : /^n/.test(type) ? bytes / 2 : bytes,
          nullable: isNullable,
          // `timestamp` is what the catalog calls a rowversion.
          fillsItself: isIdentity || isComputed || usual !== 0 || type === 'timestamp',
          isIdentity,
          isComputed,
        }
      },
    )
  },
  holds({ type }, wanted) {
    return (HOLDS[wanted.replace(/\(.*/, '')] ?? []).includes(type)
  },
  binding(type) {
    // Always the same way: a server that does not round what it stores then has equal times in parent and child.
    if (type === 'datetime') return (value) => new Date(msFromTicks(value as number))
    return usualBinding(type)
  },
  readable(column, type) {
    switch (type) {
      case 'bit':
        return `CAST(${column} AS int)`
      case 'datetime':
        return `CONVERT(varchar(23), ${column}, 121)`
      case 'uniqueidentifier':
        return `CONVERT(char(36), ${column})`
      default:
        return column
    }
  },
  // Not by Knex's own stream, which never lets the server wait: rows would pile up here.
  async *stream(knex, query) {
    const { Request } = await import('tedious')
    const { sql, bindings } = query.toSQL().toNative()
    const connection: Connection = await knex.client.acquireConnection()
    let isRunning = true
    let tell = () => {}
    const ended = new Promise<void>((resolve) => (tell = resolve))
    const rows = new Readable({ objectMode: true, highWaterMark: 1000, read: () => request.resume() })
    const request = new Request(sql, (error) => {
      isRunning = false
      if (error) rows.destroy(error)
      else rows.push(null)
      tell()
    })
    request.on('row', (cells: readonly Cell[]) => {
      const row = Object.fromEntries(cells.map(({ metadata, value }) => [metadata.colName, value]))
      if (!rows.push(row)) request.pause()
    })
    knex.client._assignBindings(request, bindings)
    try {
      connection.execSql(request)
      yield* rows as AsyncIterable<SqlRow>
    } finally {
      if (isRunning) {
        request.cancel()
        await ended
      }
      await knex.client.releaseConnection(connection)
    }
  },
  async makeTemporary(connection, sql) {
    const { Request } = await import('tedious')
    await new Promise<void>((resolve, reject) => {
      const request = new Request(sql, (error) => (error ? reject(error) : resolve()))
      ;(connection as Connection).execSqlBatch(request)
    })
  },
  async lock(transaction, _tables, isAlone) {
    const mode = isAlone ? 'Exclusive' : 'Shared'
    await transaction.raw(
      `DECLARE @got int;
      EXEC @got = sp_getapplock @Resource = 'rollcall', @LockMode = '${mode}', @LockOwner = 'Transaction', @LockTimeout = 60000;
      IF @got < 0 THROW 51222, 'rollcall: lock', 1;`,
    )
  },
  async analyze(knex, tables) {
    for (const table of tables) {
      try {
        await knex.raw('UPDATE STATISTICS ??', [table])
      } catch {
        return // not every server knows it, nor may every user: plans are made from older counts then, and all is loaded
      }
    }
  },
  reason(error) {
    const errors = errorsOf(error)
    for (const one of errors) {
      const reason = reasonOf(one)
      if (reason !== null) return reason
    }
    const refused = errors.find(({ number }) => number !== undefined)
    return refused ? refusedBy(refused) : null
  },
  isReferred: (error) => errorsOf(error).some(({ number }) => number === 547),
  isTransient: (error) => errorsOf(error).some((one) => [1205, 1222, 3960, 51222].includes(numberOf(one))),
}

// What we use of tedious' connection that its types do not tell.
interface WithSocket {
  readonly socket: { setNoDelay(on: boolean): void }
}

interface Configured {
  readonly config: { readonly options: { readonly useUTC: boolean } }
}

interface Cell {
  readonly metadata: { readonly colName: string }
  readonly value: unknown
}

/** An error of tedious: of the server, with its number, or of the driver, with a code. */
interface DriverError {
  readonly number?: number
  readonly code?: string
  readonly message: string
  readonly cause?: unknown
}

/** Where the server tells of several errors, tedious puts them into one. */
function errorsOf(error: unknown): readonly DriverError[] {
  return error instanceof AggregateError ? error.errors : [error as DriverError]
}

function reasonOf(error: DriverError): string | null {
  const { code = '', message, cause } = error
  const said = saidBy(error)
  const number = numberOf(error)
  if (Object.hasOwn(REASONS, number)) return `${REASONS[number]} (${said})`
  if (code === 'ELOGIN') return `${loginReason(message)} (${said})`
  if (Object.hasOwn(DRIVER_REASONS, code)) return `${DRIVER_REASONS[code]} (${said})`
  const reason = networkReason(error) ?? (code === 'ESOCKET' ? brokenReason(said) : null)
  const advice = ADVICE.find(([codes]) => codes.test((cause as DriverError | undefined)?.code ?? ''))
  return advice ? `${reason}: ${advice[1]}` : reason
}

/** Of what went wrong on a connection, where the network itself has no reason. */
function brokenReason(said: string): string {
  return /process incoming packet/.test(said)
    ? 'what listens there does not answer as SQL Server does: is the port right?'
    : said
}

/** SQL Server's number. One that is made from PostgreSQL has none for a lock that was not had in time. */
function numberOf({ number = 0, message }: DriverError): number {
  return /due to lock timeout$/.test(message) ? 1222 : number
}

/** Of a refused login the driver tells only the last of the server's messages, and no number. */
function loginReason(message: string): string {
  if (/open database|database .* does not exist/i.test(message)) return NO_DATABASE
  return /^Login failed for user/i.test(message)
    ? 'the user or the password is wrong, or this user has no such database'
    : 'the server does not let this user in'
}

interface ColumnInfo {
  readonly tableName: string
  readonly columnName: string
  readonly typeName: string
  readonly bytes: number
  readonly scale: number
  readonly isNullable: boolean
  readonly isIdentity: boolean
  readonly isComputed: boolean
  readonly usual: number
}

const HOLDS: Readonly<Record<string, readonly string[]>> = {
  bit: ['bit'],
  tinyint: ['tinyint', 'smallint', 'int', 'bigint'],
  smallint: ['smallint', 'int', 'bigint'],
  int: ['int', 'bigint'],
  bigint: ['bigint'],
  datetime: ['datetime', 'datetime2'],
  uniqueidentifier: ['uniqueidentifier'],
  nvarchar: ['nvarchar'],
  varbinary: ['varbinary'],
  image: ['image', 'varbinary'],
}

const NO_DATABASE = 'there is no such database, or this user may not use it'
const NO_RIGHT = 'the user has not the right to do this'
const TAKEN = 'a row with this key is there already'
const TOO_LONG = 'a text is too long for its column'

// https://learn.microsoft.com/sql/relational-databases/errors-events/database-engine-events-and-errors
const REASONS: Readonly<Record<number, string>> = {
  207: 'there is no such column',
  208: 'there is no such table',
  229: NO_RIGHT,
  230: NO_RIGHT,
  262: NO_RIGHT,
  515: 'a column that cannot be empty got no value',
  547: 'a row refers to another that is not there, or breaks a rule of its table',
  911: NO_DATABASE,
  1088: 'there is no such table, or the user may not change it',
  1105: "the database's disk is full",
  1205: 'the server ended this transaction because of a deadlock',
  1222: 'a lock was not had in time',
  2601: TAKEN,
  2627: TAKEN,
  2628: TOO_LONG,
  2714: 'there is a table of this name already',
  3906: 'the database is read-only',
  3960: 'another transaction changed the same rows',
  4060: NO_DATABASE,
  8152: TOO_LONG,
  9002: "the database's log is full",
  18456: 'the user or the password is wrong',
  51222: 'another load is under way, and has not ended within a minute',
}

/** Of tedious' own errors. */
const DRIVER_REASONS: Readonly<Record<string, string>> = {
  ETIMEOUT: 'the server did not answer in time',
  EINSTLOOKUP: 'the SQL Server Browser does not tell where this instance listens: name its port instead',
  EENCRYPT: 'the server takes encrypted connections alone: leave out encrypt=false',
  ECLOSE: 'the connection broke',
}

/** What to try, by the code of what went wrong below. */
const ADVICE: readonly (readonly [codes: RegExp, advice: string])[] = [
  [/ALTNAME/, 'name that host by serverName='],
  [/CERT|UNABLE_TO_VERIFY/, 'trustServerCertificate=true takes it all the same'],
  [/^(EPROTO|ERR_SSL_)/, 'the server speaks no TLS that Node takes; encrypt=false goes without'],
]
