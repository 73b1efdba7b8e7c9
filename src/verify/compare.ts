import type { Knex } from 'knex'
import { eachRow, type SqlRow } from '../databases/sqlite.ts'
import type { TableName } from '../schema/tables.ts'
import { type NaturalTable, naturalTables } from './natural.ts'

/** A row that is not as the scenario says. */
export interface Difference {
  readonly table: TableName
  /** `missing` from what was found, `unexpected` in it, or there with other cells. */
  readonly kind: 'missing' | 'unexpected' | 'changed'
  /** The natural key. */
  readonly key: SqlRow
  readonly cells: readonly { readonly column: string; readonly expected: unknown; readonly found: unknown }[]
}

/** How two databases differ: every difference counted, the first few kept. */
export interface Comparison {
  readonly differences: number
  readonly first: readonly Difference[]
}

const KEPT = 10

/** A span of times, from `from` (included) to `to` (excluded), each as SQLite keeps it; null where there is no bound. */
export interface Window {
  readonly from: string | null
  readonly to: string | null
}

/** Compares by natural key, so that shifted surrogate numbers do not count, and gathers what it finds. */
export class Comparer implements Comparison {
  differences = 0
  readonly first: Difference[] = []
  readonly #expected: Knex
  readonly #found: Knex
  readonly #tables: readonly NaturalTable[]

  /** `tables` are those that were found: nothing is said of others. */
  constructor(expected: Knex, found: Knex, tables: readonly TableName[]) {
    this.#expected = expected
    this.#found = found
    this.#tables = naturalTables.filter(({ table, needs }) =>
      [table, ...needs].every((one) => tables.includes(one)),
    )
  }

  /** The rows of a span, or without one the rows that belong to no time. In constant memory. */
  async compare(window: Window | null): Promise<void> {
    for (const natural of this.#tables) {
      if ((natural.time === undefined) !== (window === null)) continue
      for await (const difference of differencesOf(natural, this.#expected, this.#found, window)) {
        this.differences++
        if (this.first.length < KEPT) this.first.push(difference)
      }
    }
  }
}

/** Walks two ordered results side by side. */
async function* differencesOf(
  natural: NaturalTable,
  expected: Knex,
  found: Knex,
  window: Window | null,
): AsyncIterable<Difference> {
  const { table, key } = natural
  const left = eachRow(expected, queryOf(natural, expected, window))[Symbol.asyncIterator]()
  const right = eachRow(found, queryOf(natural, found, window))[Symbol.asyncIterator]()
  let [mine, theirs] = [await left.next(), await right.next()]
  const keyOf = (row: SqlRow) => Object.fromEntries(key.map((name) => [name, shown(row[name])]))
  while (!mine.done || !theirs.done) {
    const order = mine.done ? 1 : theirs.done ? -1 : compareKeys(key, mine.value, theirs.value)
    if (order < 0) {
      yield { table, kind: 'missing', key: keyOf(mine.value), cells: [] }
      mine = await left.next()
    } else if (order > 0) {
      yield { table, kind: 'unexpected', key: keyOf(theirs.value), cells: [] }
      theirs = await right.next()
    } else {
      const cells = changedCells(mine.value, theirs.value)
      if (cells.length > 0) yield { table, kind: 'changed', key: keyOf(mine.value), cells }
      ;[mine, theirs] = [await left.next(), await right.next()]
    }
  }
}

function queryOf({ query, time }: NaturalTable, knex: Knex, window: Window | null): Knex.QueryBuilder {
  const all = query(knex)
  if (time === undefined || window === null) return all
  const { from, to } = window
  if (from !== null) all.where(time, '>=', from)
  if (to === null) return all
  // No time at all is before every other.
  return all.where(
    (any) => void (from === null ? any.where(time, '<', to).orWhereNull(time) : any.where(time, '<', to)),
  )
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
