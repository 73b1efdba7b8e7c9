import type { Row } from '../../src/answers/answer.ts'
import type { AnswerName } from '../../src/answers/answers.ts'
import type { Question } from '../../src/answers/asked.ts'
import type { Database } from '../../src/databases/database.ts'
import { queryText } from '../../src/queries/queries.ts'
import { rowsOf } from '../../src/verify/ask.ts'

/** The rows that a database gives for an answer, by the query of its dialect. */
export async function ask(
  { knex, engine }: Database,
  name: AnswerName,
  question: Partial<Question>,
): Promise<readonly Row[]> {
  return rowsOf(name, await knex.raw(queryText(name, engine.dialect.name, question) as string))
}

/** Rows in one order whatever the engine thinks of the order of texts. */
export function sorted(rows: readonly Row[]): readonly string[] {
  return rows.map((row) => JSON.stringify(row)).sort()
}
