import { execFileSync } from 'node:child_process'
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { createTables } from '../src/dialects/ddl.ts'
import type { Dialect } from '../src/dialects/dialect.ts'
import { mysql as mysqlDialect } from '../src/dialects/mysql.ts'
import { postgres as postgresDialect } from '../src/dialects/postgres.ts'
import { sqlite as sqliteDialect } from '../src/dialects/sqlite.ts'
import { type Counts, type TableName, tableOf, tableSets } from '../src/schema/tables.ts'

// Generating and loading by `seed` against the engine's own loader with finished CSV: both into new tables with all keys and
// foreign keys. Ours loads day by day, as it does for a user; theirs is one transaction, which is the faster way.

export interface Loaded {
  readonly seconds: number
  readonly rows: Counts
  readonly megabytes: number
}

export interface Turn {
  /** Of generating and loading. */
  readonly ours: Loaded
  /** Seconds of the engine's own loader. */
  readonly theirs: number
}

/** Seeds a database without tables, in a process of its own. */
export function load(url: string, scenario: object): Loaded {
  return inProcess('load.mjs', url, scenario)
}

/** What loading takes, and then what verifying takes with the scenario. */
export interface Verified {
  readonly loading: Loaded
  readonly verifying: Loaded
}

export function verifiedSqlite(folder: string, scenario: object): Verified {
  const path = join(folder, 'verified.sqlite')
  rmSync(path, { force: true })
  return loadAndVerify(`sqlite:${path}`, scenario)
}

export function verifiedPostgres(server: string, scenario: object): Verified {
  return inDatabase(server, psql, (url) => loadAndVerify(url, scenario))
}

function loadAndVerify(url: string, scenario: object): Verified {
  return { loading: load(url, scenario), verifying: inProcess('verify.mjs', url, scenario) }
}

function inProcess(script: string, url: string, scenario: object): Loaded {
  const work = fileURLToPath(new URL(script, import.meta.url))
  const text = execFileSync(process.execPath, [work, JSON.stringify({ url, scenario })], { encoding: 'utf8' })
  return JSON.parse(text) as Loaded
}

/** Against `sqlite3 .import`. `csv` is a folder with the finished files. */
export function sqlite(folder: string, csv: string, scenario: object): Turn {
  const [one, other] = [join(folder, 'imported.sqlite'), join(folder, 'seeded.sqlite')]
  for (const path of [one, other]) rmSync(path, { force: true })
  const names = tableSets.core
  const script = [
    'PRAGMA synchronous = OFF;',
    'PRAGMA journal_mode = OFF;',
    'PRAGMA foreign_keys = ON;',
    ...createTables(sqliteDialect, names).map((statement) => `${statement};`),
    'BEGIN;',
    '.mode csv',
    ...names.map((name) => `.import --skip 1 "${join(csv, `${name}.csv`)}" ${name}`),
    'COMMIT;',
  ]
  const theirs = timed(() => execFileSync('sqlite3', [one], { input: script.join('\n') }))
  return { theirs, ours: load(`sqlite:${other}`, scenario) }
}

/** Against `psql \copy`, at a URL such as `postgres://postgres@127.0.0.1:5432/postgres`. */
export function postgres(url: string, csv: string, scenario: object): Turn {
  return compare(url, csv, scenario, {
    dialect: postgresDialect,
    run: psql,
    load: (table, path) => `\\copy "${table}" FROM '${path}' (FORMAT csv, HEADER)\n`,
  })
}

/** Against `LOAD DATA LOCAL INFILE` by the client `mariadb`, at a URL such as `mysql://root@127.0.0.1:3306/mysql`. */
export function mysql(url: string, csv: string, scenario: object): Turn {
  return compare(url, csv, scenario, {
    dialect: mysqlDialect,
    run: (at, input) => {
      const { hostname, port, username, password, pathname } = new URL(at)
      const login = ['-h', hostname, '-P', port || '3306', '-u', username, `--password=${password}`]
      const words = ['--local-infile', '--default-character-set=utf8mb4', pathname.slice(1)]
      execFileSync('mariadb', [...login, ...words], { input })
    },
    load(table, path) {
      const { columns } = tableOf(table)
      const values = columns.map(({ name }) => `${name} = NULLIF(@${name}, '')`) // an empty cell is no value
      return `LOAD DATA LOCAL INFILE '${path}' INTO TABLE ${table} CHARACTER SET utf8mb4
        FIELDS TERMINATED BY ',' OPTIONALLY ENCLOSED BY '"' ESCAPED BY '' LINES TERMINATED BY '\\r\\n' IGNORE 1 LINES
        (${columns.map(({ name }) => `@${name}`).join()}) SET ${values.join()};\n`
    },
  })
}

/** Runs a script by the server's own client. */
type Run = (url: string, script: string) => void

const psql: Run = (url, input) => {
  const words = [url, '-qX', '-v', 'ON_ERROR_STOP=1']
  execFileSync('psql', words, { input, stdio: ['pipe', 'ignore', 'pipe'] })
}

interface Loader {
  readonly dialect: Dialect
  readonly run: Run
  load(table: TableName, path: string): string
}

function compare(server: string, csv: string, scenario: object, { dialect, run, load: copy }: Loader): Turn {
  const script = tableSets.core.map((table) => copy(table, join(csv, `${table}.csv`))).join('')
  return inDatabase(server, run, (url, makeAnew) => {
    run(url, createTables(dialect, tableSets.core).join(';\n').concat(';\n'))
    const theirs = timed(() => run(url, `BEGIN;\n${script}COMMIT;\n`))
    makeAnew()
    return { theirs, ours: load(url, scenario) }
  })
}

const DATABASE = `rollcall_bench_${process.pid}`

/** Works in an empty database that it makes on a server, and drops it again. */
function inDatabase<T>(server: string, run: Run, work: (url: string, makeAnew: () => void) => T): T {
  const own = new URL(server)
  own.pathname = DATABASE
  const makeAnew = () => run(server, `DROP DATABASE IF EXISTS ${DATABASE};\nCREATE DATABASE ${DATABASE};\n`)
  try {
    makeAnew()
    return work(own.href, makeAnew)
  } finally {
    run(server, `DROP DATABASE IF EXISTS ${DATABASE};\n`)
  }
}

function timed(work: () => void): number {
  const start = performance.now()
  work()
  return (performance.now() - start) / 1000
}
