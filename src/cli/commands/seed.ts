import { sqlitePath } from '../../databases/url.ts'
import { measure } from '../../measure.ts'
import { requireSeedable, seedFile } from '../../seed-file.ts'
import { EXIT, type Io } from '../io.ts'
import { loadScenario, type ScenarioWords } from '../load-scenario.ts'
import { countsTable, headline } from '../text.ts'

interface Words extends ScenarioWords {
  readonly scenario: string
  readonly db?: string
  readonly create?: boolean
  readonly fresh?: boolean
  readonly dryRun?: boolean
  readonly json?: boolean
}

export default async function seed(words: Words, io: Io): Promise<number> {
  const { create = false, fresh = false, dryRun = false, json = false } = words
  const scenario = await loadScenario(words.scenario, words, io)
  const path = sqlitePath(words.db ?? `sqlite:${scenario.id}.sqlite`)
  const { signal } = io
  if (dryRun) await requireSeedable(path, { create, fresh })
  const rows = dryRun
    ? (await measure(scenario, { signal })).counts
    : await seedFile(scenario, path, { create, fresh, signal })
  if (json) io.stdout.write(`${JSON.stringify({ scenario: scenario.id, db: path, dryRun, rows }, null, 2)}\n`)
  else
    io.stdout.write(
      `${headline(scenario)}\n${countsTable(rows)}\n${dryRun ? 'would be inserted' : 'inserted'} into ${path}\n`,
    )
  return EXIT.done
}
