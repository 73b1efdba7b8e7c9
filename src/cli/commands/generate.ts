import type { DialectName } from '../../dialects/dialect.ts'
import type { FileFormat } from '../../files/manifest.ts'
import { type FilesOptions, formatWords, generateFiles, MOST_JOBS } from '../../generate-files.ts'
import type { Shard } from '../../rows/parts.ts'
import { type TableSet, tableSets } from '../../schema/tables.ts'
import { textEncoder } from '../../sinks/formats.ts'
import { askFirst } from '../ask-first.ts'
import { EXIT, type Io, UsageError } from '../io.ts'
import { loadScenario, type ScenarioWords } from '../load-scenario.ts'
import { progress } from '../progress.ts'
import { columns, countsTable, headline, plural, size } from '../text.ts'
import { filesTrial } from '../trial.ts'

interface Words extends ScenarioWords {
  readonly scenario: string
  readonly out: string
  readonly format: FileFormat
  readonly dialect?: DialectName
  readonly create?: boolean
  readonly foreignKeys: boolean
  readonly tables: TableSet
  readonly jobs?: string
  readonly shard?: string
  readonly split?: 'day'
  readonly force?: boolean
  readonly yes?: boolean
  readonly json?: boolean
}

export default async function generate(words: Words, io: Io): Promise<number> {
  const { out, format, dialect, create = false, force = false, yes = false, json = false } = words
  const { foreignKeys } = words
  if (format !== 'sql' && (create || dialect !== undefined))
    throw new UsageError('--dialect and --create go with --format sql')
  if (!create && !foreignKeys) throw new UsageError('--no-foreign-keys goes with --create')
  if (format === 'sql' && words.split)
    throw new UsageError('--split goes with formats that have a file for each table')
  const shard = words.shard === undefined ? undefined : shardOf(words.shard)
  const jobs = words.jobs === undefined ? 1 : jobsOf(words.jobs)
  const scenario = await loadScenario(words.scenario, words, io)
  const tables = tableSets[words.tables]
  const split = words.split === 'day'
  const options: FilesOptions = {
    format,
    ...(dialect ? { dialect } : {}),
    create,
    foreignKeys,
    force,
    tables,
    jobs,
    shard,
    split,
    signal: io.signal,
  }
  // Parquet packs its rows by how much they repeat, so its size is not told.
  const encoder = format === 'parquet' ? undefined : textEncoder(formatWords(scenario, options))
  const trial = filesTrial(scenario, options)
  await askFirst(scenario, { tables, encoder, yes, shards: shard?.count ?? 1, trial, io })
  const shown = progress(io)
  const manifest = await generateFiles(scenario, out, { ...options, onProgress: shown.tell }).finally(
    shown.end,
  )
  if (json) {
    io.stdout.write(`${JSON.stringify(manifest, null, 2)}\n`)
  } else {
    const part = shard ? `, shard ${shard.index} of ${shard.count}` : ''
    io.stdout.write(`${headline(scenario)}${part}\n${countsTable(manifest.rows)}\nwritten to ${out}\n`)
    io.stdout.write(
      split
        ? foldersOf(manifest.files)
        : columns(manifest.files.map(({ name, bytes }) => [name, size(bytes)])),
    )
  }
  return EXIT.done
}

/** Each table with the number of its files and their size: the files of days are too many for a list. */
function foldersOf(files: readonly { readonly name: string; readonly bytes: number }[]): string {
  const folders = new Map<string, { count: number; bytes: number }>()
  for (const { name, bytes } of files) {
    const folder = name.includes('/') ? `${name.split('/')[0]}/day=*` : name
    const sum = folders.get(folder) ?? { count: 0, bytes: 0 }
    folders.set(folder, { count: sum.count + 1, bytes: sum.bytes + bytes })
  }
  return columns([...folders].map(([name, { count, bytes }]) => [name, plural(count, 'file'), size(bytes)]))
}

const MOST_SHARDS = 1000

/** The shard of `2/4`. */
function shardOf(text: string): Shard {
  const [, index, count] = /^([1-9]\d{0,3})\/([1-9]\d{0,3})$/.exec(text) ?? []
  const shard = { index: Number(index), count: Number(count) }
  if (shard.index <= shard.count && shard.count <= MOST_SHARDS) return shard
  throw new UsageError(
    `--shard ${text} is not a shard; write 2/4 for the second of four, at most ${MOST_SHARDS}`,
  )
}

function jobsOf(text: string): number {
  const jobs = /^[1-9]\d?$/.test(text) ? Number(text) : 0
  if (jobs >= 1 && jobs <= MOST_JOBS) return jobs
  throw new UsageError(`--jobs ${text} is not a number of threads; use 1 to ${MOST_JOBS}`)
}
