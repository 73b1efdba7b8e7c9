import { type AnswerName, Answers, answerNames, catalogue } from '../answers/answers.ts'
import type { Question } from '../answers/asked.ts'
import { conferenceNames } from '../answers/conference-detail.ts'
import { rowDifferences } from '../answers/differences.ts'
import { type Held, Walk } from '../answers/held.ts'
import type { AnswerRow } from '../answers/known-answers.ts'
import { fold } from '../loading/fold.ts'
import { makePlan, slices } from '../plan/make-plan.ts'
import type { Plan } from '../plan/plan.ts'
import { keysRead } from '../queries/keys.ts'
import { OURS_AT_ONCE, oursFrom } from '../queries/ours.ts'
import { queryText } from '../queries/queries.ts'
import { sharedQueries } from '../queries/shared-queries.ts'
import type { Scenario } from '../scenario/scenario.ts'
import { type TableName, tableOf } from '../schema/tables.ts'
import type { Ticks } from '../time/ticks.ts'
import { rowsOf } from './ask.ts'
import { type FoundTables, hasColumn } from './found-tables.ts'
import { onConnection } from './interruptible.ts'

/** A row that a report on the database gives, and that is not as computed from the scenario. */
export interface AnswerDifference {
  /** `missing` from what the query gave, `unexpected` in it, or there with other cells. */
  readonly kind: 'missing' | 'unexpected' | 'changed'
  /** The columns that the row is known by; none where an answer has one row. */
  readonly key: AnswerRow
  readonly cells: readonly { readonly column: string; readonly expected: unknown; readonly found: unknown }[]
}

/** An answer whose query gives something else than what is computed. */
export interface WrongAnswer {
  readonly answer: AnswerName
  readonly title: string
  /** How many rows are not as computed. */
  readonly rows: number
  readonly first: readonly AnswerDifference[]
}

/** What the queries of the answers gave, against what is computed. */
export interface AnswersVerdict {
  /** Those whose tables and columns are there. */
  readonly asked: readonly AnswerName[]
  readonly wrong: readonly WrongAnswer[]
}

const KEPT = 5

/** Conferences whose details are asked for. */
const DETAILS = 10

/**
 * Asks the database for every answer to a scenario by the queries of its dialect, and compares with what is computed. What
 * they have in common is read once, into temporary tables. With `besideOthers` only the conferences of the scenario are asked
 * about, and names are known as SQL Server knows them.
 */
