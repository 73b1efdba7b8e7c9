import { scenarioFrom } from '../src/parse-scenario.ts'
import { makePlan, slices } from '../src/plan/make-plan.ts'
import type { Attendance, ConferenceInstance, Depth, Plan } from '../src/plan/plan.ts'
import { rows } from '../src/rows/rows.ts'
import type { ScenarioFile } from '../src/scenario/file.ts'
import { type TableName, type Tables, tableSets } from '../src/schema/tables.ts'

export type RowsByTable = { readonly [T in TableName]: readonly Tables[T][] }

/** All rows of a plan by table. */
export function tablesOf(plan: Plan, asked: readonly TableName[] = tableSets.core): RowsByTable {
  const tables = Object.fromEntries(asked.map((table) => [table, [] as unknown[]]))
  for (const batch of rows(plan, asked)) tables[batch.table]?.push(...batch.rows)
  return tables as unknown as RowsByTable
}

/** The plan of a scenario that a test writes down. */
export function planOf(file: ScenarioFile): Plan {
  return makePlan(scenarioFrom(file))
}

/** All conference instances of a plan, in the order of their slices. */
export function instancesOf(plan: Plan, depth: Depth = 'core'): readonly ConferenceInstance[] {
  return [...slices(plan, depth)].flatMap(({ conferences }) => conferences)
}

/** The attendances of one person in one conference instance, in order of joins. */
export function attendancesOf(instance: ConferenceInstance, personId: string): readonly Attendance[] {
  return instance.attendances
    .filter(({ participant }) => participant.identity.person.id === personId)
    .sort((a, b) => a.userInstance - b.userInstance)
}
