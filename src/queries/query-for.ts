import { type AnswerName, anAnswerName } from '../answers/answers.ts'
import { type Asking, anAsking, questionOf } from '../answers/asking.ts'
import { planOf } from '../answers/known-answers.ts'
import { checkArguments, oneOf, orNull } from '../arguments.ts'
import type { DialectName } from '../dialects/dialect.ts'
import { dialects } from '../dialects/dialects.ts'
import { type Plan, plannable } from '../plan/plan.ts'
import type { Scenario } from '../scenario/scenario.ts'
import { queryText } from './queries.ts'

/**
 * The query by which a report asks a database for an answer, without a closing semicolon: it gives the rows that `answers`
 * computes for the same question. Conferences can be named by the keys of a scenario only if that is given. Null where SQL
 * cannot know the clocks: those of buckets that are not always as far from UTC. Throws a `RollcallError` for a question
 * that means nothing.
 * @example
 * queryFor('conference-summary', 'mssql', { by: 'week', timezone: '+01:00', pool: 'pool01.contoso.com' })
 */
export function queryFor(
  name: AnswerName,
  dialect: DialectName,
  asking: Asking = {},
  what: Scenario | Plan | null = null,
): string | null {
  checkArguments('queryFor', {
    name: [name, anAnswerName],
    dialect: [dialect, oneOf(Object.keys(dialects))],
    asking: [asking, anAsking],
    what: [what, orNull(plannable)],
  })
  return queryText(name, dialect, questionOf(asking, what && planOf(what)))
}
