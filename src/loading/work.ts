import type { Knex } from 'knex'
import type { Database } from '../databases/database.ts'
import { type Target, tablesIn, targetsIn } from '../databases/found.ts'
import { RollcallError } from '../errors.ts'
import { scenarioFrom } from '../parse-scenario.ts'
import { makePlan } from '../plan/make-plan.ts'
import type { Plan } from '../plan/plan.ts'
import { type Part, partsOf, type Shard } from '../rows/parts.ts'
import type { ScenarioFile } from '../scenario/file.ts'
import type { Scenario } from '../scenario/scenario.ts'
import { dailyTables, setWith, type TableName, tableOf, tableSets, usualTables } from '../schema/tables.ts'
import { type Day, dayFromText, dayText } from '../time/ticks.ts'
import { Numbering } from './numbering.ts'
import { newReceipt, type Receipt } from './receipt.ts'
import { IN_ALREADY, isThere, purgeWarning, recordsIn } from './records.ts'

/** What of the options decides what is to be done. */
export interface WorkOptions {
  readonly tables?: readonly TableName[] | undefined
  readonly create?: boolean
  readonly foreignKeys?: boolean
  readonly beside?: boolean
  readonly resume?: boolean
  readonly extend?: boolean
  readonly dryRun?: boolean
  readonly receipt?: string | null
  readonly today?: Day
  readonly shard?: Shard | undefined
  /** Up to so many rows are one transaction. Default: 100,000. */
  readonly mostAtOnce?: number | undefined
}

/** Up to so many rows are one transaction; beyond, each day is one. */
const MOST_AT_ONCE = 100_000

/** What is to be done, decided before the first row. */
export interface Work {
  readonly plan: Plan
  /** Parts that go in together. */
  readonly units: readonly (readonly Part[])[]
  readonly tables: readonly TableName[]
  /** The tables as they are there; none while they would still have to be created. */
  readonly targets: readonly Target[]
  readonly numbering: Numbering
  readonly receipt: Receipt
  /** The receipt of the load that this one goes on with; null where one begins. */
  readonly before: Receipt | null
  readonly warnings: readonly string[]
}

/**
 * Looks at what is there and decides what is to be done. Only reads, and what it says holds as long as nobody else writes.
 * Throws a `RollcallError` for all that can be known to keep rows from going in.
 */
export async function begin(
  database: Database,
  knex: Knex,
  given: Scenario,
  before: Receipt | null,
  options: WorkOptions,
): Promise<Work> {
  const { tables = usualTables, resume, extend, beside, create, dryRun, receipt: path } = options
  if (resume || extend) return goOn(database, knex, given, before, options)
  const targets = create && dryRun ? [] : await targetsIn(database, tables, knex)
  const plan = makePlan(given)
  const records = await recordsIn(knex, targets)
  const hasRecords = Object.keys(records).length > 0
  if (hasRecords) {
    if (await isThere(database, knex, targets, plan))
      throw new RollcallError(
        'ROLLCALL_E_EXISTS',
        `rows of ${given.id} are in ${database.shown} already`,
        IN_ALREADY,
      )
    if (before && (before.status === 'loading' || (await isStillThere(database, knex, targets, before))))
      throw new RollcallError(
        'ROLLCALL_E_EXISTS',
        `${path} is the receipt of a load whose rows are in ${database.shown}`,
        IN_ALREADY,
      )
    if (!beside) {
      const found = Object.entries(records).map(
        ([table, rows]) => `${table} (${rows.toLocaleString('en-US')})`,
      )
      throw new RollcallError(
        'ROLLCALL_E_EXISTS',
        `${database.shown} holds records of others: ${found.join(', ')}`,
        'Nothing was changed. Add --beside to go between them, or use another database.',
      )
    }
    requireParents(tables)
  }
  const isNumbered = targets.some(({ hasIdentity }) => hasIdentity)
  // Planned numbers are large, and a server that numbers rows by itself would go on after them.
  const keepsPlanned = !hasRecords && !isNumbered
  const isAsPlanned = keepsPlanned && !(await hasNames(knex, targets))
  const parts = partsOf(plan, 1, options.shard, tables)
  return {
    plan,
    tables,
    targets,
    units: unitsOf(parts, options.mostAtOnce),
    numbering: new Numbering(database, targets, { isAsPlanned, keepsPlanned, skipsPresent: false }),
    receipt: newReceipt(given, {
      ...{ database: database.shown, tables, keepsPlanned },
      ...(options.foreignKeys === false ? { foreignKeys: false } : {}),
    }),
    before: null,
    warnings: await warningsOf(database, knex, plan, options),
  }
}

/** Whether the load that left a receipt is still there: the receipt is needed then, whatever became of the scenario. */
function isStillThere(
  database: Database,
  knex: Knex,
  targets: readonly Target[],
  { definition }: Receipt,
): Promise<boolean> {
  return isThere(database, knex, targets, makePlan(scenarioFrom(definition)))
}

