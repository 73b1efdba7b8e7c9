import { rename, rm } from 'node:fs/promises'
import { basename, dirname } from 'node:path'
import { setImmediate as turn } from 'node:timers/promises'
import { ledgerWriter } from '../files/ledger.ts'
import { ofTables } from '../generate.ts'
import { makePlan } from '../plan/make-plan.ts'
import { partRows, partsOf, type Shard } from '../rows/parts.ts'
import type { Scenario } from '../scenario/scenario.ts'
import type { TableName } from '../schema/tables.ts'
import { beside } from './receipt.ts'

/** What is in a database of a scenario. */
export interface InDatabase {
  readonly tables: readonly TableName[]
  readonly shard?: Shard | undefined
  readonly signal?: AbortSignal | undefined
}

/** Where the ledger of a load lies: `week.sqlite-week.ledger.json` beside `week.sqlite-week.receipt.json`. */
export function ledgerBeside(receipt: string): string {
  return `${receipt.replace(/(\.receipt)?(\.json)?$/, '')}.ledger.json`
}

/**
 * Writes the ledger of a load that is complete beside its receipt: the rows that are wrong on purpose, as `generate` lists
 * them, with natural keys, so that it holds whatever numbers the database gave. It follows from the scenario, so that a load
 * that was resumed or extended has the same as one that went in at once. A scenario without anomalies has none, and that of an
 * earlier load goes.
 */
export async function keepLedger(
  receipt: string,
  scenario: Scenario,
  { tables, shard, signal }: InDatabase,
): Promise<void> {
  const path = ledgerBeside(receipt)
  if (scenario.anomalies.length === 0) return removeLedger(receipt)
  await beside(path, async (next) => {
    const ledger = await ledgerWriter(dirname(next), basename(next), scenario)
    try {
      const plan = makePlan(scenario)
      for (const part of partsOf(plan, 1, shard, tables)) {
        await turn()
        signal?.throwIfAborted()
        for (const { batches, wrong } of partRows(plan, part, tables)) {
          for (const _ of batches); // rows are spoilt while they are used up
          await ledger.add(ofTables(wrong, tables))
        }
      }
      await ledger.finish()
    } catch (cause) {
      await ledger.abandon()
      throw cause
    }
    await rename(next, path)
  })
}

export async function removeLedger(receipt: string): Promise<void> {
  await rm(ledgerBeside(receipt), { force: true })
}
