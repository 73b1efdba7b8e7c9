import { setImmediate as turn } from 'node:timers/promises'
import { makePlan } from './plan/make-plan.ts'
import { rows } from './rows/rows.ts'
import type { Scenario } from './scenario/scenario.ts'
import { type Counts, type TableName, tableSets } from './schema/tables.ts'
import type { Sink } from './sinks/sink.ts'

export interface GenerateOptions {
  /** Stops between two batches: `generate` then throws the signal's reason. */
  readonly signal?: AbortSignal | undefined
  /** Tables whose rows go to the sink. Default: all. */
  readonly tables?: readonly TableName[] | undefined
  /** Is told after each slice. */
  readonly onProgress?: OnProgress | undefined
}

/** How far the work is, from 0 to 1 by what the days are expected to hold, and the rows made so far. */
export type OnProgress = (progress: { readonly part: number; readonly rows: number }) => void

/** Between two turns of the event loop, at most so many rows are made: a signal is heard then. */
const ROWS_A_TURN = 10_000

/**
 * The whole way: plans a scenario slice by slice, writes the rows to `sink` and closes it.
 * Resolves to the number of rows of each table. Throws what the sink throws; the sink is aborted then.
 */
export async function generate(
  scenario: Scenario,
  sink: Sink,
  { signal, tables = tableSets.core }: GenerateOptions = {},
): Promise<Counts> {
  const counts: { [T in TableName]?: number } = {}
  try {
    let waiting = ROWS_A_TURN
    for (const batch of rows(makePlan(scenario))) {
      // Neither a memory nor an SQLite sink ever waits, and a signal is heard only between two turns of the event loop.
      if (signal && (waiting += batch.rows.length) > ROWS_A_TURN) {
        await turn()
        waiting = 0
      }
      signal?.throwIfAborted()
      if (!tables.includes(batch.table)) continue
      counts[batch.table] = (counts[batch.table] ?? 0) + batch.rows.length
      await sink.write(batch)
    }
    await sink.close()
  } catch (cause) {
    await sink.abort()
    throw cause
  }
  return counts
}
