import { realism } from '../../answers/realism.ts'
import { estimate } from '../../estimate.ts'
import { makePlan } from '../../plan/make-plan.ts'
import { ScenarioError } from '../../scenario/problem.ts'
import type { Scenario } from '../../scenario/scenario.ts'
import { type TableName, type TableSet, tableSets } from '../../schema/tables.ts'
import { EXIT, type Io } from '../io.ts'
import { loadScenario, type ScenarioWords } from '../load-scenario.ts'
import { duration } from '../progress.ts'
import { realismTable } from '../realism-table.ts'
import { countsTable, headline, size } from '../text.ts'
import { filesTrial } from '../trial.ts'

interface Words extends ScenarioWords {
  readonly scenario: readonly string[]
  readonly tables: TableSet
  readonly realism?: boolean
  readonly json?: boolean
}

/** What is told of one scenario. */
interface Told {
  readonly text: string
  readonly result: object
  readonly isGood: boolean
}

/** All problems of all files, or what each scenario will give. */
export default async function check(
  { scenario: files, tables, realism: asksRealism = false, json = false, ...words }: Words,
  io: Io,
): Promise<number> {
  let problems = 0
  let isGood = true
  const results: object[] = []
  for (const file of files) {
    try {
      const scenario = await loadScenario(file, words, io)
      const told = asksRealism
        ? figuresOf(file, scenario, io)
        : await rowsOf(file, scenario, tableSets[tables], io)
      isGood &&= told.isGood
      if (json) results.push(told.result)
      else io.stdout.write(told.text)
    } catch (error) {
      if (!(error instanceof ScenarioError)) throw error
      problems += error.problems.length
      if (json) results.push({ file, problems: error.problems })
      else io.stderr.write(`${error.message}\n\n`)
    }
  }
  if (json) io.stdout.write(`${JSON.stringify(results, null, 2)}\n`)
  if (problems > 0) io.stderr.write(`${problems} ${problems === 1 ? 'problem' : 'problems'}\n`)
  return problems > 0 || !isGood ? EXIT.failed : EXIT.done
}

async function rowsOf(file: string, scenario: Scenario, tables: readonly TableName[], io: Io): Promise<Told> {
  const { signal, now } = io
  const trial = filesTrial(scenario, { format: 'csv', tables, signal })
  const { rows, bytes, seconds, isExact } = await estimate(scenario, { ...trial, tables, signal, now })
  const about = isExact ? '' : 'about '
  return {
    text: `${file}: ok\n${headline(scenario)}\n${countsTable(rows)}  ${about}${size(bytes)} as CSV, made in ${about}${duration(seconds)}\n`,
    result: { file, scenario: scenario.id, rows, csvBytes: bytes, seconds, isExact, problems: [] },
    isGood: true,
  }
}

/** Does not ask for `io.signal`: Ctrl-C ends it at once, for there is nothing to clean up. */
function figuresOf(file: string, scenario: Scenario, io: Io): Told {
  const figures = realism(makePlan(scenario))
  if (!scenario.population)
    io.stderr.write(`${file} has no population, so there is nothing to compare with published figures\n`)
  return {
    text: scenario.population ? `${headline(scenario)}\n${realismTable(figures)}` : '',
    result: { file, scenario: scenario.id, figures, problems: [] },
    isGood: scenario.population !== null && figures.every(({ verdict }) => verdict !== 'outside'),
  }
}
