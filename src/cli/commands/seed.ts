import { databaseUrl } from '../../databases/url.ts'
import { ledgerBeside } from '../../loading/ledger.ts'
import { readReceipt, receiptBeside } from '../../loading/receipt.ts'
import { type TableSet, tableSets, usualTables } from '../../schema/tables.ts'
import { seedUrl } from '../../seed-file.ts'
import { dayIn } from '../../time/zone.ts'
import { askFirst } from '../ask-first.ts'
import { EXIT, type Io, UsageError } from '../io.ts'
import { loadScenario, type ScenarioWords } from '../load-scenario.ts'
import { progress } from '../progress.ts'
import { countsTable, headline, plural } from '../text.ts'
import { seedTrial } from '../trial.ts'

interface Words extends ScenarioWords {
  readonly scenario: string
  readonly db?: string
  readonly create?: boolean
  readonly tables?: TableSet
  readonly foreignKeys: boolean
  readonly fresh?: boolean
  readonly beside?: boolean
  readonly resume?: boolean
  readonly extend?: boolean
  readonly dryRun?: boolean
  readonly receipt?: string
  readonly yes?: boolean
  readonly json?: boolean
}

export default async function seed(words: Words, io: Io): Promise<number> {
  const { create = false, fresh = false, beside = false, resume = false, extend = false } = words
  const { dryRun = false, foreignKeys, yes = false, json = false } = words
  requireSense(words)
  const scenario = await loadScenario(words.scenario, words, io)
  const url = databaseUrl(words.db ?? `sqlite:${scenario.id}.sqlite`, io.password)
  const receipt = words.receipt ?? receiptBeside(words.scenario, url)
  // How long a server takes cannot be tried without writing to it.
  const tables = words.tables && tableSets[words.tables]
  const trial =
    url.engine === 'sqlite' ? seedTrial(scenario, { tables, foreignKeys, signal: io.signal }) : null
  if (!dryRun && !resume) await askFirst(scenario, { tables: tables ?? usualTables, yes, trial, io })
  const shown = progress(io)
  const { inserted, reused, shifted, warnings } = await seedUrl(scenario, url, {
    ...{ create, foreignKeys, fresh, beside, resume, extend, dryRun, receipt },
    tables,
    today: dayIn(scenario.zone, io.now()),
    signal: io.signal,
    onProgress: shown.tell,
  })
    .finally(shown.end)
    .catch(async (cause) => {
      // What is in stays in, day by day.
      if ((await readReceipt(receipt).catch(() => null))?.status === 'loading')
        io.stderr.write('the days that are in stay; --resume goes on after them\n')
      throw cause
    })
  const ledger = dryRun || scenario.anomalies.length === 0 ? null : ledgerBeside(receipt)
  for (const warning of warnings) io.stderr.write(`warning: ${warning}\n`)
  if (json) {
    const what = { scenario: scenario.id, db: url.shown, dryRun, rows: inserted, reused, shifted, receipt }
    io.stdout.write(`${JSON.stringify(ledger === null ? what : { ...what, ledger }, null, 2)}\n`)
    return EXIT.done
  }
  const lines = [headline(scenario), countsTable(inserted)]
  const would = dryRun ? 'would be ' : ''
  lines.push(`${would}inserted into ${url.shown}`)
  const total = Object.values(reused).reduce((sum, rows) => sum + rows, 0)
  if (total > 0) {
    const tables = Object.entries(reused).map(([table, rows]) => `${table} ${rows.toLocaleString('en-US')}`)
    lines.push(`${would}reused as they are: ${tables.join(', ')}`)
  }
  if (shifted > 0)
    lines.push(
      `${plural(shifted, 'row')} ${dryRun ? 'would get' : 'got'} the next SessionIdSeq, because others have their tick`,
    )
  if (!dryRun) lines.push(`receipt: ${receipt}`)
  if (ledger !== null) lines.push(`ledger: ${ledger}`)
  io.stdout.write(`${lines.join('\n')}\n`)
  return EXIT.done
}

function requireSense({ create, fresh, beside, resume, extend, tables }: Words): void {
  const refuse = (one: string, other: string) => {
    throw new UsageError(`${one} and ${other} exclude each other`)
  }
  if (resume && extend) refuse('--resume', '--extend')
  const again = resume ? '--resume' : extend ? '--extend' : null
  if (again !== null && create) refuse(again, '--create')
  if (again !== null && fresh) refuse(again, '--fresh')
  if (again !== null && tables !== undefined)
    throw new UsageError(`${again} goes on with the tables of the receipt; leave out --tables`)
  if (again !== null && beside)
    throw new UsageError(`${again} goes on as the receipt says; leave out --beside`)
  if (fresh && beside) refuse('--fresh', '--beside')
}
