import type { Knex } from 'knex'
import type { SqlRow } from '../databases/engine.ts'
import type { ColumnType } from '../schema/column.ts'
import { type Counts, type TableName, tableOf } from '../schema/tables.ts'
import { type FoundTables, hasAll } from './found-tables.ts'
import { interruptible } from './interruptible.ts'
import { type Check, type Rule, TIMES } from './rules/check.ts'
import { checks } from './rules/rules.ts'

/** A rule that rows were found to break. */
export interface Violation {
  readonly rule: Rule
  readonly title: string
  readonly rows: number
  /** The first rows that show it, each value as SQLite keeps it. */
  readonly first: readonly SqlRow[]
}

/** What the checks found out. */
export interface Findings {
  readonly violations: readonly Violation[]
  readonly rows: Counts
}

const SHOWN = 3

/** Runs all checks that have their columns there. `tell` is told after each query how many there are, and the rows so far. */
export async function violations(
  found: FoundTables,
  signal?: AbortSignal,
  tell?: (part: number, rows: number) => void,
): Promise<Findings> {
  const possible = checks.filter(({ reads }) => hasAll(found, reads))
  const broken = new Map<Check, number>()
  const rows: { [T in TableName]?: number } = {}
  const between = possible.filter((check) => 'query' in check)
  const steps = found.targets.size + between.length
  let [done, total] = [0, 0]
  const count = async (query: Knex.QueryBuilder): Promise<readonly number[]> => {
    const [counted] = (await interruptible(found.database, query, signal)) as readonly SqlRow[]
    done++
    return Object.values(counted ?? {}).map(Number)
  }
  for (const table of found.targets.keys()) {
    const own = possible.filter((check) => 'table' in check && check.table === table)
    const [all = 0, ...counts] = await count(countsOf(found, table, own))
    for (const [at, check] of own.entries()) broken.set(check, counts[at]!)
    rows[table] = all
    total += all
    tell?.(done / steps, total)
  }
  for (const check of between) {
    const [counted] = await count(
      found.database.knex.count({ broken: '*' }).from(queryOf(found, check).as('broken')),
    )
    broken.set(check, counted!)
    tell?.(done / steps, total)
  }
  const all: Violation[] = []
  for (const check of possible) {
    const { rule, title } = check
    const number = broken.get(check)!
    if (number > 0) all.push({ rule, title, rows: number, first: await firstOf(found, check) })
  }
  return { violations: all, rows }
}

/** One pass over a table: its rows, and those that break each of the checks. */
function countsOf(
  { database: { knex, engine }, targets }: FoundTables,
  table: TableName,
  own: readonly Check[],
): Knex.QueryBuilder {
  const counts = own.flatMap((check, at) =>
    'broken' in check ? `COUNT(CASE WHEN ${check.broken(engine)} THEN 1 END) AS broken${at}` : [],
  )
  return knex(targets.get(table)!.name).select(
    ['COUNT(*) AS found', ...counts].map((counted) => knex.raw(counted)),
  )
}

/** The rows that break the rule. */
function queryOf({ database: { knex, engine }, targets }: FoundTables, check: Check): Knex.QueryBuilder {
  const name = (table: TableName) => targets.get(table)!.name
  if ('query' in check) return check.query(knex, name)
  return knex(name(check.table)).select(check.shows).whereRaw(check.broken(engine))
}

/** The first rows in the order of times and numbers, which is the same on each engine. */
async function firstOf(found: FoundTables, check: Check): Promise<readonly SqlRow[]> {
  const { knex, engine } = found.database
  const { identifier } = engine.dialect
  const shows = check.shows.map((name) => ({ name, type: typeOf(check, name) }))
  const first = (await knex
    .select(
      shows.map(({ name, type }) =>
        knex.raw(`${engine.readable(identifier(name), type)} AS ${identifier(name)}`),
      ),
    )
    .from(queryOf(found, check).as('broken'))
    .orderBy(shows.filter(({ type }) => ORDERED.has(type)).map(({ name }) => name))
    .limit(SHOWN)) as readonly SqlRow[]
  return first.map((row) => Object.fromEntries(shows.map(({ name, type }) => [name, shown(row[name], type)])))
}

const NUMBERS: ReadonlySet<ColumnType> = new Set(['bit', 'tinyint', 'smallint', 'int', 'bigint'])
const ORDERED: ReadonlySet<ColumnType> = new Set([...NUMBERS, 'datetime'])

/** Columns of one name have one type in all tables. */
function typeOf({ reads }: Check, name: string): ColumnType {
  if (name === TIMES) return 'int'
  const columns = Object.keys(reads).flatMap((table) => tableOf(table as TableName).columns)
  return columns.find((column) => column.name === name)!.type
}

/** Counts are texts to some drivers, and bytes are told as the text that they spell. */
function shown(value: unknown, type: ColumnType): unknown {
  if (value === null || value === undefined) return null
  if (Buffer.isBuffer(value)) return value.toString('latin1')
  return NUMBERS.has(type) ? Number(value) : value
}
