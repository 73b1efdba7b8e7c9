import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import type { Column } from '../../src/schema/column.ts'
import { type TableName, tableOf } from '../../src/schema/tables.ts'
import { decoded, type PlainRow } from './contents.ts'

/** An engine's own client program, with a scratch database. */
export interface Client {
  /** Loads a script, and stops at the first error. Throws what the client prints then. */
  load(script: string): void
  /** The rows of a table by primary key. */
  read(table: TableName): readonly PlainRow[]
  drop(): void
}

/** `psql`, at a URL such as `postgres://postgres@127.0.0.1:5432/postgres`. */
export function psql(url: string): Client {
  const database = scratchName()
  const run = (at: string, args: readonly string[]) =>
    output('psql', [at, '-qAtX', '-v', 'ON_ERROR_STOP=1', '-F', '\t', '-P', 'null=NULL', ...args])
  const own = new URL(url)
  own.pathname = database
  run(url, ['-c', `CREATE DATABASE ${database} ENCODING 'UTF8' TEMPLATE template0`])
  return {
    load: (script) => void run(own.href, ['-f', script]),
    read: (table) => cells(table, run(own.href, ['-c', query(table, (name) => `"${name}"`, hexInPostgres)])),
    drop: () => void run(url, ['-c', `DROP DATABASE ${database} WITH (FORCE)`]),
  }
}

/** `mariadb` or `mysql`, at a URL such as `mysql://root@127.0.0.1:3306`. */
export function mysql(url: string): Client {
  const database = scratchName()
  const { hostname, port, username, password } = new URL(url)
  const login = ['-h', hostname, '-P', port || '3306', '-u', username, ...(password ? [`-p${password}`] : [])]
  const run = (args: readonly string[], input?: string) =>
    output('mysql', [...login, '--default-character-set=utf8mb4', '-N', '-B', ...args], input)
  run(['-e', `CREATE DATABASE ${database}`])
  return {
    load: (script) => void run([database], readFileSync(script, 'utf8')),
    read: (table) =>
      cells(
        table,
        run([
          database,
          '-e',
          query(
            table,
            (name) => `\`${name}\``,
            (name) => `HEX(${name})`,
          ),
        ]),
      ),
    drop: () => void run(['-e', `DROP DATABASE ${database}`]),
  }
}

/** Whether a program can be started. */
export function isInstalled(program: string): boolean {
  return spawnSync(program, ['--version']).status === 0
}

export function output(program: string, args: readonly string[], input?: string): string {
  const { status, stdout, stderr, error } = spawnSync(program, args, {
    encoding: 'utf8',
    ...(input === undefined ? {} : { input }),
    maxBuffer: 1 << 28,
  })
  if (status !== 0) throw new Error(`${program}: ${error?.message ?? stderr.trim()}`)
  return stdout
}

let scratch = 0

function scratchName(): string {
  return `rollcall_test_${process.pid}_${scratch++}`
}

function hexInPostgres(name: string, { type }: Column): string {
  return `encode(${type.startsWith('nvarchar') ? `convert_to(${name}, 'UTF8')` : name}, 'hex')`
}

const isHex = ({ type }: Column) => /^(nvarchar|varbinary)/.test(type)

/** All columns by primary key; texts and bytes as hex digits, so that no client can change them on the way. */
function query(
  table: TableName,
  identifier: (name: string) => string,
  hex: (name: string, column: Column) => string,
): string {
  const { columns, primaryKey } = tableOf(table)
  const list = columns.map((column) => {
    const name = identifier(column.name)
    return isHex(column) ? hex(name, column) : name
  })
  return `SELECT ${list.join(', ')} FROM ${identifier(table)} ORDER BY ${primaryKey.map(identifier).join(', ')}`
}

function cells(table: TableName, printed: string): PlainRow[] {
  const { columns } = tableOf(table)
  return printed
    .split('\n')
    .slice(0, -1)
    .map((line) => {
      const values = line.split('\t')
      const row = columns.map((column, at) => {
        const value = values[at] as string
        if (value === 'NULL') return [column.name, null]
        return [column.name, isHex(column) ? Buffer.from(value, 'hex').toString('utf8') : value]
      })
      return decoded(table, Object.fromEntries(row))
    })
}
