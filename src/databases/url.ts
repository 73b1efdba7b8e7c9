import { resolve } from 'node:path'
import { aSecret, aText, checkArguments, isObject, type Kind, orNull } from '../arguments.ts'
import type { DialectName } from '../dialects/dialect.ts'
import { RollcallError } from '../errors.ts'
import { didYouMean } from '../suggest.ts'

/** A database as `--db` names it. */
export type DatabaseUrl = SqliteUrl | ServerUrl

export interface SqliteUrl {
  readonly engine: 'sqlite'
  readonly path: string
  /** What is to be done with the file: `read` and `change` need one that is there. Default: what is needed. */
  readonly use?: 'read' | 'change'
  /** The URL as it can be printed. */
  readonly shown: string
}

export interface ServerUrl {
  readonly engine: Exclude<DialectName, 'sqlite'>
  readonly host: string
  /** Null for the engine's usual one. */
  readonly port: number | null
  readonly user: string | null
  readonly password: string | null
  readonly database: string
  /** Where the tables are; null for the user's default. */
  readonly schema: string | null
  /** What else the URL says, by the names of `OPTIONS`. */
  readonly options: Readonly<Record<string, string>>
  /** The URL as it can be printed: without the password. */
  readonly shown: string
}

const ENGINES: Readonly<Record<string, DialectName>> = {
  sqlite: 'sqlite',
  mssql: 'mssql',
  sqlserver: 'mssql',
  postgres: 'postgres',
  postgresql: 'postgres',
  mysql: 'mysql',
  mariadb: 'mysql',
}

/** What a URL can say after `?`. */
const OPTIONS: Readonly<Record<ServerUrl['engine'], readonly string[]>> = {
  mssql: [
    'schema',
    'encrypt',
    'trustServerCertificate',
    'serverName',
    'instanceName',
    'domain',
    'connectTimeout',
    'packetSize',
    'appName',
    'multiSubnetFailover',
  ],
  postgres: ['schema', 'sslmode', 'host', 'connectTimeout', 'application_name'],
  mysql: ['socketPath', 'ssl', 'connectTimeout'],
}

/** Ways to sign in that need Windows on this side. */
const SSPI = /^(integratedSecurity|trusted_?connection|sspi)$/i

const FORMS: Readonly<Record<DialectName, string>> = {
  sqlite: 'sqlite:path/to/file.sqlite',
  mssql: 'mssql://user@host:1433/LcsCDR',
  postgres: 'postgres://user@host:5432/lcscdr',
  mysql: 'mysql://user@host:3306/lcscdr',
}

/** What a function takes as the URL of a database. A text is not shown: it can hold a password. */
export const aDatabaseUrl: Kind = {
  allowed: 'what databaseUrl gives',
  fault(value, place) {
    const isUrl =
      isObject(value) && 'engine' in value && Object.values(ENGINES).includes(value.engine as never)
    if (isUrl && 'shown' in value) return null
    const hint = 'It must be what databaseUrl gives: databaseUrl("sqlite:cdr.sqlite").'
    return { code: 'ROLLCALL_E_ARGUMENT', message: `${place} is no database URL that was read`, hint }
  },
}

/**
 * Reads what `--db` says. `password` is taken where the URL has none, such as that of `ROLLCALL_DB_PASSWORD`. Throws a
 * `RollcallError` for any other form; the message never holds a password.
 */
export function databaseUrl(text: string, password: string | null = null): DatabaseUrl {
  checkArguments('databaseUrl', { text: [text, aText], password: [password, orNull(aSecret)] })
  const match = /^([a-z0-9+]+):(?:\/\/)?(.*)$/is.exec(text)
  const scheme = match?.[1]?.toLowerCase() ?? ''
  if (!match)
    throw new RollcallError(
      'ROLLCALL_E_ARGUMENT',
      `--db ${withoutPassword(text)} is not a database URL`,
      forms(),
    )
  if (!Object.hasOwn(ENGINES, scheme)) {
    throw new RollcallError(
      'ROLLCALL_E_ARGUMENT',
      `--db: "${scheme}" is not a known kind of database`,
      forms(),
    )
  }
  const engine = ENGINES[scheme]!
  if (engine !== 'sqlite') return serverUrl(engine, text, password)
  const path = match[2] ?? ''
  if (path === '')
    throw new RollcallError(
      'ROLLCALL_E_ARGUMENT',
      '--db sqlite: names no file',
      `Write it as ${FORMS.sqlite}.`,
    )
  return { engine, path, shown: `sqlite:${path}` }
}

/** Options that say where a database is; the others say who comes, and how. */
const PLACES = ['schema', 'instanceName', 'host', 'socketPath']

const USUAL_PORTS: Readonly<Record<ServerUrl['engine'], number>> = {
  mssql: 1433,
  postgres: 5432,
  mysql: 3306,
}

