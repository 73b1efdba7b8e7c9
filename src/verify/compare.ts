import type { Knex } from 'knex'
import type { SqlRow } from '../databases/engine.ts'
import { sqlite } from '../dialects/sqlite.ts'
import type { NaturalTable } from '../schema/natural.ts'
import { type TableName, tableOf } from '../schema/tables.ts'
import { isOurs, naturalRows, type Window } from './natural-query.ts'
import { SameRows } from './same-rows.ts'
import type { SqliteConnection } from './sqlite-connection.ts'

/** A row that is not as the scenario says. */
export interface Difference {
  readonly table: TableName
  /** `missing` from what was found, `unexpected` in it, or there with other cells. */
  readonly kind: 'missing' | 'unexpected' | 'changed'
  /** The natural key. */
  readonly key: SqlRow
  readonly cells: readonly { readonly column: string; readonly expected: unknown; readonly found: unknown }[]
}

/** How what was found differs: every difference counted, the first few kept. */
export interface Comparison {
  readonly differences: number
  readonly first: readonly Difference[]
  /** Rows of others, which are let be; always 0 where there should be none. */
  readonly others: number
}

const KEPT = 10

/** Compares by natural key, so that shifted surrogate numbers do not count, and gathers what it finds. */
export class Comparer implements Comparison {
  differences = 0
  readonly first: Difference[] = []
  others = 0
  private readonly knex: Knex
  private readonly tables: readonly NaturalTable[]
  private readonly beside: boolean
  private readonly same: SameRows

  /** `knex` is an SQLite database with what is expected in its schema `main`, and what was found in `found`. */
  constructor(knex: Knex, tables: readonly NaturalTable[], beside: boolean) {
    this.knex = knex
    this.tables = tables
    this.beside = beside
    this.same = new SameRows(tables)
  }

  /** The rows of a span, or without one the rows that belong to no time. In constant memory. */
  async compare(window: Window | null): Promise<void> {
    const connection: SqliteConnection = await this.knex.client.acquireConnection()
    try {
      for (const natural of this.tables) {
        if ((natural.time === null) !== (window === null)) continue
        if (this.same.areSame(connection, natural, window)) continue
        for (const difference of this.differencesOf(connection, natural, window)) {
          this.differences++
          if (this.first.length < KEPT) this.first.push(difference)
        }
      }
    } finally {
      await this.knex.client.releaseConnection(connection)
    }
  }

  private differencesOf(
    connection: SqliteConnection,
    natural: NaturalTable,
    window: Window | null,
  ): Iterable<Difference> {
    const expected = naturalRows(natural, 'main', window)
    const found = naturalRows(natural, 'found', window)
    if (!this.beside) return differences(connection, natural, expected, found)
    const ours = isOurs(natural, 'found')
    const [{ others }] = connection
      .prepare(`SELECT COUNT(*) AS others FROM (${found}) AS found WHERE NOT ${ours}`)
      .all() as [{ others: number }]
    this.others += others
    // One row of ours may be there in several spellings that SQL Server would not tell apart.
    const distinct = tableOf(natural.table).identity.kind === 'named' ? 'DISTINCT' : ''
    return differences(
      connection,
      natural,
      expected,
      `SELECT ${distinct} * FROM (${found}) AS found WHERE ${ours}`,
    )
  }
}

/** Walks two results side by side in the order of their keys; of equal keys, in that of the other cells. */
function* differences(
  connection: SqliteConnection,
  { table, key, cells }: NaturalTable,
  expected: string,
  found: string,
): Iterable<Difference> {
  const order = [...new Set([...key, ...cells.map(({ name }) => name)])].map(sqlite.identifier).join(', ')
  const left = connection.prepare(`${expected} ORDER BY ${order}`).iterate()
  const right = connection.prepare(`${found} ORDER BY ${order}`).iterate()
  try {
    let [mine, theirs] = [left.next(), right.next()]
    const keyOf = (row: SqlRow) => Object.fromEntries(key.map((name) => [name, shown(row[name])]))
    while (!mine.done || !theirs.done) {
      const order = mine.done ? 1 : theirs.done ? -1 : compareKeys(key, mine.value, theirs.value)
      if (order < 0) {
        yield { table, kind: 'missing', key: keyOf(mine.value), cells: [] }
        mine = left.next()
      } else if (order > 0) {
        yield { table, kind: 'unexpected', key: keyOf(theirs.value), cells: [] }
        theirs = right.next()
      } else {
        const changed = changedCells(mine.value, theirs.value)
        if (changed.length > 0) yield { table, kind: 'changed', key: keyOf(mine.value), cells: changed }
        ;[mine, theirs] = [left.next(), right.next()]
      }
    }
  } finally {
    left.return?.()
    right.return?.()
  }
}

function changedCells(expected: SqlRow, found: SqlRow): Difference['cells'] {
  return Object.keys(expected).flatMap((column) => {
    const [one, other] = [shown(expected[column]), shown(found[column])]
    return one === other ? [] : { column, expected: one, found: other }
  })
}

function compareKeys(key: readonly string[], a: SqlRow, b: SqlRow): number {
  for (const name of key) {
    const [one, other] = [shown(a[name]), shown(b[name])]
    if (one === other) continue
    if (one === null || other === null) return one === null ? -1 : 1
    if (typeof one === 'number' && typeof other === 'number') return one - other
    // SQLite orders texts by their bytes; JavaScript would order them by UTF-16 units.
    return Buffer.compare(Buffer.from(String(one)), Buffer.from(String(other)))
  }
  return 0
}

/** Bytes as the text that they spell; everything else as it is. */
function shown(value: unknown): unknown {
  return Buffer.isBuffer(value) ? value.toString('latin1') : (value ?? null)
}
