import { basename } from 'node:path'
import {
  type AnswerName,
  type AnswerRows,
  Answers,
  answerNames,
  catalogue,
  DEFINITIONS,
} from '../../answers/answers.ts'
import type { Question } from '../../answers/asked.ts'
import { questionOf } from '../../answers/asking.ts'
import type { Unit } from '../../answers/buckets.ts'
import { changesOf, questionsOf } from '../../answers/compare-answers.ts'
import { answerDefinitions, named } from '../../answers/known-answers.ts'
import type { DialectName } from '../../dialects/dialect.ts'
import { RollcallError } from '../../errors.ts'
import { makePlan } from '../../plan/make-plan.ts'
import type { Plan } from '../../plan/plan.ts'
import { keysRead } from '../../queries/keys.ts'
import { queryText } from '../../queries/queries.ts'
import { withoutAnomalies } from '../../scenario/anomaly.ts'
import type { Scenario } from '../../scenario/scenario.ts'
import { didYouMean } from '../../suggest.ts'
import { dateTimeText } from '../../time/ticks.ts'
import { changesText } from '../answer-changes.ts'
import { answerTables, questionText } from '../answer-tables.ts'
import { EXIT, type Io, UsageError } from '../io.ts'
import { loadScenario, type ScenarioWords } from '../load-scenario.ts'
import { progress } from '../progress.ts'
import { headline, wrapped } from '../text.ts'

interface Words extends ScenarioWords {
  readonly scenario?: string
  readonly only?: readonly string[]
  readonly by?: Unit
  readonly timezone?: string
  readonly from?: string
  readonly to?: string
  readonly pool?: string
  readonly conference?: readonly string[]
  readonly against?: string
  readonly explain?: boolean
  readonly sql?: boolean
  readonly dialect?: DialectName
  readonly json?: boolean
}

/** Does not ask for `io.signal`: Ctrl-C ends it at once, for there is nothing to clean up. */
export default async function answers(words: Words, io: Io): Promise<number> {
  const { scenario: file, only, explain = false, sql = false, dialect, json = false } = words
  if (explain && sql) throw new UsageError('--explain and --sql do not go together')
  if (dialect !== undefined && !sql) throw new UsageError('--dialect goes with --sql')
  if (file === undefined && !explain && !sql)
    throw new UsageError('answers takes a scenario; --explain and --sql do without')
  if (words.against !== undefined && (explain || sql))
    throw new UsageError('--against goes with neither --explain nor --sql')
  const names = namesOf(only, words.conference)
  if (explain) {
    io.stdout.write(
      json ? jsonText({ general: DEFINITIONS, answers: definitionsOf(names) }) : explained(names),
    )
    return EXIT.done
  }
  const scenario = file === undefined ? null : await loadScenario(file, words, io)
  const plan = scenario && makePlan(scenario)
  if (words.against !== undefined) return against(scenario!, plan!, names, words, words.against, io)
  const question = questionOf({ ...words, conferences: words.conference }, plan)
  if (sql) {
    io.stdout.write(sqlText(names, dialect ?? 'mssql', question, json))
    return EXIT.done
  }
  const shown = progress(io, 'join')
  const planned = scenario!.anomalies.length === 0 ? null : makePlan(withoutAnomalies(scenario!))
  const plans = planned === null ? [plan!] : [plan!, planned]
  const [found, without = null] = plans.map((one, at) =>
    resultOf(one, question, names, ({ part, rows }) =>
      shown.tell({ part: (at + part) / plans.length, rows }),
    ),
  ) as [AnswerRows, AnswerRows?]
  shown.end()
  if (words.conference && found['conference-detail']?.length === 0)
    throw new RollcallError(
      'ROLLCALL_E_NAME',
      `no conference ${words.conference.join(', ')} starts in the scope`,
      'A conference is named by its key in the scenario, its focus URI, or the ConfInstance of one of its occurrences.',
    )
  if (json) {
    const { id, seed } = scenario!
    io.stdout.write(
      jsonText({
        ...{ scenario: id, seed, question: questionWords(question), answers: named(found) },
        ...(without === null ? {} : { withoutAnomalies: named(without) }),
      }),
    )
  } else {
    const about = without === null ? '' : `${SIDE_BY_SIDE}\n`
    io.stdout.write(
      `${headline(scenario!)}\n${questionText(question)}\n${about}\n${answerTables(found, without)}`,
    )
  }
  return EXIT.done
}

