import { setImmediate as turn } from 'node:timers/promises'
import { aFunction, aSignal, checkArguments, optionsOf } from './arguments.ts'
import { makePlan } from './plan/make-plan.ts'
import type { WrongRow } from './rows/ledger.ts'
import { aShard, partRows, partsOf, type Shard } from './rows/parts.ts'
import { aScenario, type Scenario } from './scenario/scenario.ts'
import { type Counts, type TableName, tableList, usualTables } from './schema/tables.ts'
import { aSink, type Sink } from './sinks/sink.ts'

export interface GenerateOptions {
  /** Stops between two batches: `generate` then throws the signal's reason. */
  readonly signal?: AbortSignal | undefined
  /** Tables whose rows go to the sink. Default: all. */
  readonly tables?: readonly TableName[] | undefined
  /** Only these days of the data set; what belongs to no day goes with the first shard. Default: all. */
  readonly shard?: Shard | undefined
  /** Is told after each day. */
  readonly onProgress?: OnProgress | undefined
  /** Is told of the rows of a day that are wrong on purpose. */
  readonly onWrong?: OnWrong | undefined
}

export const generateOptions = optionsOf({
  signal: aSignal,
  tables: tableList,
  shard: aShard,
  onProgress: aFunction,
  onWrong: aFunction,
})

/** How far the work is: from 0 to 1 by what the days are expected to hold, and the rows made so far. */
export type OnProgress = (progress: { readonly part: number; readonly rows: number }) => void

export type OnWrong = (rows: readonly WrongRow[]) => void | Promise<void>

/** Between two turns of the event loop about so many rows are made: a signal is heard then. */
const ROWS_A_TURN = 10_000

/**
 * The whole way: plans a scenario day by day, writes the rows to `sink` and closes it.
 * Resolves to the number of rows of each table. Throws what the sink throws; the sink is aborted then.
 */
export async function generate(
  scenario: Scenario,
  sink: Sink,
  options: GenerateOptions = {},
): Promise<Counts> {
  checkArguments('generate', {
    scenario: [scenario, aScenario],
    sink: [sink, aSink],
    options: [options, generateOptions],
  })
  const { signal, tables = usualTables, shard, onProgress, onWrong } = options
  const plan = makePlan(scenario)
  const parts = partsOf(plan, 1, shard, tables)
  const counts = new RowCounts()
  const tell = progressOf(parts, counts, onProgress)
  try {
    let waiting = ROWS_A_TURN
    for (const part of parts) {
      for (const { day, batches, wrong } of partRows(plan, part, tables)) {
        await sink.begin?.(day)
        for (const batch of batches) {
          // Neither a memory nor an SQLite sink ever waits, and a signal is heard only between two turns.
          waiting += batch.rows.length
          if (signal && waiting >= ROWS_A_TURN) {
            await turn()
            waiting = 0
          }
          signal?.throwIfAborted()
          counts.add(batch.table, batch.rows.length)
          await sink.write(batch)
        }
        await onWrong?.(ofTables(wrong, tables))
      }
      tell(part)
    }
    await sink.close()
  } catch (cause) {
    await sink.abort()
    throw cause
  }
  return counts.byTable
}

/** Those rows that belong to some of the tables. */
export function ofTables(wrong: readonly WrongRow[], tables: readonly TableName[]): readonly WrongRow[] {
  return wrong.filter(({ table }) => tables.includes(table))
}

/** Rows by table, as they are made. */
export class RowCounts {
  readonly byTable: { [T in TableName]?: number } = {}
  total = 0

  add(table: TableName, rows: number): void {
    this.byTable[table] = (this.byTable[table] ?? 0) + rows
    this.total += rows
  }

  addAll(counts: Counts): void {
    for (const [table, rows] of Object.entries(counts)) this.add(table as TableName, rows)
  }
}

/** Tells `onProgress` of each part that is done. */
export function progressOf(
  parts: readonly { readonly weight: number }[],
  counts: RowCounts,
  onProgress: OnProgress | undefined,
): (part: { readonly weight: number }) => void {
  const total = parts.reduce((sum, { weight }) => sum + weight, 0)
  let done = 0
  return ({ weight }) => {
    done += weight
    onProgress?.({ part: total === 0 ? 0 : done / total, rows: counts.total })
  }
}
