import { setImmediate as turn } from 'node:timers/promises'
import type { Knex } from 'knex'
import {
  aFlag,
  aFunction,
  aPath,
  aSignal,
  aText,
  checkArguments,
  optionsOf,
  orNull,
  wholeNumber,
} from './arguments.ts'
import { aKnex, type Database, databaseOf, plainly } from './databases/database.ts'
import { type Target, tablesIn } from './databases/found.ts'
import { createAll } from './dialects/ddl.ts'
import { RollcallError } from './errors.ts'
import { type OnProgress, progressOf, RowCounts } from './generate.ts'
import { inLanes } from './loading/lanes.ts'
import { keepLedger } from './loading/ledger.ts'
import type { Numbering } from './loading/numbering.ts'
import { KeptReceipt, type Receipt, receiptFor, requireWritable, writeReceipt } from './loading/receipt.ts'
import { inTransaction } from './loading/transactions.ts'
import { fill, isDay, madeIn, rowsIn, write } from './loading/units.ts'
import { begin, requireNoTables, tablesFor, type Work, type WorkOptions } from './loading/work.ts'
import { aShard, type DayRows, type Part, type Shard } from './rows/parts.ts'
import { requireRoomForBroken } from './scenario/breaking.ts'
import { aScenario, type Scenario } from './scenario/scenario.ts'
import { type Counts, type TableName, tableList, usualTables } from './schema/tables.ts'
import { viewsOver } from './schema/views.ts'
import { type Day, dayText } from './time/ticks.ts'

export interface SeedOptions {
  /** Default: the usual ones, or in a database that has tables the set whose records it has tables for. */
  readonly tables?: readonly TableName[] | undefined
  /** Only these days of the data set; what belongs to no day goes with the first shard. Default: all. */
  readonly shard?: Shard | undefined
  /** Create the tables first. */
  readonly create?: boolean
  /** Whether these tables have foreign keys, and keys that rows which are twice would break. Default true. */
  readonly foreignKeys?: boolean
  /** Go between rows of others, which stay as they are. Without it a database that holds such rows is refused. */
  readonly beside?: boolean
  /** Go on with a load that ended half-way. Needs its receipt. */
  readonly resume?: boolean
  /** Add the days that the scenario has grown by since it was loaded. Needs the receipt. */
  readonly extend?: boolean
  /** Say what would be done, and write nothing. */
  readonly dryRun?: boolean
  /**
   * File for the receipt, by which a load is resumed, extended and taken out again. Of a scenario with anomalies the ledger
   * lies beside it. Default: none is kept.
   */
  readonly receipt?: string | null
  /** Where the tables are, in a database that has several schemas. Default: that of the connection. */
  readonly schema?: string | null
  /** Today, for telling rows that the database would throw away soon. Default: nothing is said. */
  readonly today?: Day
  /** Stops between two batches: the transaction is rolled back, and `seed` throws the signal's reason. */
  readonly signal?: AbortSignal | undefined
  /** Is told after each day that is in. */
  readonly onProgress?: OnProgress | undefined
}

/** What a load can be told that is no going on with another. */
export const loadKinds = {
  tables: tableList,
  shard: aShard,
  create: aFlag,
  foreignKeys: aFlag,
  beside: aFlag,
  schema: orNull(aText),
  today: wholeNumber(0),
  signal: aSignal,
  onProgress: aFunction,
}

export const seedOptions = optionsOf({
  ...loadKinds,
  resume: aFlag,
  extend: aFlag,
  dryRun: aFlag,
  receipt: orNull(aPath),
})

/** What a load did, or would do. */
export interface Loaded {
  /** Rows that went in, by table. */
  readonly inserted: Counts
  /** Rows that were there already and stand for ours, by table. */
  readonly reused: Counts
  /** Conferences and dialogs that have another `SessionIdSeq`, because others have their tick. */
  readonly shifted: number
  readonly warnings: readonly string[]
}

/**
 * Inserts the rows of a scenario into a database, through a Knex instance of the caller, which stays open.
 *
 * Up to 100,000 rows go in whole or not at all; of more, each day does, and `resume` goes on after the last. Throws a
 * `RollcallError` that says in words what keeps rows from going in: before the first one, as far as that can be known.
 */
export async function seed(knex: Knex, scenario: Scenario, options: SeedOptions = {}): Promise<Loaded> {
  checkArguments('seed', {
    knex: [knex, aKnex],
    scenario: [scenario, aScenario],
    options: [options, seedOptions],
  })
  return seedDatabase(await databaseOf(knex, options.schema ?? null), scenario, options)
}