export async function againstAnswers(
  { database, targets }: FoundTables,
  scenario: Scenario,
  {
    tables,
    besideOthers,
    signal,
    tell,
  }: {
    /** What is asked about: those whose rows should be there. */
    readonly tables: readonly TableName[]
    readonly besideOthers: boolean
    readonly signal: AbortSignal | undefined
    readonly tell?: ((part: number) => void) | undefined
  },
): Promise<AnswersVerdict> {
  const { engine, schema } = database
  const plan = makePlan(scenario)
  const question: Partial<Question> = { conferences: someConferences(plan) }
  const dialect = engine.dialect.name
  const wanted = new Map([...targets].filter(([table]) => tables.includes(table)))
  const asked = answerNames.filter((name) => canBeAsked(wanted, queryText(name, dialect, question)!))
  if (asked.length === 0) return { asked, wrong: [] }
  const computing = new Answers(plan, question, asked)
  computing.addAll((part) => {
    signal?.throwIfAborted()
    tell?.(part * COMPUTING)
  })
  const expected = computing.result()
  const { before, queries, after } = sharedQueries(asked, dialect, question, besideOthers)
  const ours = oursFrom(dialect)
  const [time, instance] = [engine.binding('datetime'), engine.binding('uniqueidentifier')]
  const bound = (key: ConferenceKey) => [time(key.time), instance(key.instance)]
  const whole = before.length * KEEPING + queries.size
  let done = 0
  const step = (weight: number) => {
    done += weight
    tell?.(COMPUTING + (done / whole) * (1 - COMPUTING))
  }
  const qualified = (sql: string) => inSchema(sql, schema, engine.dialect.identifier)
  const wrong: WrongAnswer[] = []
  await onConnection(database, signal, async (run) => {
    try {
      if (besideOthers) {
        await run(qualified(ours.create), { makesTable: true })
        for (const keys of inGroups(conferenceKeys(plan), OURS_AT_ONCE))
          await run(ours.insert(keys.length), { bindings: keys.flatMap(bound) })
      }
      for (const sql of before) {
        await run(qualified(sql), { makesTable: true })
        step(KEEPING)
      }
      for (const [answer, sql] of queries) {
        const found = rowsOf(answer, await run(qualified(sql)))
        const spelled = besideOthers ? fold : undefined
        const differences = [...rowDifferences(answer, expected[answer]!, found, spelled)]
        const first = differences.slice(0, KEPT).map(({ key, one, other, columns }): AnswerDifference => {
          const cells = columns.map((column) => ({ column, expected: one![column], found: other![column] }))
          return { kind: one === null ? 'unexpected' : other === null ? 'missing' : 'changed', key, cells }
        })
        if (differences.length > 0)
          wrong.push({ answer, title: catalogue[answer].title, rows: differences.length, first })
        step(1)
      }
    } finally {
      for (const sql of besideOthers ? [...after, ours.drop] : after) await run(sql).catch(() => undefined)
    }
  })
  return { asked, wrong }
}

/** How much of the work it is to compute the answers. */
const COMPUTING = 0.15

/** As many queries take as long as making a table of what they have in common. */
const KEEPING = 4

/** Whether all is there that a query reads. */
function canBeAsked(targets: FoundTables['targets'], sql: string): boolean {
  const words = new Set(sql.match(/\w+/g))
  return keysRead(sql).every(({ table }) => {
    const names = tableOf(table).columns.map(({ name }) => name)
    const target = targets.get(table)
    return target !== undefined && names.every((name) => !words.has(name) || hasColumn(target, name))
  })
}

/** A few conferences as `Question.conferences` has them: the first that the scenario names, and the first of its population. */
function someConferences(plan: Plan): readonly string[] {
  const named = plan.scenario.conferences.map((conference) => plan.conferenceUri(conference, 'focus'))
  const others: string[] = []
  if (plan.company) {
    for (const held of firstHeld(plan)) {
      if (!('instance' in held.source)) others.push(conferenceNames(plan, held).instance)
      if (others.length === DETAILS) break
    }
  }
  return [...named.slice(0, DETAILS), ...others]
}

function* firstHeld(plan: Plan): Iterable<Held> {
  const walk = new Walk(plan, null)
  for (const slice of slices(plan)) yield* walk.each(slice)
}

/** What a conference is known by. */
interface ConferenceKey {
  readonly time: Ticks
  readonly instance: string
}

function* conferenceKeys(plan: Plan): Iterable<ConferenceKey> {
  for (const held of firstHeld(plan))
    yield { time: held.sessionIdTime, instance: conferenceNames(plan, held).instance }
}

/** The query with its tables in a schema. */
function inSchema(sql: string, schema: string | null, identifier: (name: string) => string): string {
  if (schema === null) return sql
  const tables = new Set<string>(keysRead(sql).map(({ table }) => table))
  return sql.replace(/\b(FROM|JOIN) ("?)(\w+)\2/g, (text, word: string, _quote, name: string) =>
    tables.has(name) ? `${word} ${identifier(schema)}.${identifier(name)}` : text,
  )
}

/** All in their order, at most so many at once. */
function* inGroups<T>(all: Iterable<T>, most: number): Iterable<readonly T[]> {
  let group: T[] = []
  for (const one of all) {
    group.push(one)
    if (group.length < most) continue
    yield group
    group = []
  }
  if (group.length > 0) yield group
}
