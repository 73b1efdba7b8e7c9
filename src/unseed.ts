import type { Knex } from 'knex'
import { aFunction, aPath, aSignal, aText, checkArguments, optionsOf, orNull } from './arguments.ts'
import { aKnex, type Database, databaseOf, plainly } from './databases/database.ts'
import { tablesIn } from './databases/found.ts'
import { RollcallError } from './errors.ts'
import { type OnProgress, progressOf, RowCounts } from './generate.ts'
import { removeLedger } from './loading/ledger.ts'
import { OurFacts } from './loading/our-facts.ts'
import { type Kept, OurNames } from './loading/our-names.ts'
import { type Receipt, receiptFor, removeReceipt } from './loading/receipt.ts'
import { requireKnown } from './loading/records.ts'
import { inTransaction } from './loading/transactions.ts'
import { unitsOf } from './loading/work.ts'
import { scenarioFrom } from './parse-scenario.ts'
import { makePlan } from './plan/make-plan.ts'
import { partRows, partsOf } from './rows/parts.ts'
import { isBreaking } from './scenario/anomaly.ts'
import { aScenario, type Scenario } from './scenario/scenario.ts'
import type { Counts } from './schema/tables.ts'

export interface UnseedOptions {
  /** File of the receipt that the load left. Default: none, so that rows which others may have had are kept. */
  readonly receipt?: string | null
  /** Where the tables are, in a database that has several schemas. Default: that of the connection. */
  readonly schema?: string | null
  /** Stops between two days: the day is rolled back, and `unseed` throws the signal's reason. */
  readonly signal?: AbortSignal | undefined
  /** Is told after each day that is out. */
  readonly onProgress?: OnProgress | undefined
}

const unseedOptions = optionsOf({
  receipt: orNull(aPath),
  schema: orNull(aText),
  signal: aSignal,
  onProgress: aFunction,
})

/** What was taken out, and what was not. */
export interface Unloaded {
  readonly removed: Counts
  readonly kept: readonly Kept[]
}

/**
 * Takes exactly the rows of a scenario out of a database, through a Knex instance of the caller, which stays open. Our
 * conferences and dialogs are known by what the streams made, never by their numbers; a row that is known by its name goes
 * if nothing refers to it and the receipt does not say that it was there before.
 *
 * A scenario is null where the receipt says it all. Throws a `RollcallError` when the database cannot be read or changed.
 */
export async function unseed(
  knex: Knex,
  scenario: Scenario | null,
  options: UnseedOptions = {},
): Promise<Unloaded> {
  checkArguments('unseed', {
    knex: [knex, aKnex],
    scenario: [scenario, orNull(aScenario)],
    options: [options, unseedOptions],
  })
  return unseedDatabase(await databaseOf(knex, options.schema ?? null), scenario, options)
}

/** Takes the rows of a scenario out of a database that we are connected to, as `unseed` does. */
export function unseedDatabase(
  database: Database,
  scenario: Scenario | null,
  options: UnseedOptions = {},
): Promise<Unloaded> {
  return plainly(database, 'write to', async () => {
    const { receipt: path = null } = options
    const receipt = await receiptFor(path, database.shown)
    const loaded = receipt ? scenarioFrom(receipt.definition) : scenario
    if (!loaded)
      throw new RollcallError('ROLLCALL_E_LOAD', `there is no receipt ${path}`, 'Name the scenario instead.')
    const result = await takeOut(database, loaded, receipt, options)
    if (path !== null) {
      await removeLedger(path)
      await removeReceipt(path)
    }
    return result
  })
}

async function takeOut(
  database: Database,
  scenario: Scenario,
  receipt: Receipt | null,
  { signal, onProgress }: UnseedOptions,
): Promise<Unloaded> {
  const everything = await tablesIn(database)
  const targets = everything.filter(({ table }) => receipt?.tables.includes(table) ?? true)
  requireKnown(targets)
  const plan = makePlan(scenario)
  const made = targets.map(({ table }) => table)
  const units = unitsOf(partsOf(plan, 1, undefined, made))
  const removed = new RowCounts()
  const tell = progressOf(units.flat(), removed, onProgress)
  const names = new OurNames(database, everything, targets, receipt)
  const facts = new OurFacts(database, targets, scenario.anomalies.some(isBreaking))
  const tables = targets.map(({ name }) => name)
  for (const unit of units) {
    const counts = await inTransaction(database, tables, true, async (transaction) => {
      const own = new RowCounts()
      for (const part of unit) {
        for (const { day, batches } of partRows(plan, part, made)) {
          signal?.throwIfAborted()
          const all = [...batches]
          names.note(all, day !== null)
          if (day !== null) await facts.takeOut(transaction, all, own)
        }
      }
      return own
    })
    removed.addAll(counts.byTable)
    for (const part of unit) tell(part)
  }
  const last = await inTransaction(database, tables, true, (transaction) => names.takeOut(transaction))
  removed.addAll(last.removed)
  return { removed: removed.byTable, kept: last.kept }
}