/** What is one for all URLs of one database, whoever comes and how, from a URL as it is shown. Any other text is itself. */
export function placeOf(shown: string): string {
  if (!/^[a-z0-9]+:./.test(shown)) return shown
  const url = databaseUrl(shown)
  if (url.engine === 'sqlite') return resolve(url.path)
  const { engine, host, port, database, schema, options } = url
  const within = PLACES.map((name) => ({ ...options, schema })[name] ?? '')
  return JSON.stringify([engine, host.toLowerCase(), port ?? USUAL_PORTS[engine], database, ...within])
}

function forms(): string {
  return `Write it as ${Object.values(FORMS).join(', ')}.`
}

function serverUrl(engine: ServerUrl['engine'], text: string, given: string | null): ServerUrl {
  const refuse = (why: string, hint = `Write it as ${FORMS[engine]}.`) =>
    new RollcallError('ROLLCALL_E_ARGUMENT', `--db ${withoutPassword(text)}: ${why}`, hint)
  // SQL Server's own spelling of an instance is `host\name`, which no URL can hold.
  const [, before = '', instance = null, after = ''] =
    /^([^/]*\/\/(?:.*@)?[^/\\@]*)\\([^/:?\\@]*)(|[/:?].*)$/s.exec(text) ?? []
  const url = instance === null ? tryUrl(text) : tryUrl(before + after)
  if (!url)
    throw refuse(
      'it is not a URL',
      `Write it as ${FORMS[engine]}; special characters of a password as %40, %23, %2F.`,
    )
  if (/@/.test(url.pathname + url.search))
    throw refuse(
      'there is an @ after the host',
      'Write / and ? of a password as %2F and %3F, and an @ as %40.',
    )
  if (url.hash !== '') throw refuse('there is a # in it', 'Write a # of a password as %23.')
  const database = decoded(url.pathname.replace(/^\//, ''))
  if (database === '') throw refuse('it names no database')
  if (database.includes('/')) throw refuse(`"${database}" is not the name of a database`)
  const options: Record<string, string> = instance === null ? {} : { instanceName: instance }
  for (const [name, value] of url.searchParams) {
    if (engine === 'mssql' && SSPI.test(name))
      throw refuse(
        'tedious cannot sign in with the account of this process (SSPI)',
        'Give a user and a password; with ?domain=NAME they are those of a Windows account (NTLM).',
      )
    if (!OPTIONS[engine].includes(name))
      throw refuse(
        `"${name}" is not a known option`,
        didYouMean(name, OPTIONS[engine]) ?? `Known are ${OPTIONS[engine].join(', ')}.`,
      )
    options[name] = value
  }
  const { schema = null, ...rest } = options
  const host = decoded(url.hostname).replace(/^\[|\]$/g, '')
  const user = url.username === '' ? null : decoded(url.username)
  const query = new URLSearchParams(options).toString()
  const at = user === null ? '' : `${encodeURIComponent(user)}@`
  return {
    engine,
    host: host === '' ? 'localhost' : host,
    port: url.port === '' ? null : Number(url.port),
    user,
    password: url.password === '' ? given : decoded(url.password),
    database,
    schema,
    options: rest,
    shown: `${engine}://${at}${url.host}/${encodeURIComponent(database)}${query === '' ? '' : `?${query}`}`,
  }
}

function tryUrl(text: string): URL | null {
  try {
    return new URL(text)
  } catch {
    return null
  }
}

/** A part of a URL; as it is where a lone % stands in it. */
function decoded(part: string): string {
  try {
    return decodeURIComponent(part)
  } catch {
    return part
  }
}

/** What can be printed of a text, however it is written: nothing that may be a part of a password. */
function withoutPassword(text: string): string {
  return text.replace(/^([^:]*:(?:\/\/)?)?.*@/s, '$1***@').replace(/((?:\w*pass\w*|pwd)\s*=).*/is, '$1***')
}

/** Reads an option that is yes or no; null where the URL is silent. */
export function yesOrNo({ options, shown }: ServerUrl, name: string): boolean | null {
  const value = options[name]?.toLowerCase()
  if (value === undefined) return null
  if (['true', 'yes', '1'].includes(value)) return true
  if (['false', 'no', '0'].includes(value)) return false
  throw new RollcallError(
    'ROLLCALL_E_ARGUMENT',
    `--db ${shown}: ${name} is "${options[name]}"`,
    'It is true or false.',
  )
}

/** Reads an option that is a number; null where the URL is silent. */
export function wholeNumber({ options, shown }: ServerUrl, name: string): number | null {
  const value = options[name]
  if (value === undefined) return null
  if (/^\d{1,9}$/.test(value)) return Number(value)
  throw new RollcallError(
    'ROLLCALL_E_ARGUMENT',
    `--db ${shown}: ${name} is "${value}"`,
    'It is a whole number.',
  )
}