/** Said above the answers of a scenario with anomalies. */
const SIDE_BY_SIDE =
  'rows that are wrong on purpose count as they are; `without` has what is another without them'

/** How the answers of another scenario differ. */
async function against(
  scenario: Scenario,
  plan: Plan,
  names: readonly AnswerName[],
  words: Words,
  file: string,
  io: Io,
): Promise<number> {
  const other = await loadScenario(file, words, io)
  const plans = [plan, makePlan(other)] as const
  const questions = questionsOf({ ...words, conferences: words.conference }, plans)
  const shown = progress(io, 'join')
  const [before, after] = plans.map((one, at) => {
    return resultOf(one, questions[at]!, names, ({ part, rows }) =>
      shown.tell({ part: (at + part) / 2, rows }),
    )
  })
  shown.end()
  const changes = changesOf(before!, after!)
  if (words.json) {
    const { conferences: _, ...question } = questionWords(questions[0]!)
    io.stdout.write(jsonText({ scenario: scenario.id, against: other.id, question, changes }))
  } else {
    io.stdout.write(
      `- ${basename(words.scenario!)}: ${headline(scenario)}\n+ ${basename(file)}: ${headline(other)}\n${questionText(questions[0]!)}\n\n${changesText(changes)}`,
    )
  }
  return EXIT.done
}

function resultOf(
  plan: Plan,
  question: Question,
  names: readonly AnswerName[],
  tell: (progress: { readonly part: number; readonly rows: number }) => void,
) {
  const making = new Answers(plan, question, names)
  return making.addAll((part) => tell({ part, rows: making.joins })).result()
}

/** Those that were named; with conferences their details, and without any everything but details, in the order of the catalogue. */
export function namesOf(
  only: readonly string[] | undefined,
  conferences: readonly string[] | undefined,
): readonly AnswerName[] {
  if (only === undefined)
    return conferences === undefined
      ? answerNames.filter((name) => !OF_CONFERENCES.has(name))
      : answerNames.filter((name) => OF_CONFERENCES.has(name))
  const wanted = only.flatMap((name) => name.split(',')).filter((name) => name !== '')
  for (const name of wanted) {
    if ((answerNames as readonly string[]).includes(name)) continue
    throw new UsageError(
      `--only ${name} is no answer\n  ${didYouMean(name, answerNames) ?? `There are: ${answerNames.join(', ')}.`}`,
    )
  }
  const detail = wanted.find((name) => OF_CONFERENCES.has(name))
  if (detail !== undefined && conferences === undefined)
    throw new UsageError(`${detail} needs --conference: a key of the scenario, a URI or a ConfInstance`)
  return answerNames.filter((name) => wanted.includes(name))
}

/** The answers that tell nothing without `--conference`. */
const OF_CONFERENCES: ReadonlySet<string> = new Set<AnswerName>([
  'conference-detail',
  'conference-modalities',
])

function definitionsOf(names: readonly AnswerName[]) {
  return answerDefinitions.filter(({ name }) => names.includes(name))
}

function explained(names: readonly AnswerName[]): string {
  const general = DEFINITIONS.split('\n').map((line) => wrapped(line, '  '))
  const each = definitionsOf(names).map(
    ({ name, title, definition, columns }) =>
      `${title} (${name})\n${wrapped(definition, '  ')}${wrapped(`Columns: ${columns.join(', ')}.`, '  ')}`,
  )
  return [`All answers\n${general.join('')}`, ...each].join('\n')
}

function sqlText(
  names: readonly AnswerName[],
  dialect: DialectName,
  question: Question,
  json: boolean,
): string {
  const queries = names.map((name) => {
    const sql = queryText(name, dialect, question)
    return { name, title: catalogue[name].title, sql, keys: sql === null ? [] : keysRead(sql) }
  })
  if (json) return jsonText(queries)
  return queries
    .map(({ name, title, sql, keys }) => {
      if (sql === null)
        return `-- ${name}: SQL does not know the clocks of ${question.clock.name}; --timezone takes an offset such as +01:00\n`
      const read = keys.map(({ table, columns }) => `--   ${table} (${columns.join(', ')})\n`).join('')
      return `-- ${name}: ${title}\n-- reads by key:\n${read}${sql};\n`
    })
    .join('\n')
}

function questionWords({ from, to, pool, by, clock, conferences }: Question) {
  const text = (moment: number | null) => (moment === null ? null : `${dateTimeText(moment)}Z`)
  return { by, timezone: clock.name, from: text(from), to: text(to), pool, conferences }
}

function jsonText(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`
}
