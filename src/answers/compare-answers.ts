import { checkArguments } from '../arguments.ts'
import { RollcallError } from '../errors.ts'
import { type Plan, plannable } from '../plan/plan.ts'
import type { Scenario } from '../scenario/scenario.ts'
import type { Cell } from './answer.ts'
import { type AnswerName, type AnswerRows, Answers, answerList, answerNames, catalogue } from './answers.ts'
import type { Question } from './asked.ts'
import { type Asking, anAsking, questionOf } from './asking.ts'
import { rowDifferences } from './differences.ts'
import { type AnswerRow, planOf } from './known-answers.ts'

/** How an answer differs between two data sets. */
export interface AnswerChange {
  readonly answer: AnswerName
  readonly title: string
  /** Rows that only the first has, and rows that only the second has. */
  readonly removed: readonly AnswerRow[]
  readonly added: readonly AnswerRow[]
  readonly changed: readonly ChangedRow[]
}

/** A row that both have, with the cells that differ. */
export interface ChangedRow {
  /** The columns that the row is known by; none where an answer has one row. */
  readonly key: AnswerRow
  readonly cells: readonly { readonly column: string; readonly from: Cell; readonly to: Cell }[]
}

/**
 * What reports say otherwise of a second data set than of a first: the exact difference of every answer that differs. Throws
 * a `RollcallError` for a question that means nothing to either.
 * @example
 * compareAnswers(scenario, withOneMoreGuest, { by: 'hour' }) // [{ answer: 'totals', changed: [...], ... }, ...]
 */
export function compareAnswers(
  one: Scenario | Plan,
  other: Scenario | Plan,
  asking: Asking = {},
  names: readonly AnswerName[] = answerNames,
): readonly AnswerChange[] {
  checkArguments('compareAnswers', {
    one: [one, plannable],
    other: [other, plannable],
    asking: [asking, anAsking],
    names: [names, answerList],
  })
  const plans = [planOf(one), planOf(other)] as const
  const questions = questionsOf(asking, plans)
  const [before, after] = plans.map((plan, at) => new Answers(plan, questions[at]!, names).addAll().result())
  return changesOf(before!, after!)
}

/** The changes from one result to another of the same answers. */
export function changesOf(before: AnswerRows, after: AnswerRows): readonly AnswerChange[] {
  return Object.entries(before).flatMap(([name, rows]): AnswerChange | readonly AnswerChange[] => {
    const answer = name as AnswerName
    const [removed, added, changed]: [AnswerRow[], AnswerRow[], ChangedRow[]] = [[], [], []]
    for (const { key, one, other, columns } of rowDifferences(answer, rows, after[answer] ?? [])) {
      if (other === null) removed.push(one!)
      else if (one === null) added.push(other)
      else {
        const cells = columns.map((column) => ({ column, from: one[column]!, to: other[column]! }))
        changed.push({ key, cells })
      }
    }
    if (removed.length + added.length + changed.length === 0) return []
    return { answer, title: catalogue[answer].title, removed, added, changed }
  })
}

/** The same question to each of some plans. A pool or a conference that only one of them has is none to the others. */
export function questionsOf(asking: Asking, plans: readonly Plan[]): readonly Question[] {
  const { pool, conferences = [] } = asking
  const meant = (words: Asking) => plans.map((plan) => attempt(() => questionOf(words, plan)))
  const first = <T>(all: readonly (T | RollcallError)[]) => {
    const found = all.find((one): one is T => !(one instanceof RollcallError))
    if (found === undefined) throw all[0]
    return found
  }
  const common = first(meant({ ...asking, pool: undefined, conferences: [] }))
  const named = pool === undefined ? null : first(meant({ pool })).pool
  const instances = conferences.map((name) => {
    const each = meant({ conferences: [name] })
    first(each)
    return each
  })
  return plans.map((_, at) => ({
    ...common,
    pool: named,
    conferences: instances.flatMap((each) => {
      const own = each[at]!
      return own instanceof RollcallError ? [] : own.conferences
    }),
  }))
}

function attempt<T>(work: () => T): T | RollcallError {
  try {
    return work()
  } catch (error) {
    if (error instanceof RollcallError) return error
    throw error
  }
}
