import { aFlag, aPath, checkArguments, oneOf, optionsOf, wholeNumber } from './arguments.ts'
import type { DialectName } from './dialects/dialect.ts'
import { dialects } from './dialects/dialects.ts'
import { RollcallError } from './errors.ts'
import { LEDGER, ledgerWriter } from './files/ledger.ts'
import { FILE_FORMATS, type FileFormat, type Manifest, writeManifest } from './files/manifest.ts'
import { intoFolder } from './files/staging.ts'
import {
  type GenerateOptions,
  generate,
  generateOptions,
  ofTables,
  progressOf,
  RowCounts,
} from './generate.ts'
import { makePlan } from './plan/make-plan.ts'
import { partsOf } from './rows/parts.ts'
import { requireRoomForBroken } from './scenario/breaking.ts'
import { aScenario, type Scenario } from './scenario/scenario.ts'
import { type Counts, dailyTables, usualTables } from './schema/tables.ts'
import type { FileSink } from './sinks/file-sink.ts'
import { type FormatWords, fileSink } from './sinks/formats.ts'
import { dayText } from './time/ticks.ts'
import { encodedInOrder } from './workers/pool.ts'

export interface FilesOptions extends GenerateOptions {
  /** Default `json`. */
  readonly format?: FileFormat
  /** Of a `sql` script. Default `mssql`. */
  readonly dialect?: DialectName
  /** Let a `sql` script create the tables, too. */
  readonly create?: boolean
  /** Whether these tables have foreign keys, and keys that rows which are twice would break. Default true. */
  readonly foreignKeys?: boolean
  /** Write into a folder that holds other files. */
  readonly force?: boolean
  /**
   * Threads that plan and encode. Default 1: this one alone. The bytes are the same for any number. Parquet is always
   * written by one.
   */
  readonly jobs?: number
  /** A file for each UTC day, named as data tools read partitions. Not for scripts. */
  readonly split?: boolean
}

/**
 * Rows that a thread makes at once when there are several, where a day has no more: about as much text as fits on a belt.
 * Conferences at the border of a part are planned twice.
 */
const MOST_AT_ONCE = 60_000
/** Each thread gets so many parts, where there are days enough, so that none is at work alone for long at the end. */
const PARTS_A_THREAD = 4

/**
 * Writes fixture files and `manifest.json` into `folder`, which appears whole or not at all.
 * Throws a `RollcallError` when an option makes no sense, or when the folder cannot be written or holds files of others.
 */
export async function generateFiles(
  scenario: Scenario,
  folder: string,
  options: FilesOptions = {},
): Promise<Manifest> {
  checkArguments('generateFiles', {
    scenario: [scenario, aScenario],
    folder: [folder, aPath],
    options: [options, filesOptions],
  })
  if (options.split && options.format === 'sql')
    throw new RollcallError(
      'ROLLCALL_E_ARGUMENT',
      'generateFiles: options.split is true for a script',
      'A script is one file.',
    )
  const { create, foreignKeys } = options
  if (options.format === 'sql') requireRoomForBroken(scenario, { create, foreignKeys })
  const { force = false, split = false, shard } = options
  const words = formatWords(scenario, options)
  return intoFolder(folder, force, async (staging) => {
    const sink = await fileSink(staging, words)
    const ledger = scenario.anomalies.length === 0 ? null : await ledgerWriter(staging, LEDGER, scenario)
    const rows = await fill(sink, scenario, words, {
      ...options,
      ...(ledger ? { onWrong: (wrong) => ledger.add(wrong) } : {}),
    }).catch(async (cause) => {
      await ledger?.abandon()
      throw cause
    })
    const ledgerFiles = ledger ? [await ledger.finish()] : []
    return writeManifest(staging, scenario, {
      format: words.format,
      ...(words.format === 'sql' ? { dialect: words.script.dialect } : {}),
      ...(split ? { split: 'day' } : {}),
      ...(shard ? { shard: `${shard.index}/${shard.count}` } : {}),
      rows,
      ...(ledger ? { wrong: ledger.kinds } : {}),
      files: [...sink.files(), ...ledgerFiles],
    })
  })
}

/** Threads that a data set can be dealt out to. */
export const MOST_JOBS = 64

const filesOptions = optionsOf({
  ...generateOptions.kinds,
  format: oneOf(FILE_FORMATS),
  dialect: oneOf(Object.keys(dialects)),
  create: aFlag,
  foreignKeys: aFlag,
  force: aFlag,
  jobs: wholeNumber(1, MOST_JOBS),
  split: aFlag,
})

/** Makes the rows and writes them, here or by other threads. Gives the numbers of rows. */
async function fill(
  sink: FileSink,
  scenario: Scenario,
  words: FormatWords,
  { jobs = 1, shard, signal, onProgress, onWrong }: FilesOptions,
): Promise<Counts> {
  const { tables } = words
  if (jobs === 1 || words.format === 'parquet')
    return generate(scenario, sink, { tables, shard, signal, onProgress, onWrong })
  const plan = makePlan(scenario)
  const whole = partsOf(plan, Number.POSITIVE_INFINITY, shard, tables).reduce(
    (sum, { weight }) => sum + weight,
    0,
  )
  const parts = partsOf(plan, Math.min(MOST_AT_ONCE, whole / (jobs * PARTS_A_THREAD)), shard, tables)
  const counts = new RowCounts()
  const tell = progressOf(parts, counts, onProgress)
  const data = { definition: scenario.definition, format: words }
  try {
    for await (const made of encodedInOrder(parts, data, jobs, signal)) {
      if (made.kind === 'part') {
        for (const { counts: own, wrong } of made.days) {
          counts.addAll(own)
          await onWrong?.(ofTables(wrong, tables))
        }
        tell(made.part)
        continue
      }
      await sink.append?.(made.piece)
    }
    await sink.close()
  } catch (cause) {
    await sink.abort()
    throw cause
  }
  return counts.byTable
}

/** What the files are to be like, as plain data that can be sent to a thread. */
export function formatWords(scenario: Scenario, options: FilesOptions): FormatWords {
  const { format = 'json', dialect = 'mssql', create = false, split = false, shard } = options
  const { foreignKeys = true } = options
  const { tables = usualTables } = options
  const { id, seed, algorithm, start, days } = scenario
  const from = `${days} ${days === 1 ? 'day' : 'days'} from ${dayText(start)}`
  const part = shard && shard.count > 1 ? `, shard ${shard.index} of ${shard.count}` : ''
  const file = `${id}.sql`
  const comment = [
    `Made by Rollcall, algorithm ${algorithm}: scenario ${id}, seed ${JSON.stringify(seed)}, ${from}${part}.`,
    `Load it whole or not at all: ${dialects[dialect].load(file)}`,
  ]
  const isFirst = !shard || shard.index === 1
  return {
    format,
    tables: isFirst ? tables : tables.filter((table) => dailyTables.includes(table)),
    split,
    script: { file, dialect, create: create && isFirst, foreignKeys, comment },
  }
}
