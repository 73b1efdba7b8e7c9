import type { Cell, Row } from './answer.ts'
import { type AnswerName, catalogue } from './answers.ts'
import { type AnswerRow, namedRow } from './known-answers.ts'

/** A row of an answer that is in one of two results only, or has other cells in the other. */
export interface RowDifference {
  /** The columns that the row is known by; none where an answer has one row. */
  readonly key: AnswerRow
  /** Null where it has no such row. */
  readonly one: AnswerRow | null
  readonly other: AnswerRow | null
  /** The columns that differ, of a row that both have. */
  readonly columns: readonly string[]
}

/**
 * All by which two results of an answer differ, in the order of the first, and then what only the second has. Rows are
 * matched by their keys; `spelled` says which texts of keys are the same.
 */
export function* rowDifferences(
  name: AnswerName,
  one: readonly Row[],
  other: readonly Row[],
  spelled: (text: string) => string = (text) => text,
): Iterable<RowDifference> {
  const { columns } = catalogue[name]
  const keys = columns.flatMap(({ isKey }, at) => (isKey ? at : []))
  const same = (cell: Cell | undefined) => (typeof cell === 'string' ? spelled(cell) : (cell ?? null))
  const keyOf = (row: Row) => JSON.stringify(keys.map((at) => same(row[at])))
  const key = (row: Row) => Object.fromEntries(keys.map((at) => [columns[at]!.name, row[at] ?? null]))
  const rest = new Map<string, Row[]>()
  for (const row of other) {
    const twins = rest.get(keyOf(row))
    if (twins) twins.push(row)
    else rest.set(keyOf(row), [row])
  }
  for (const row of one) {
    const twins = rest.get(keyOf(row)) ?? []
    // Of rows with one key those that are the same belong together.
    const exact = twins.findIndex((twin) => columns.every((_, at) => same(twin[at]) === same(row[at])))
    const [twin] = twins.splice(Math.max(0, exact), 1)
    if (!twin) yield { key: key(row), one: namedRow(name, row), other: null, columns: [] }
    else if (exact < 0)
      yield {
        key: key(row),
        one: namedRow(name, row),
        other: namedRow(name, twin),
        columns: columns.flatMap((column, at) => (same(row[at]) === same(twin[at]) ? [] : column.name)),
      }
  }
  for (const twins of rest.values())
    for (const row of twins) yield { key: key(row), one: null, other: namedRow(name, row), columns: [] }
}
