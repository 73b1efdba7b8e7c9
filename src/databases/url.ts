import { RollcallError } from '../errors.ts'
import { didYouMean } from '../scenario/suggest.ts'

/** Where a database is. */
export interface DatabaseUrl {
  readonly dialect: 'sqlite'
  readonly path: string
}

const SCHEMES = ['sqlite', 'mssql', 'postgres', 'mysql']

/** Reads `sqlite:path`. Throws a `RollcallError` for any other form; the message never holds a password. */
export function parseDatabaseUrl(url: string): DatabaseUrl {
  const match = /^([a-z0-9+]+):(?:\/\/)?(.*)$/i.exec(url)
  if (!match)
    throw new RollcallError(
      `--db ${withoutPassword(url)} is not a database URL`,
      'Write it as sqlite:path/to/file.sqlite.',
    )
  const [scheme = '', path = ''] = [match[1]?.toLowerCase(), match[2]]
  if (scheme !== 'sqlite') {
    const isServer = SCHEMES.includes(scheme) || scheme === 'postgresql' || scheme === 'mariadb'
    const message = isServer
      ? `this version cannot load into ${scheme} directly`
      : `--db: "${scheme}" is not a known kind of database`
    const hint = isServer
      ? `Make a script instead: rollcall generate <scenario> --out <dir> --format sql --dialect ${scheme.replace('postgresql', 'postgres').replace('mariadb', 'mysql')}`
      : (didYouMean(scheme, SCHEMES) ?? 'Write it as sqlite:path/to/file.sqlite.')
    throw new RollcallError(message, hint)
  }
  if (path === '')
    throw new RollcallError('--db sqlite: names no file', 'Write it as sqlite:path/to/file.sqlite.')
  return { dialect: 'sqlite', path }
}

/** A URL that can be printed. */
export function withoutPassword(url: string): string {
  return url.replace(/\/\/([^:@/]*):.*@/, '//$1:***@')
}
