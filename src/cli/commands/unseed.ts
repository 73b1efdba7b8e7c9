import { connected } from '../../databases/database.ts'
import { type DatabaseUrl, databaseUrl } from '../../databases/url.ts'
import { isReceipt, receiptBeside } from '../../loading/receipt.ts'
import { unseedDatabase } from '../../unseed.ts'
import { EXIT, type Io } from '../io.ts'
import { loadScenario, type ScenarioWords } from '../load-scenario.ts'
import { progress } from '../progress.ts'
import { countsTable, plural } from '../text.ts'

interface Words extends ScenarioWords {
  /** The file of a scenario, or of a receipt. */
  readonly scenario: string
  readonly db: string
  readonly receipt?: string
  readonly json?: boolean
}

export default async function unseed(words: Words, io: Io): Promise<number> {
  const { json = false } = words
  const url = toChange(databaseUrl(words.db, io.password))
  const named = (await isReceipt(words.scenario)) ? words.scenario : null
  const receipt = named ?? words.receipt ?? receiptBeside(words.scenario, url)
  const scenario = named === null ? await loadScenario(words.scenario, words, io) : null
  const shown = progress(io)
  const { removed, kept } = await connected(url, (database) =>
    unseedDatabase(database, scenario, { receipt, signal: io.signal, onProgress: shown.tell }),
  ).finally(shown.end)
  if (json) {
    io.stdout.write(`${JSON.stringify({ db: url.shown, removed, kept }, null, 2)}\n`)
    return EXIT.done
  }
  const lines =
    Object.keys(removed).length === 0
      ? [`nothing was removed from ${url.shown}: no row is there that can only be of this scenario`]
      : [countsTable(removed), `removed from ${url.shown}`]
  for (const { table, rows, why } of kept) lines.push(`kept ${plural(rows, 'row')} of ${table}: ${why}`)
  io.stdout.write(`${lines.join('\n')}\n`)
  if (kept.some(({ why }) => why === 'may have been there before'))
    io.stderr.write(
      `there is no receipt ${receipt}, which would tell what was there before; --receipt names another\n`,
    )
  return EXIT.done
}

/** No file is made only to be found empty. */
function toChange(url: DatabaseUrl): DatabaseUrl {
  return url.engine === 'sqlite' ? { ...url, use: 'change' } : url
}
