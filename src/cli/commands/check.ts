import { measure } from '../../measure.ts'
import { ScenarioError } from '../../scenario/problem.ts'
import { EXIT, type Io } from '../io.ts'
import { loadScenario, type ScenarioWords } from '../load-scenario.ts'
import { countsTable, headline, size } from '../text.ts'

interface Words extends ScenarioWords {
  readonly scenario: readonly string[]
  readonly json?: boolean
}

/** All problems of all files, or what each scenario will give. */
export default async function check(
  { scenario: files, json = false, ...words }: Words,
  io: Io,
): Promise<number> {
  let problems = 0
  const results: object[] = []
  for (const file of files) {
    try {
      const scenario = await loadScenario(file, words, io)
      const before = io.now()
      const { counts, bytes } = await measure(scenario, { signal: io.signal })
      const seconds = (io.now() - before) / 1000
      if (json)
        results.push({ file, scenario: scenario.id, rows: counts, csvBytes: bytes, seconds, problems: [] })
      else
        io.stdout.write(
          `${file}: ok\n${headline(scenario)}\n${countsTable(counts)}  ${size(bytes)} as CSV, made in ${seconds.toFixed(1)} s\n`,
        )
    } catch (error) {
      if (!(error instanceof ScenarioError)) throw error
      problems += error.problems.length
      if (json) results.push({ file, problems: error.problems })
      else io.stderr.write(`${error.message}\n\n`)
    }
  }
  if (json) io.stdout.write(`${JSON.stringify(results, null, 2)}\n`)
  if (problems > 0) io.stderr.write(`${problems} ${problems === 1 ? 'problem' : 'problems'}\n`)
  return problems > 0 ? EXIT.failed : EXIT.done
}
