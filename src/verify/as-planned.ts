import type { SqlRow } from '../databases/engine.ts'
import type { Target } from '../databases/found.ts'
import { sqlite } from '../dialects/sqlite.ts'
import { generate, type OnProgress } from '../generate.ts'
import type { Scenario } from '../scenario/scenario.ts'
import { type Counts, type TableName, tableOf } from '../schema/tables.ts'
import type { Sink } from '../sinks/sink.ts'
import { type BlockSql, blockStatements } from '../sinks/sqlite-blocks.ts'
import { type FoundTables, hasColumn } from './found-tables.ts'

const quoted = sqlite.identifier

/**
 * Whether a database has the rows of a scenario with the very numbers that they were planned with, and no others, as it does
 * that held nothing before it was seeded. SQLite looks them up by itself, several times as fast as rows are copied, followed
 * and walked. Also false where that does not tell: of other engines, without keys, and of rows that are wrong on purpose.
 */
export async function isAsPlanned(
  found: FoundTables,
  scenario: Scenario,
  {
    rows,
    tables,
    signal,
    onProgress,
  }: {
    /** How many were found. */
    readonly rows: Counts
    /** Whose rows are expected. */
    readonly tables: readonly TableName[]
    readonly signal: AbortSignal | undefined
    readonly onProgress: OnProgress | undefined
  },
): Promise<boolean> {
  // Two rows that are wrong on purpose may have one key, and one row would then be found for both.
  if (found.database.engine.dialect !== sqlite || scenario.anomalies.length > 0) return false
  const targets = tables.flatMap((table) => found.targets.get(table) ?? [])
  for (const target of targets) if (!(await isIndexed(found, target))) return false
  try {
    const sink = await lookingInto(found, targets)
    const expected = await generate(scenario, sink, { tables, signal, onProgress })
    return [...found.targets.keys()].every((table) => (rows[table] ?? 0) === (expected[table] ?? 0))
  } catch (cause) {
    if (cause instanceof IsMissing) return false
    throw cause
  }
}

/** Thrown at the first row that is not there. */
class IsMissing extends Error {}

/** Takes rows that are in a database as they are, and throws for others. */
async function lookingInto({ database }: FoundTables, targets: readonly Target[]): Promise<Sink> {
  const looks = await blockStatements(database.knex, targets, foundSql)
  return {
    async write(batch) {
      for (const { statement, values } of looks.on(batch)) {
        const { found } = statement.get(values) as { readonly found: number }
        if (found !== values.rows) throw new IsMissing()
      }
    },
    close: looks.end,
    abort: looks.end,
  }
}

/** Whether an index finds the rows of a table by their numbers. */
async function isIndexed({ database }: FoundTables, target: Target): Promise<boolean> {
  const numbers = numbersOf(target.table)
  if (!numbers.every((name) => hasColumn(target, name))) return false
  const by = numbers.map((name) => `${quoted(name)} = '' COLLATE BINARY`)
  const plan = await database.knex.raw(
    `EXPLAIN QUERY PLAN SELECT 1 FROM ${quoted(target.table)} WHERE ${by.join(' AND ')}`,
  )
  return (plan as readonly SqlRow[]).every(({ detail }) => String(detail).startsWith('SEARCH'))
}

/** Counts the rows that are there with all their values. */
function foundSql({ table, columns, from }: BlockSql): string {
  const numbers = numbersOf(table)
  const same = columns.map(
    ({ name, value }) =>
      `theirs.${quoted(name)} ${numbers.includes(name) ? '=' : 'IS'} ${value} COLLATE BINARY`,
  )
  return `SELECT SUM(EXISTS (SELECT 1 FROM ${quoted(table)} AS theirs WHERE ${same.join(' AND ')})) AS found ${from}`
}

/** The columns by which a row has the number that it was planned with. */
export function numbersOf(table: TableName): readonly string[] {
  const { identity, primaryKey } = tableOf(table)
  return identity.kind === 'named' && identity.number !== null ? [identity.number] : primaryKey
}
