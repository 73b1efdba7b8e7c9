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

/** How texts of rows are compared: those that are spelled in one way are the same. */
type Spelled = (text: string) => string

const asIs: Spelled = (text) => text

/** All by which two results of an answer differ, as `rowPairs` matches their rows. */
export function* rowDifferences(
  name: AnswerName,
  one: readonly Row[],
  other: readonly Row[],
  spelled = asIs,
): Iterable<RowDifference> {
  const { columns } = catalogue[name]
  const same = sameBy(spelled)
  const told = (row: Row | null) => row && namedRow(name, row)
  for (const [row, twin] of rowPairs(name, one, other, spelled)) {
    const differing =
      row && twin
        ? columns.flatMap((column, at) => (same(row[at]) === same(twin[at]) ? [] : column.name))
        : []
    if (row && twin && differing.length === 0) continue
    const key = columns.flatMap(({ name: column, isKey }, at): [string, Cell][] =>
      isKey ? [[column, (row ?? twin)?.[at] ?? null]] : [],
    )
    yield { key: Object.fromEntries(key), one: told(row), other: told(twin), columns: differing }
  }
}

/**
 * The rows of two results of an answer that belong together by their keys, in the order of the first, and then what only the
 * second has; null where one has no such row.
 */
export function* rowPairs(
  name: AnswerName,
  one: readonly Row[],
  other: readonly Row[],
  spelled = asIs,
): Iterable<readonly [one: Row | null, other: Row | null]> {
  const { columns } = catalogue[name]
  const keys = columns.flatMap(({ isKey }, at) => (isKey ? at : []))
  const same = sameBy(spelled)
  const keyOf = (row: Row) => JSON.stringify(keys.map((at) => same(row[at])))
  const areSame = (row: Row, twin: Row) => columns.every((_, at) => same(row[at]) === same(twin[at]))
  // Most results are the same, and in one order: keys are wanted only from the first difference on.
  let equal = 0
  while (equal < one.length && equal < other.length && areSame(one[equal]!, other[equal]!)) {
    yield [one[equal]!, other[equal]!]
    equal++
  }
  const rest = new Map<string, Row[]>()
  for (const row of other.slice(equal)) {
    const twins = rest.get(keyOf(row))
    if (twins) twins.push(row)
    else rest.set(keyOf(row), [row])
  }
  for (const row of one.slice(equal)) {
    const twins = rest.get(keyOf(row)) ?? []
    // Of rows with one key those that are the same belong together.
    const exact = twins.findIndex((twin) => areSame(row, twin))
    const [twin = null] = twins.splice(Math.max(0, exact), 1)
    yield [row, twin]
  }
  for (const twins of rest.values()) for (const row of twins) yield [null, row]
}

function sameBy(spelled: Spelled) {
  return (cell: Cell | undefined) => (typeof cell === 'string' ? spelled(cell) : (cell ?? null))
}
