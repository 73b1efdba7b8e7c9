import { type Answer, type Column, type Row, text } from './answer.ts'
import { type AnswerName, catalogue } from './answers.ts'
import { rowPairs } from './differences.ts'

/** An answer to two data sets in one table. */
export interface SideBySide {
  readonly columns: readonly Column[]
  readonly rows: readonly Row[]
  /** How many of the columns are those of `Answer.heading`. */
  readonly heading: number
}

type Pair = readonly [one: Row | null, other: Row | null]

/**
 * Puts two results of an answer into one table: a column in which they differ has one named `without` to its right, for the
 * second result. Where a row is in one of the two only, the column `only` says in which: `with` or `without`.
 */
export function sideBySide(name: AnswerName, rows: readonly Row[], without: readonly Row[]): SideBySide {
  const { columns, heading = 0 }: Answer = catalogue[name]
  const pairs = inOrder([...rowPairs(name, rows, without)], without)
  const differs = columns.map((_, at) =>
    pairs.some(([one, other]) => one !== null && other !== null && one[at] !== other[at]),
  )
  const headings = [rows, without].map((side) => headingsOf(side, columns.slice(0, heading)))
  const hasLone = pairs.some(([one, other]) => one === null || other === null)
  return {
    columns: [
      ...columns.flatMap((column, at) => (differs[at] ? [column, { ...column, name: 'without' }] : column)),
      ...(hasLone ? [text('only')] : []),
    ],
    rows: pairs.map(([one, other]) => [
      ...columns.flatMap((_, at) => {
        const known = one ?? other!
        if (!differs[at]) return known[at] ?? null
        const [first, second] = at < heading ? headings.map((of) => of(known)) : [one, other]
        return [first?.[at] ?? null, second?.[at] ?? null]
      }),
      ...(hasLone ? [one === null ? 'without' : other === null ? 'with' : ''] : []),
    ]),
    heading: heading + differs.slice(0, heading).filter(Boolean).length,
  }
}

/** Gives the first row of a result that stands under the heading of a row. */
function headingsOf(rows: readonly Row[], columns: readonly Column[]): (row: Row) => Row | undefined {
  const keys = columns.flatMap(({ isKey }, at) => (isKey ? at : []))
  const named = (row: Row) => JSON.stringify(keys.map((at) => row[at]))
  const first = new Map<string, Row>()
  for (const row of rows) if (!first.has(named(row))) first.set(named(row), row)
  return (row) => first.get(named(row))
}

/** Puts pairs that only the second result has behind that of the row which they follow there. */
function inOrder(pairs: readonly Pair[], second: readonly Row[]): readonly Pair[] {
  const lone = new Set(pairs.flatMap(([one, other]) => (one === null && other !== null ? [other] : [])))
  const following = new Map<Row | null, Pair[]>()
  let before: Row | null = null
  for (const row of second) {
    if (!lone.has(row)) before = row
    else following.set(before, [...(following.get(before) ?? []), [null, row]])
  }
  const first = pairs.filter(([one]) => one !== null)
  return [
    ...(following.get(null) ?? []),
    ...first.flatMap((pair) => [pair, ...((pair[1] && following.get(pair[1])) ?? [])]),
  ]
}
