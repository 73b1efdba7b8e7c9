import { setImmediate as turn } from 'node:timers/promises'
import type { DialectName } from './dialects/dialect.ts'
import { dialects } from './dialects/dialects.ts'
import { type FileFormat, type Manifest, writeManifest } from './files/manifest.ts'
import { intoFolder } from './files/staging.ts'
import type { GenerateOptions } from './generate.ts'
import { makePlan } from './plan/make-plan.ts'
import type { Plan } from './plan/plan.ts'
import { type Part, partRows, partsOf, type Shard } from './rows/parts.ts'
import type { Scenario } from './scenario/scenario.ts'
import { type Counts, dailyTables, type TableName, tableSets } from './schema/tables.ts'
import type { FileSink } from './sinks/file-sink.ts'
import { type FormatWords, fileSink } from './sinks/formats.ts'
import { type Day, dayText } from './time/ticks.ts'
import { encodedInOrder } from './workers/pool.ts'

export interface FilesOptions extends GenerateOptions {
  /** Default `json`. */
  readonly format?: FileFormat
  /** Of a `sql` script. Default `mssql`. */
  readonly dialect?: DialectName
  /** Let a `sql` script create the tables, too. */
  readonly create?: boolean
  /** Write into a folder that holds other files. */
  readonly force?: boolean
  /**
   * Threads that plan and encode. Default 1: this one alone. The bytes are the same for any number. Parquet is always
   * written by one.
   */
  readonly jobs?: number
  /** Only these days of the data set; what belongs to no day goes with the first shard. Default: all. */
  readonly shard?: Shard
  /** A file for each UTC day, named as data tools read partitions. Not for scripts. */
  readonly split?: boolean
}

/** Attendances that a thread makes at once when there are several: a few dozen megabytes of text. */
const PART = 60_000

/**
 * Writes fixture files and `manifest.json` into `folder`, which appears whole or not at all.
 * Throws a `RollcallError` when the folder cannot be written or holds files of others.
 */
export function generateFiles(
  scenario: Scenario,
  folder: string,
  options: FilesOptions = {},
): Promise<Manifest> {
  const { force = false, split = false, shard } = options
  const words = formatWords(scenario, options)
  return intoFolder(folder, force, async (staging) => {
    const sink = await fileSink(staging, words)
    const rows = await fill(sink, scenario, words, options)
    return writeManifest(staging, scenario, {
      format: words.format,
      ...(words.format === 'sql' ? { dialect: words.script.dialect } : {}),
      ...(split ? { split: 'day' } : {}),
      ...(shard ? { shard: `${shard.index}/${shard.count}` } : {}),
      rows,
      files: sink.files(),
    })
  })
}

/** Makes the rows and writes them, here or by other threads. Gives the numbers of rows. */
async function fill(
  sink: FileSink,
  scenario: Scenario,
  words: FormatWords,
  { jobs = 1, shard, signal, onProgress }: FilesOptions,
): Promise<Counts> {
  const plan = makePlan(scenario)
  const counts = new RowCounts()
  const isAlone = jobs === 1 || sink.append === undefined || words.format === 'parquet'
  const parts = partsOf(plan, isAlone ? 1 : PART, shard)
  const total = parts.reduce((sum, { weight }) => sum + weight, 0)
  let done = 0
  const tell = ({ weight }: Part) => {
    done += weight
    onProgress?.({ part: total === 0 ? 0 : done / total, rows: counts.total })
  }
  try {
    if (isAlone) {
      for (const part of parts) {
        await writePart(sink, plan, part, words.tables, counts, signal)
        tell(part)
      }
    } else {
      const data = { definition: scenario.definition, format: words }
      for await (const [part, days] of encodedInOrder(parts, data, jobs, signal)) {
        for (const { day, counts: own, pieces } of days) {
          counts.add(own)
          await sink.begin(day)
          for (const piece of pieces) await sink.append?.(piece)
        }
        tell(part)
      }
    }
    await sink.close()
  } catch (cause) {
    await sink.abort()
    throw cause
  }
  return counts.byTable
}

async function writePart(
  sink: FileSink,
  plan: Plan,
  part: Part,
  tables: readonly TableName[],
  counts: RowCounts,
  signal: AbortSignal | undefined,
): Promise<void> {
  for (const { day, batches } of partRows(plan, part)) {
    await sink.begin(day as Day | null)
    let waiting = 0
    for (const batch of batches) {
      if (!tables.includes(batch.table)) continue
      counts.add({ [batch.table]: batch.rows.length })
      await sink.write(batch)
      // A signal is heard only between two turns of the event loop.
      waiting += batch.rows.length
      if (signal && waiting > ROWS_A_TURN) {
        waiting = 0
        await turn()
        signal.throwIfAborted()
      }
    }
    if (signal) await turn()
    signal?.throwIfAborted()
  }
}

const ROWS_A_TURN = 10_000

/** Rows by table, as they are made. */
class RowCounts {
  readonly byTable: { [T in TableName]?: number } = {}
  total = 0

  add(counts: Counts): void {
    for (const [table, rows] of Object.entries(counts) as [TableName, number][]) {
      this.byTable[table] = (this.byTable[table] ?? 0) + rows
      this.total += rows
    }
  }
}

function formatWords(scenario: Scenario, options: FilesOptions): FormatWords {
  const { format = 'json', dialect = 'mssql', create = false, split = false, shard } = options
  const { tables = tableSets.core } = options
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
    script: { file, dialect, create: create && isFirst, comment },
  }
}
