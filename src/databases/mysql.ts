import { mysql } from '../dialects/mysql.ts'
import { DIALOG_ID_TYPE } from '../schema/column.ts'
import { dateTimeText } from '../time/ticks.ts'
import { usualBinding } from './binding.ts'
import { inOurSpelling } from './columns.ts'
import type { Engine, SqlRow } from './engine.ts'
import { networkReason } from './network.ts'
import { refusedBy } from './said.ts'
import { type ServerUrl, wholeNumber, yesOrNo } from './url.ts'

export const mysqlEngine: Engine<ServerUrl> = {
  dialect: mysql,
  client: 'mysql2',
  lanes: 1,
  createsInTransaction: false,
  drivers: [{ name: 'mysql2', range: '3' }],
  config(url) {
    const { host, port, user, password, database, options } = url
    return {
      connection: {
        ...(options.socketPath === undefined
          ? { host, port: port ?? 3306 }
          : { socketPath: options.socketPath }),
        ...(user === null ? {} : { user }),
        ...(password === null ? {} : { password }),
        database,
        charset: 'utf8mb4',
        ...(yesOrNo(url, 'ssl') ? { ssl: {} } : {}),
        connectTimeout: wholeNumber(url, 'connectTimeout') ?? 15_000,
      },
      pool: { min: 0, max: 4 },
    }
  },
  async columns(knex) {
    const [[{ folds }]] = (await knex.raw('SELECT @@lower_case_table_names AS folds')) as [
      [{ folds: number }],
    ]
    const [rows] = (await knex.raw(
      `SELECT table_name AS tableName, column_name AS name, data_type AS type, column_type AS wholeType,
          character_maximum_length AS length, character_set_name AS letters, is_nullable AS isNullable,
          column_default AS usual, extra AS extra
        FROM information_schema.columns JOIN information_schema.tables USING (table_schema, table_name)
        WHERE table_schema = DATABASE() AND table_type = 'BASE TABLE'
        ORDER BY table_name, ordinal_position`,
    )) as [ColumnInfo[]]
    return rows.map(({ tableName, name, type, wholeType, length, letters, isNullable, usual, extra }) => ({
      // Columns are one whatever their case, tables where the server's file system says so.
      ...inOurSpelling({ table: tableName, name }),
      ...(folds === 0 ? { table: tableName } : {}),
      type: typeOf(type, wholeType, letters),
      length: length === null ? null : Number(length),
      nullable: isNullable === 'YES',
      fillsItself: usual !== null || /auto_increment|generated|virtual|stored/i.test(extra),
      isIdentity: /auto_increment/i.test(extra),
      isComputed: /(virtual|stored) generated/i.test(extra),
    }))
  },
  holds({ type, length }, wanted) {
    const kind = wanted.replace(/\(.*/, '')
    return (HOLDS[kind] ?? []).includes(type) && (length === null || length >= (SHORTEST[wanted] ?? 0))
  },
  binding(type) {
    if (type === 'datetime') return (value) => dateTimeText(value as number, ' ')
    return usualBinding(type)
  },
  readable(column, type) {
    switch (type) {
      case 'datetime':
        return `CAST(${column} AS CHAR)`
      case 'uniqueidentifier':
        return `UPPER(${column})`
      default:
        return column
    }
  },
  async *stream(_knex, query) {
    const stream = query.stream()
    yield* stream as AsyncIterable<SqlRow>
  },
  async lock(transaction) {
    const [[{ got }]] = (await transaction.raw('SELECT GET_LOCK(?, 60) AS got', [LOCK])) as [
      [{ got: number }],
    ]
    if (got !== 1) throw Object.assign(new Error('GET_LOCK'), { code: 'ER_LOCK_WAIT_TIMEOUT' })
  },
  // The lock is the connection's. Whoever gets it next must see our rows, so the transaction is ended first; to end it
  // again, as Knex does, changes nothing.
  async unlock(transaction, end = 'COMMIT') {
    await transaction.raw(end)
    await transaction.raw('DO RELEASE_LOCK(?)', [LOCK])
  },
  async analyze(knex, tables) {
    for (const table of tables) await knex.raw('ANALYZE TABLE ??', [table])
  },
  reason(error) {
    const { code, message, sqlMessage } = error as { code?: string; message?: string; sqlMessage?: string }
    if (/in closed state/.test(message ?? '')) return 'the connection broke'
    if (code !== undefined && Object.hasOwn(REASONS, code)) {
      return sqlMessage === undefined ? REASONS[code]! : `${REASONS[code]} (${sqlMessage})`
    }
    return sqlMessage === undefined ? networkReason(error) : refusedBy({ message: sqlMessage })
  },
  isReferred: (error) => /^ER_ROW_IS_REFERENCED/.test((error as { code?: string }).code ?? ''),
  isTransient: (error) =>
    ['ER_LOCK_DEADLOCK', 'ER_LOCK_WAIT_TIMEOUT', 'ER_CHECKREAD'].includes(
      (error as { code?: string }).code ?? '',
    ),
}

interface ColumnInfo {
  readonly tableName: string
  readonly name: string
  readonly type: string
  readonly wholeType: string
  readonly length: number | null
  readonly letters: string | null
  readonly isNullable: string
  readonly usual: string | null
  readonly extra: string
}

/** The type with what else says whether values fit: that it has no sign, how fine it is, letters that are not Unicode's. */
function typeOf(type: string, wholeType: string, letters: string | null): string {
  if (/unsigned/.test(wholeType)) return `${type} unsigned`
  if (type === 'datetime') return wholeType
  return letters === null || UNICODE.test(letters) ? type : `${type} in ${letters}`
}

const UNICODE = /^(utf8mb4|utf16|utf16le|utf32)$/

const LOCK = 'rollcall'

/** Letters enough for a GUID. */
const LATIN = ['ascii', 'latin1', 'utf8mb3'].flatMap((letters) => [
  `char in ${letters}`,
  `varchar in ${letters}`,
])

/** Characters and bytes of ids, which are all of one length. */
const SHORTEST: Readonly<Record<string, number>> = { uniqueidentifier: 36, [DIALOG_ID_TYPE]: 76 }

const HOLDS: Readonly<Record<string, readonly string[]>> = {
  bit: ['tinyint', 'tinyint unsigned', 'smallint', 'int'],
  tinyint: [
    'tinyint unsigned',
    'smallint',
    'smallint unsigned',
    'mediumint',
    'int',
    'int unsigned',
    'bigint',
  ],
  smallint: ['smallint', 'mediumint', 'int', 'bigint'],
  int: ['int', 'bigint'],
  bigint: ['bigint'],
  datetime: ['datetime(3)', 'datetime(4)', 'datetime(5)', 'datetime(6)'],
  uniqueidentifier: ['char', 'varchar', 'uuid', ...LATIN],
  nvarchar: ['varchar', 'text', 'mediumtext', 'longtext'],
  varbinary: ['varbinary', 'blob', 'mediumblob', 'longblob'],
  image: ['blob', 'mediumblob', 'longblob'],
}

const REASONS: Readonly<Record<string, string>> = {
  ER_ACCESS_DENIED_ERROR: 'the user or the password is wrong',
  ER_DBACCESS_DENIED_ERROR: 'the user has not the right to do this in this database',
  ER_TABLEACCESS_DENIED_ERROR: 'the user has not the right to do this',
  ER_BAD_DB_ERROR: 'there is no such database',
  ER_NOT_SUPPORTED_AUTH_MODE: 'the server asks for a way to sign in that mysql2 does not know',
  ER_LOCK_DEADLOCK: 'the server ended this transaction because of a deadlock',
  ER_LOCK_WAIT_TIMEOUT: 'a lock was not had in time',
  ER_RECORD_FILE_FULL: "the server's disk is full",
  ER_DISK_FULL: "the server's disk is full",
  ER_SERVER_SHUTDOWN: 'the server was stopped',
  ER_DUP_ENTRY: 'a row with this key is there already',
  ER_NO_REFERENCED_ROW_2: 'a row refers to another that is not there',
  ER_DATA_TOO_LONG: 'a text is too long for its column',
  PROTOCOL_CONNECTION_LOST: 'the connection broke',
  HANDSHAKE_NO_SSL_SUPPORT: 'the server offers no encryption: leave out ssl',
}
