import { sqlite } from '../dialects/sqlite.ts'
import type { NaturalTable } from '../schema/natural.ts'
import type { TableName } from '../schema/tables.ts'
import { numbersOf } from './as-planned.ts'
import { type Window, withinSql } from './natural-query.ts'
import type { SqliteConnection } from './sqlite-connection.ts'

const quoted = sqlite.identifier

/**
 * Tells where the rows of both sides are the same, numbers and all, as they are in a database that held nothing before it was
 * seeded. SQLite finds that out by itself, several times as fast as rows are followed, ordered and walked.
 */
export class SameRows {
  private readonly naturals: ReadonlyMap<TableName, NaturalTable>
  /** Up to which of its rows each table with names was looked at; they are never deleted. */
  private readonly seen = new Map<TableName, number>()
  /** Tables with names in which something was found to have another number. */
  private readonly renumbered = new Set<TableName>()

  constructor(naturals: readonly NaturalTable[]) {
    this.naturals = new Map(naturals.map((natural) => [natural.table, natural]))
  }

  /** Whether the rows of a table are the same in a window, and what they refer to. */
  areSame(connection: SqliteConnection, natural: NaturalTable, window: Window | null): boolean {
    const { table, cells, time } = natural
    const parents = new Set(cells.flatMap(({ by }) => (by ? (by.table as TableName) : [])))
    for (const parent of parents) if (!this.keepNumbers(connection, parent)) return false
    const within = time === null || window === null ? 'TRUE' : withinSql(quoted(time), window)
    const count = (side: string) => countOf(connection, `${side}.${quoted(table)} WHERE ${within}`)
    const expected = count('main')
    return expected === count('found') && expected === this.common(connection, natural, within)
  }

  /** Whether all rows that are expected so far are there with the numbers that they were planned with. */
  private keepNumbers(connection: SqliteConnection, table: TableName): boolean {
    const natural = this.naturals.get(table)
    if (!natural || this.renumbered.has(table)) return false
    if (natural.time !== null)
      return countOf(connection, `main.${quoted(table)}`) === this.common(connection, natural, 'TRUE')
    const [{ last }] = connection
      .prepare(`SELECT COALESCE(MAX(rowid), 0) AS last FROM main.${quoted(table)}`)
      .all() as [{ last: number }]
    const seen = this.seen.get(table) ?? 0
    if (last === seen) return true
    const fresh = `rowid > ${seen}`
    const expected = countOf(connection, `main.${quoted(table)} WHERE ${fresh}`)
    if (expected !== this.common(connection, natural, fresh)) this.renumbered.add(table)
    this.seen.set(table, last)
    return !this.renumbered.has(table)
  }

  /** How many of the expected rows that `within` is true of are there, the same in all cells. */
  private common(connection: SqliteConnection, { table, cells }: NaturalTable, within: string): number {
    const columns = cells.flatMap(({ column, by }) => by?.columns ?? column)
    const same = [...new Set(columns)].map((column) => `mine.${quoted(column)} IS theirs.${quoted(column)}`)
    const on = numbersOf(table).map((column) => `mine.${quoted(column)} = theirs.${quoted(column)}`)
    return countOf(
      connection,
      `(SELECT * FROM main.${quoted(table)} WHERE ${within}) AS mine
        CROSS JOIN found.${quoted(table)} AS theirs ON ${on.join(' AND ')} WHERE ${same.join(' AND ')}`,
    )
  }
}

function countOf(connection: SqliteConnection, from: string): number {
  const [{ rows }] = connection.prepare(`SELECT COUNT(*) AS rows FROM ${from}`).all() as [{ rows: number }]
  return rows
}
