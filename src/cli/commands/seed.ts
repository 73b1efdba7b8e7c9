import { sqlitePath } from '../../databases/url.ts'
import { estimate } from '../../estimate.ts'
import { requireSeedable, seedFile } from '../../seed-file.ts'
import { askFirst } from '../ask-first.ts'
import { EXIT, type Io } from '../io.ts'
import { loadScenario, type ScenarioWords } from '../load-scenario.ts'
import { progress } from '../progress.ts'
import { countsTable, headline } from '../text.ts'

interface Words extends ScenarioWords {
  readonly scenario: string
  readonly db?: string
  readonly create?: boolean
  readonly fresh?: boolean
  readonly dryRun?: boolean
  readonly yes?: boolean
  readonly json?: boolean
}

export default async function seed(words: Words, io: Io): Promise<number> {
  const { create = false, fresh = false, dryRun = false, yes = false, json = false } = words
  const scenario = await loadScenario(words.scenario, words, io)
  const path = sqlitePath(words.db ?? `sqlite:${scenario.id}.sqlite`)
  const { signal } = io
  if (dryRun) await requireSeedable(path, { create, fresh })
  if (!dryRun) await askFirst(scenario, { yes, io })
  const shown = progress(io)
  const rows = dryRun
    ? (await estimate(scenario, { signal, now: io.now })).rows
    : await seedFile(scenario, path, { create, fresh, signal, onProgress: shown.tell }).finally(shown.end)
  if (json) io.stdout.write(`${JSON.stringify({ scenario: scenario.id, db: path, dryRun, rows }, null, 2)}\n`)
  else
    io.stdout.write(
      `${headline(scenario)}\n${countsTable(rows)}\n${dryRun ? 'would be inserted' : 'inserted'} into ${path}\n`,
    )
  return EXIT.done
}
