import { RollcallError } from '../errors.ts'

const HOW = 'Write it as sqlite:path/to/file.sqlite.'

/** Engines that a script can be made for: schemes of a URL, with their dialects. */
const SERVERS: Readonly<Record<string, string>> = {
  mssql: 'mssql',
  sqlserver: 'mssql',
  postgres: 'postgres',
  postgresql: 'postgres',
  mysql: 'mysql',
  mariadb: 'mysql',
}

/** The path of `sqlite:path`. Throws a `RollcallError` for any other form; the message never holds a password. */
export function sqlitePath(url: string): string {
  const match = /^([a-z0-9+]+):(?:\/\/)?(.*)$/i.exec(url)
  if (!match) throw new RollcallError(`--db ${withoutPassword(url)} is not a database URL`, HOW)
  const [scheme = '', path = ''] = [match[1]?.toLowerCase(), match[2]]
  if (Object.hasOwn(SERVERS, scheme)) {
    throw new RollcallError(
      `--db: this version cannot load into ${scheme} directly`,
      `Make a script instead: rollcall generate <scenario> --out <dir> --format sql --dialect ${SERVERS[scheme]}`,
    )
  }
  if (scheme !== 'sqlite') throw new RollcallError(`--db: "${scheme}" is not a known kind of database`, HOW)
  if (path === '') throw new RollcallError('--db sqlite: names no file', HOW)
  return path
}

/** A URL that can be printed. */
function withoutPassword(url: string): string {
  return url.replace(/\/\/([^:@/]*):.*@/, '//$1:***@')
}
