import { checkArguments } from '../arguments.ts'
import { makePlan } from '../plan/make-plan.ts'
import { type Plan, plannable } from '../plan/plan.ts'
import type { Scenario } from '../scenario/scenario.ts'
import type { Cell, Row } from './answer.ts'
import { type AnswerName, type AnswerRows, Answers, answerList, answerNames, catalogue } from './answers.ts'
import { type Asking, anAsking, questionOf } from './asking.ts'

/** A row of an answer, by the names of its columns: texts, whole numbers, or null. */
export type AnswerRow = Readonly<Record<string, Cell>>

/** Rows by the names of the answers that were asked for. */
export type KnownAnswers = { readonly [N in AnswerName]?: readonly AnswerRow[] }

/**
 * What each report on a data set must say: computed from its plan, in one walk and in constant memory, never by SQL. What the
 * columns mean is told by `answerDefinitions`, and `queryFor` gives the SQL that asks a database the same. Throws a
 * `RollcallError` for a question that means nothing, such as an unknown pool.
 * @example
 * answers(scenario, { by: 'week', timezone: 'Europe/London' }, ['totals', 'conference-summary'])
 */
export function answers(
  what: Scenario | Plan,
  asking: Asking = {},
  names: readonly AnswerName[] = answerNames,
): KnownAnswers {
  checkArguments('answers', {
    what: [what, plannable],
    asking: [asking, anAsking],
    names: [names, answerList],
  })
  const plan = planOf(what)
  return named(new Answers(plan, questionOf(asking, plan), names).addAll().result())
}

/** An answer with the meaning of all that is in it. */
export interface AnswerDefinition {
  readonly name: AnswerName
  readonly title: string
  /** What is counted, with every edge case. */
  readonly definition: string
  readonly columns: readonly string[]
}

/** What each answer means, in the order in which they are told. */
export const answerDefinitions: readonly AnswerDefinition[] = answerNames.map((name) => {
  const { title, definition, columns } = catalogue[name]
  return { name, title, definition, columns: columns.map((column) => column.name) }
})

export function planOf(what: Scenario | Plan): Plan {
  return 'slice' in what ? what : makePlan(what)
}

/** Rows with the names of their columns. */
export function named(found: AnswerRows): KnownAnswers {
  return Object.fromEntries(
    Object.entries(found).map(([name, rows]) => [name, rows.map((row) => namedRow(name as AnswerName, row))]),
  )
}

export function namedRow(name: AnswerName, row: Row): AnswerRow {
  return Object.fromEntries(catalogue[name].columns.map((column, at) => [column.name, row[at] ?? null]))
}
