import type { Cell, Column, Row } from '../../src/answers/answer.ts'
import { type AnswerName, catalogue } from '../../src/answers/answers.ts'
import type { Question } from '../../src/answers/asked.ts'
import type { Database } from '../../src/databases/database.ts'
import { queryText } from '../../src/queries/queries.ts'

/** The rows that a database gives for an answer, by the query of its dialect. */
export async function ask(
  { knex, engine }: Database,
  name: AnswerName,
  question: Partial<Question>,
): Promise<readonly Row[]> {
  const columns: readonly Column[] = catalogue[name].columns
  const found = await knex.raw(queryText(name, engine.dialect.name, question) as string)
  const rows = (found.rows ?? (Array.isArray(found[0]) ? found[0] : found)) as readonly object[]
  return rows.map((row) => {
    const cells = Object.values(row)
    if (cells.length !== columns.length) throw new Error(`${name}: ${Object.keys(row)}`)
    return cells.map((cell, at) => cellOf(cell, columns[at]!))
  })
}

/** Drivers give 64-bit numbers as texts. */
function cellOf(cell: unknown, { kind }: Column): Cell {
  return cell === null || kind === 'text' ? (cell as Cell) : Number(cell)
}

/** Rows in one order whatever the engine thinks of the order of texts. */
export function sorted(rows: readonly Row[]): readonly string[] {
  return rows.map((row) => JSON.stringify(row)).sort()
}
