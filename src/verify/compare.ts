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

/** Compares by natural key, table by table in constant memory, so that shifted surrogate numbers do not count. */
export async function compare(
  expected: Knex,
  found: Knex,
  tables: readonly TableName[],
): Promise<Comparison> {
  const first: Difference[] = []
  let differences = 0
  for (const natural of naturalTables) {
    if (![natural.table, ...natural.needs].every((table) => tables.includes(table))) continue
    for await (const difference of differencesOf(natural, expected, found)) {
      differences++
      if (first.length < KEPT) first.push(difference)
    }
  }
  return { differences, first }
}

/** Walks two ordered results side by side. */
async function* differencesOf(
  { table, key, query }: NaturalTable,
  expected: Knex,
  found: Knex,
): AsyncIterable<Difference> {
  const left = eachRow(expected, query(expected))[Symbol.asyncIterator]()
  const right = eachRow(found, query(found))[Symbol.asyncIterator]()
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
