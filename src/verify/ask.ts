import type { Cell, Column, Row } from '../answers/answer.ts'
import { type AnswerName, catalogue } from '../answers/answers.ts'

/** The rows of an answer, from what Knex gives for its query. */
export function rowsOf(name: AnswerName, result: unknown): readonly Row[] {
  const columns: readonly Column[] = catalogue[name].columns
  return found(result).map((row) => Object.values(row).map((cell, at) => cellOf(cell, columns[at]!)))
}

/** Clients of Knex have a result of their own each: the rows, something that has them, or rows and columns. */
function found(result: unknown): readonly object[] {
  const { rows } = result as { readonly rows?: readonly object[] }
  if (rows) return rows
  const all = result as readonly object[]
  return Array.isArray(all[0]) ? all[0] : all
}

/** Drivers give 64-bit numbers as texts. */
function cellOf(cell: unknown, { kind }: Column): Cell {
  return cell === null || kind === 'text' ? (cell as Cell) : Number(cell)
}