/** Inserts the rows of a scenario into a database that we are connected to, as `seed` does. */
export function seedDatabase(
  database: Database,
  scenario: Scenario,
  options: SeedOptions & Pick<WorkOptions, 'mostAtOnce'> = {},
): Promise<Loaded> {
  const work = options.dryRun ? rehearse : load
  return plainly(database, 'write to', async () => {
    const before = await receiptFor(options.receipt ?? null, database.shown)
    if (options.foreignKeys === false && !options.create) {
      const hint = 'Add --create, or leave --no-foreign-keys out.'
      throw new RollcallError(
        'ROLLCALL_E_ARGUMENT',
        'tables that are there have the keys that they have',
        hint,
      )
    }
    const isGoingOn = (options.resume || options.extend) && before?.foreignKeys === false
    if (!isGoingOn) requireRoomForBroken(scenario, options)
    const tables = options.tables ?? (await tablesFor(database, options.create))
    return work(database, scenario, before, { ...options, tables })
  })
}

/** Inserts, unit after unit; units that need no numbers beside others go in several at a time. */
async function load(
  database: Database,
  scenario: Scenario,
  before: Receipt | null,
  options: SeedOptions,
): Promise<Loaded> {
  const { receipt: path = null, shard, signal, onProgress } = options
  const { work, rows, receipt } = await start(database, scenario, before, options)
  const { units, numbering } = work
  const kept = new KeptReceipt(path, receipt)
  const counts = new RowCounts()
  const tell = progressOf(units.flat(), counts, onProgress)
  const done = new Set<number>()
  const isIn = async (at: number, own: Counts) => {
    counts.addAll(own)
    if (units.length > 1) for (const part of units[at]!) tell(part)
    done.add(at)
    await kept.keep({
      done: lastDayOf(units.filter((_, one) => isWhole(done, one)).flat()) ?? receipt.done,
      rows: sum(receipt.rows, counts.byTable),
    })
  }
  numbering.keep({ isDay: isDay(units[0]!) })
  await isIn(0, rows)
  const lanes = numbering.isAsPlanned ? database.engine.lanes : 1
  // A slice is gone when the next one is planned, so that the rows of several are made before any of them waits.
  const rowsOf = lanes > 1 ? madeIn : rowsIn
  await inLanes(units.length - 1, lanes, async (before) => {
    await turn()
    const unit = units[before + 1]!
    await isIn(before + 1, await insertUnit(database, work, unit, () => rowsOf(work, unit), signal))
  })
  if (path !== null) await keepLedger(path, work.plan.scenario, { tables: work.tables, shard, signal })
  await kept.keep({ status: 'complete' })
  return loadedOf(counts.byTable, numbering, [...work.warnings, ...(await analyzed(database, work.targets))])
}

/** Inserts a unit after the first: as it was planned, or with other numbers when others have given some in the meantime. */
async function insertUnit(
  database: Database,
  work: Work,
  unit: readonly Part[],
  rows: () => Iterable<DayRows>,
  signal: AbortSignal | undefined,
): Promise<Counts> {
  const { numbering } = work
  const names = work.targets.map(({ name }) => name)
  const own = numbering.isAsPlanned
    ? await inTransaction(database, names, false, async (transaction) =>
        (await numbering.staysAsPlanned(transaction))
          ? write(database, transaction, work, rows(), signal)
          : null,
      )
    : null
  if (own !== null) return own
  return numbering.oneByOne(async () => {
    const numbered = await inTransaction(database, names, true, async (transaction) => {
      numbering.forget()
      await numbering.refresh(transaction)
      return write(database, transaction, work, rows(), signal)
    })
    numbering.keep({ isDay: isDay(unit) })
    return numbered
  })
}

/** What a load has done in its first transaction. */
interface Started {
  readonly work: Work
  readonly rows: Counts
  readonly receipt: Receipt
}

