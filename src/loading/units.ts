import { setImmediate as turn } from 'node:timers/promises'
import type { Knex } from 'knex'
import type { Database } from '../databases/database.ts'
import { RowCounts } from '../generate.ts'
import { type DayRows, type Part, partRows } from '../rows/parts.ts'
import type { Batch, Counts, TableName } from '../schema/tables.ts'
import { databaseSink } from '../sinks/database.ts'
import type { Sink } from '../sinks/sink.ts'
import type { Work } from './work.ts'

/** Inserts the rows of a unit. */
export async function write(
  database: Database,
  transaction: Knex.Transaction,
  work: Work,
  days: Iterable<DayRows>,
  signal: AbortSignal | undefined,
  counts = new RowCounts(),
): Promise<Counts> {
  const { targets, numbering } = work
  const sink = await databaseSink(database, transaction, targets)
  const rows = await fill(sink, transaction, days, work, signal, counts)
  for (const target of targets) if (target.hasIdentity) await database.engine.numbered?.(transaction, target)
  await numbering.written(transaction)
  return rows
}

/** The rows of a unit, day by day. A day's are to be used up before the next is asked for; `isUsed` is told of each part. */
export function* rowsIn(
  { plan, tables }: Pick<Work, 'plan' | 'tables'>,
  unit: readonly Part[],
  isUsed?: (part: Part) => void,
): Iterable<DayRows> {
  for (const part of unit) {
    yield* partRows(plan, part, tables)
    isUsed?.(part)
  }
}

/** The rows of a unit, all made. They can be taken once. */
export function madeIn(work: Work, unit: readonly Part[]): Iterable<DayRows> {
  const made: DayRows[] = []
  for (const { day, batches, wrong } of rowsIn(work, unit))
    made.push({ day, batches: taken([...batches]), wrong })
  return taken(made)
}

/** The items of a list, which forgets each of them when it is taken. */
function* taken<T>(items: T[]): Iterable<T> {
  items.reverse()
  for (let item = items.pop(); item !== undefined; item = items.pop()) yield item
}

/** Whether a unit is days alone. */
export function isDay(unit: readonly Part[]): boolean {
  return unit.every(({ days }) => days !== null)
}

/** Writes rows to a sink, which is closed then. Gives their numbers by table. */
export async function fill(
  sink: Sink,
  knex: Knex,
  days: Iterable<DayRows>,
  { tables, numbering }: Pick<Work, 'tables' | 'numbering'>,
  signal: AbortSignal | undefined,
  counts = new RowCounts(),
): Promise<Counts> {
  try {
    let waiting = 0
    for (const { day, batches } of days) {
      await sink.begin?.(day)
      if (!numbering.isAsPlanned) await sink.settle?.() // it asks the transaction
      for await (const batch of numbering.numbered(knex, day !== null, only(batches, tables))) {
        waiting += batch.rows.length
        if (waiting >= ROWS_A_TURN) {
          await turn()
          waiting = 0
        }
        signal?.throwIfAborted()
        if (batch.rows.length === 0) continue
        counts.add(batch.table, batch.rows.length)
        await sink.write(batch)
      }
    }
    await sink.close()
  } catch (cause) {
    await sink.abort()
    throw cause
  }
  return counts.byTable
}

/** Between two turns of the event loop about so many rows are made: a signal is heard then. */
const ROWS_A_TURN = 10_000

function* only(batches: Iterable<Batch>, tables: readonly TableName[]): Iterable<Batch> {
  for (const batch of batches) if (tables.includes(batch.table)) yield batch
}
