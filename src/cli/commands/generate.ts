import type { DialectName } from '../../dialects/dialect.ts'
import type { FileFormat } from '../../files/manifest.ts'
import { generateFiles } from '../../generate-files.ts'
import { type TableSet, tableSets } from '../../schema/tables.ts'
import { EXIT, type Io, UsageError } from '../io.ts'
import { loadScenario, type ScenarioWords } from '../load-scenario.ts'
import { columns, countsTable, headline, size } from '../text.ts'

interface Words extends ScenarioWords {
  readonly scenario: string
  readonly out: string
  readonly format: FileFormat
  readonly dialect?: DialectName
  readonly create?: boolean
  readonly tables: TableSet
  readonly force?: boolean
  readonly json?: boolean
}

export default async function generate(words: Words, io: Io): Promise<number> {
  const { out, format, dialect, create = false, force = false, json = false } = words
  if (format !== 'sql' && (create || dialect !== undefined))
    throw new UsageError('--dialect and --create go with --format sql')
  const scenario = await loadScenario(words.scenario, words, io)
  const tables = tableSets[words.tables]
  const manifest = await generateFiles(scenario, out, {
    format,
    ...(dialect ? { dialect } : {}),
    create,
    force,
    tables,
    signal: io.signal,
  })
  if (json) {
    io.stdout.write(`${JSON.stringify(manifest, null, 2)}\n`)
  } else {
    io.stdout.write(`${headline(scenario)}\n${countsTable(manifest.rows)}\nwritten to ${out}\n`)
    io.stdout.write(columns(manifest.files.map(({ name, bytes }) => [name, size(bytes)])))
  }
  return EXIT.done
}