/** Looks at what is there, and inserts the first unit, all in a transaction in which nobody else gives numbers. */
async function start(
  database: Database,
  scenario: Scenario,
  before: Receipt | null,
  options: SeedOptions,
): Promise<Started> {
  const { knex, engine } = database
  const { tables = usualTables, create = false, foreignKeys = true } = options
  const { receipt: path = null, signal, onProgress } = options
  if (path !== null) await requireWritable(path)
  if (create) await requireNoTables(database, tables)
  const isMadeAhead = create && !engine.createsInTransaction
  const names = (await tablesIn(database)).map(({ name }) => name)
  // From here on nobody knows whether a transaction that fails is in: its commit may have been what failed.
  let isWritten = false
  try {
    if (isMadeAhead) await createIn(database, knex, tables, foreignKeys)
    return await inTransaction(database, names, true, async (transaction) => {
      isWritten = false
      if (create && !isMadeAhead) await createIn(database, transaction, tables, foreignKeys)
      const work = await begin(database, transaction, scenario, before, options)
      const { numbering, units } = work
      await numbering.refresh(transaction)
      const counts = new RowCounts()
      // A unit that is all there is can be large, where it needs no transactions: a new file.
      const tell = units.length === 1 ? progressOf(units[0]!, counts, onProgress) : undefined
      const rows = await write(database, transaction, work, rowsIn(work, units[0]!, tell), signal, counts)
      const receipt = { ...work.receipt, found: foundBy(work, rows) }
      if (path !== null) await writeReceipt(path, receipt)
      isWritten = true
      return { work, rows, receipt }
    })
  } catch (cause) {
    // What went wrong is told, not that the user may not drop what was made.
    if (isMadeAhead && !isWritten) await dropIn(database, knex, tables).catch(() => undefined)
    throw cause
  }
}

/** What was there before the first row: a load that goes on finds its own rows, unless its first unit was not in. */
function foundBy({ before, receipt, numbering }: Work, rows: Counts): Receipt['found'] {
  const isFirst = before === null || (receipt.done === null && Object.keys(rows).length > 0)
  return isFirst ? Object.fromEntries(numbering.found) : receipt.found
}

/** Whether a unit is in, with all before it. */
function isWhole(done: ReadonlySet<number>, at: number): boolean {
  for (let one = 0; one <= at; one++) if (!done.has(one)) return false
  return true
}

function sum(one: Counts, other: Counts): Counts {
  const both = new RowCounts()
  both.addAll(one)
  both.addAll(other)
  return both.byTable
}

/** Does everything but write. */
async function rehearse(
  database: Database,
  scenario: Scenario,
  before: Receipt | null,
  options: SeedOptions,
): Promise<Loaded> {
  const { knex } = database
  const { signal, onProgress, create = false, tables = usualTables } = options
  if (create) await requireNoTables(database, tables)
  const work = await begin(database, knex, scenario, before, options)
  const { numbering, units, warnings } = work
  const counts = new RowCounts()
  const tell = progressOf(units.flat(), counts, onProgress)
  const nothing = async () => undefined
  await numbering.refresh(knex)
  for (const unit of units) {
    const sink = { write: nothing, close: nothing, abort: nothing }
    const rows = await fill(sink, knex, rowsIn(work, unit), work, signal)
    numbering.keep({ isDay: isDay(unit) })
    counts.addAll(rows)
    for (const part of unit) tell(part)
  }
  return loadedOf(counts.byTable, numbering, warnings)
}

function loadedOf(inserted: Counts, { found, shifted }: Numbering, warnings: readonly string[]): Loaded {
  const reused = Object.fromEntries([...found].map(([table, names]) => [table, names.length]))
  return { inserted, reused, shifted, warnings }
}

function lastDayOf(unit: readonly Part[]): string | null {
  const days = unit.flatMap((part) => part.days ?? [])
  return days.length === 0 ? null : dayText(Math.max(...days))
}

async function createIn(
  { engine, schema }: Database,
  knex: Knex,
  tables: readonly TableName[],
  foreignKeys: boolean,
): Promise<void> {
  for (const statement of createAll(engine.dialect, tables, { schema, foreignKeys }))
    await knex.raw(statement)
}

/** Takes away views and tables that we made, children first. */
export async function dropIn(
  { schema }: Pick<Database, 'schema'>,
  knex: Knex,
  tables: readonly TableName[],
): Promise<void> {
  for (const { name } of viewsOver(tables))
    await (schema === null ? knex.schema : knex.schema.withSchema(schema)).dropViewIfExists(name)
  for (const table of [...tables].reverse()) {
    await (schema === null ? knex.schema : knex.schema.withSchema(schema)).dropTableIfExists(table)
  }
}

/** Has the server count again what its plans are made from; a user without the right to it is only told. */
async function analyzed({ engine, knex }: Database, targets: readonly Target[]): Promise<string[]> {
  try {
    await engine.analyze(
      knex,
      targets.map(({ name }) => name),
    )
    return []
  } catch (cause) {
    return [
      `the statistics of the tables were not updated: ${engine.reason(cause) ?? (cause as Error).message}`,
    ]
  }
}