/** Goes on after the last day that is in, with the scenario as it was loaded or with the days that it has grown by. */
async function goOn(
  database: Database,
  knex: Knex,
  given: Scenario,
  before: Receipt | null,
  options: WorkOptions,
): Promise<Work> {
  const { extend = false, receipt: path } = options
  if (before === null) {
    throw new RollcallError(
      'ROLLCALL_E_LOAD',
      `there is no receipt of ${given.id} for this database${path ? `: ${path}` : ''}`,
      'A load leaves it beside the scenario. Without it, take out what is there with `rollcall unseed` and load anew.',
    )
  }
  const scenario = scenarioAgain(given, before, extend)
  const plan = makePlan(scenario)
  const targets = await targetsIn(database, before.tables, knex)
  const { tables, keepsPlanned } = before
  const done = extend
    ? firstNewDay(scenario, before) - 1
    : before.done === null
      ? null
      : dayFromText(before.done)
  const parts = partsOf(plan, 1, undefined, tables).filter(({ days }) => {
    return days === null || done === null || days.at(-1)! > done
  })
  const { start, days, definition } = scenario
  return {
    plan,
    tables,
    targets,
    units: parts.map((part) => [part]),
    numbering: new Numbering(database, targets, { isAsPlanned: false, keepsPlanned, skipsPresent: true }),
    receipt: {
      ...before,
      ...{ start: dayText(start), days, definition, status: 'loading' },
      done: done === null ? null : dayText(done),
    },
    before,
    warnings: await warningsOf(database, knex, plan, options),
  }
}

/** The scenario that is gone on with: that of the receipt, or with more days. */
function scenarioAgain(given: Scenario, before: Receipt, extend: boolean): Scenario {
  const others = ({ start: _, days: __, ...rest }: ScenarioFile) => JSON.stringify(rest)
  if (others(given.definition) !== others(before.definition)) {
    throw new RollcallError(
      'ROLLCALL_E_LOAD',
      `${given.id} was changed since it was loaded, by more than its days`,
      'Go on with the scenario as it was, or take out what is there with `rollcall unseed` and load anew.',
    )
  }
  if (!extend) {
    if (before.status === 'loading') return scenarioFrom(before.definition)
    throw new RollcallError(
      'ROLLCALL_E_LOAD',
      `all rows of ${given.id} are in: there is nothing to resume`,
      '--extend adds days.',
    )
  }
  if (before.status === 'loading')
    throw new RollcallError(
      'ROLLCALL_E_LOAD',
      `the last load of ${given.id} ended half-way`,
      'Finish it first: --resume',
    )
  const start = dayFromText(before.start)!
  const days = given.start + given.days - start
  if (given.start < start)
    throw new RollcallError(
      'ROLLCALL_E_LOAD',
      `${given.id} starts before ${before.start}, with which it was loaded: days are added at its end alone`,
      'Take out what is there with `rollcall unseed` and load anew.',
    )
  if (days > before.days) return scenarioFrom({ ...given.definition, start: before.start, days })
  throw new RollcallError(
    'ROLLCALL_E_LOAD',
    `${given.id} has no days that are not in: it was loaded up to ${dayText(start + before.days - 1)}`,
    'Raise `days` in the scenario, or let `start` follow `today`.',
  )
}

/** The first UTC day in which a conference of a new day can begin. */
function firstNewDay(scenario: Scenario, before: Receipt): Day {
  const end = dayFromText(before.start)! + before.days
  return makePlan({ ...scenario, start: end, days: scenario.start + scenario.days - end }).firstSlice
}

async function warningsOf(
  database: Database,
  knex: Knex,
  { lastSlice }: Plan,
  { today }: WorkOptions,
): Promise<string[]> {
  if (today === undefined) return []
  const warning = await purgeWarning(database, knex, lastSlice, today)
  return warning === null ? [] : [warning]
}

/** What goes in together: everything, or each day by itself. */
export function unitsOf(parts: readonly Part[], most = MOST_AT_ONCE): readonly (readonly Part[])[] {
  const rows = parts.reduce((sum, { weight }) => sum + weight, 0)
  return rows <= most ? [parts] : parts.map((part) => [part])
}

/** What goes in where nobody says which tables: into a database that has some, the set whose records it has tables for. */
export async function tablesFor(database: Database, create = false): Promise<readonly TableName[]> {
  const found = create ? [] : (await tablesIn(database)).map(({ table }) => table)
  if (found.length === 0) return usualTables
  return tableSets[setWith(found.filter((table) => dailyTables.includes(table)))]
}

/** Throws a `RollcallError` when tables that are to be created are there. */
export async function requireNoTables(database: Database, tables: readonly TableName[]): Promise<void> {
  const found = (await tablesIn(database)).filter(({ table }) => tables.includes(table))
  if (found.length === 0) return
  throw new RollcallError(
    'ROLLCALL_E_EXISTS',
    `${database.shown} has tables already: ${found.map(({ table }) => table).join(', ')}`,
    'Nothing was changed. Leave out --create, or use another database.',
  )
}

/** Rows get other numbers beside those of others, so what they point to has to go in with them. */
function requireParents(tables: readonly TableName[]): void {
  for (const table of tables) {
    const parent = tableOf(table).references.find((one) => !tables.includes(one.table as TableName))
    if (parent)
      throw new RollcallError(
        'ROLLCALL_E_TABLES',
        `rows of ${table} cannot go beside those of others without ${parent.table}, which they point to`,
      )
  }
}

/** Whether any table holds rows that are known by name. */
async function hasNames(knex: Knex, targets: readonly Target[]): Promise<boolean> {
  for (const { table, name } of targets) {
    if (tableOf(table).identity.kind !== 'named') continue
    if ((await knex(name).select(knex.raw('1 AS there')).limit(1)).length > 0) return true
  }
  return false
}
