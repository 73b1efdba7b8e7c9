import type { Knex } from 'knex'
import type { Database } from '../databases/database.ts'
import type { FoundColumn, Target } from '../databases/found.ts'
import { RollcallError } from '../errors.ts'
import { daysOf } from '../plan/make-plan.ts'
import type { Plan } from '../plan/plan.ts'
import { partRows } from '../rows/parts.ts'
import { type Counts, dailyTables, type TableName, type Tables, tableOf } from '../schema/tables.ts'
import type { Day } from '../time/ticks.ts'

/** How many rows the tables hold that a load adds to each day; dictionaries alone are nobody's records. */
export async function recordsIn(knex: Knex, targets: readonly Target[]): Promise<Counts> {
  const counts: { [T in TableName]?: number } = {}
  for (const { table, name } of targets) {
    if (!dailyTables.includes(table)) continue
    const [found] = await knex(name).count({ rows: '*' })
    const rows = Number(Object.values(found ?? {})[0])
    if (rows > 0) counts[table] = rows
  }
  return counts
}

/** What can be done where rows of a scenario are in already. */
export const IN_ALREADY =
  'Nothing was changed. --resume goes on with a load that ended half-way, --extend adds days, `rollcall unseed` takes the rows out.'

/** Whether rows of this plan are there already: the first conference, or the last. */
export async function isThere(
  { engine }: Database,
  knex: Knex,
  targets: readonly Target[],
  plan: Plan,
): Promise<boolean> {
  const target = targets.find(({ table }) => table === 'Conferences')
  if (!target) return false
  const { identity } = tableOf('Conferences')
  const known = identity.kind === 'timed' ? [identity.time, ...identity.natural] : []
  const columns = target.columns.filter(({ name }) => known.includes(name))
  const days = daysOf(plan, 'core')
  for (const conference of [firstConference(plan, days), firstConference(plan, [...days].reverse())]) {
    if (conference === null) return false
    const query = knex(target.name).select(knex.raw('1 AS there')).limit(1)
    for (const { name, type } of columns)
      query.where(name, engine.binding(type)(conference[name as keyof typeof conference]))
    if ((await query).length > 0) return true
  }
  return false
}

/** The first conference on the first of some days that has any. */
function firstConference(plan: Plan, days: readonly Day[]): Tables['Conferences'] | null {
  for (const day of days) {
    for (const { batches } of partRows(plan, { days: [day] }, ['Conferences']))
      for (const batch of batches)
        if (batch.table === 'Conferences' && batch.rows.length > 0) return batch.rows[0]!
  }
  return null
}

/** Warns when the database would throw rows away by itself soon: `PurgeSettings` says how long it keeps them. */
export async function purgeWarning(
  { engine, schema }: Database,
  knex: Knex,
  last: Day,
  today: Day,
): Promise<string | null> {
  const found = await engine.columns(knex, schema)
  const spelled = (name: string) => {
    const isMeant = (column: FoundColumn) =>
      column.table.toLowerCase() === 'purgesettings' && column.name.toLowerCase() === name
    return found.find(isMeant)
  }
  const [isOn, days] = [spelled('enablepurge'), spelled('keepcalldetailfordays')]
  if (!isOn || !days) return null
  const table = schema === null ? isOn.table : `${schema}.${isOn.table}`
  const [settings] = (await knex(table)
    .select({ isOn: isOn.name, days: days.name })
    .limit(1)) as readonly Readonly<Record<string, unknown>>[]
  if (!settings || !Number(settings.isOn)) return null
  const kept = Number(settings.days)
  const age = today - last
  if (age <= kept) return null
  return `the newest rows are ${age} days old, and the database's PurgeSettings keep ${kept}: the nightly purge will take them`
}

/** Throws a `RollcallError` when columns are missing by which our rows are known again. */
export function requireKnown(targets: readonly Target[]): void {
  const missing = targets.flatMap(({ table, columns }) => {
    const { identity, primaryKey } = tableOf(table)
    const known = identity.kind === 'child' ? primaryKey : [...primaryKey, ...identity.natural]
    return known
      .filter((name) => !columns.some((column) => column.name === name))
      .map((name) => `${table}.${name}`)
  })
  if (missing.length > 0)
    throw new RollcallError(
      'ROLLCALL_E_TABLES',
      `the database lacks ${missing.join(', ')}, by which our rows are known again`,
    )
}
