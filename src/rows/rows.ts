import { checkArguments } from '../arguments.ts'
import { slices } from '../plan/make-plan.ts'
import { aPlan, type Plan, type Slice } from '../plan/plan.ts'
import { conferenceRows } from '../schema/conference-rows.ts'
import { fixedRows } from '../schema/fixed-rows.ts'
import { type Batch, setWith, type TableName, type Tables, tableList, usualTables } from '../schema/tables.ts'
import { clientVersions } from './client-versions.ts'
import { conferenceMessageCount } from './conference-message-count.ts'
import { conferenceSessionDetails } from './conference-session-details.ts'
import { conferenceUris, conferenceUrisOf } from './conference-uris.ts'
import { conferences } from './conferences.ts'
import { dialogs } from './dialogs.ts'
import { errorDefinitions, errorReport } from './error-report.ts'
import { focusJoinsAndLeaves } from './focus-joins-and-leaves.ts'
import type { WrongRow } from './ledger.ts'
import { mcuJoinsAndLeaves } from './mcu-joins-and-leaves.ts'
import { registration } from './registration.ts'
import { CONTENT_TYPES, deskPhones, servers } from './servers.ts'
import { spoilt } from './spoil.ts'
import { guests, users } from './users.ts'

/** Every row that a plan has in some tables, in batches of one table: first what belongs to no day, then day after day, parents first. */
export function rows(plan: Plan, tables: readonly TableName[] = usualTables): Iterable<Batch> {
  checkArguments('rows', { plan: [plan, aPlan], tables: [tables, tableList] })
  return allRows(plan, tables)
}

function* allRows(plan: Plan, tables: readonly TableName[]): Iterable<Batch> {
  yield* supportingRows(plan, tables)
  for (const slice of slices(plan, setWith(tables))) yield* sliceRows(plan, slice, tables)
}

/** The rows that belong to no day: dictionaries, servers, people, conference URIs. */
export function supportingRows(plan: Plan, tables: readonly TableName[]): Iterable<Batch> {
  const { scenario } = plan
  return batchesOf(tables, {
    ...constant(fixedRows),
    ...constant(conferenceRows),
    ClientVersions: () => [clientVersions(plan, tables)],
    Pools: () => [scenario.pools.map((PoolFQDN, at) => ({ PoolId: at + 1, PoolFQDN }))],
    ContentTypes: () => [CONTENT_TYPES],
    ...deskPhones(plan),
    ...servers(plan),
    ErrorDef: () => [errorDefinitions],
    Users: () => users(plan),
    ConferenceUris: () => conferenceUris(plan),
  })
}

/**
 * The rows of one slice. A row belongs to the slice of its conference, also when its own time is after midnight. Those that
 * are wrong on purpose are told to `wrong` while the batches are used up.
 */
export function sliceRows(
  plan: Plan,
  slice: Slice,
  tables: readonly TableName[],
  wrong: WrongRow[] = [],
): Iterable<Batch> {
  const planned = plannedRows(plan, slice, tables)
  return plan.scenario.anomalies.length === 0 ? planned : spoilt(plan, planned, plan.mishaps(slice), wrong)
}

function plannedRows(plan: Plan, slice: Slice, tables: readonly TableName[]): Iterable<Batch> {
  return batchesOf(tables, {
    Users: () => guests(plan, slice),
    ConferenceUris: () => conferenceUrisOf(plan, slice),
    Conferences: () => conferences(plan, slice),
    Dialogs: () => dialogs(slice),
    ErrorReport: () => errorReport(plan, slice),
    FocusJoinsAndLeaves: () => focusJoinsAndLeaves(slice),
    ConferenceSessionDetails: () => conferenceSessionDetails(plan, slice),
    McuJoinsAndLeaves: () => mcuJoinsAndLeaves(plan, slice),
    ConferenceMessageCount: () => conferenceMessageCount(slice),
    Registration: () => registration(plan, slice),
  })
}

/** Of tables what makes their rows, in parts. Parents stand before children. */
export type Makers = { readonly [T in TableName]?: () => Iterable<readonly Tables[T][]> }

function* batchesOf(tables: readonly TableName[], makers: Makers): Iterable<Batch> {
  for (const [name, make] of Object.entries(makers)) {
    const table = name as TableName
    if (!tables.includes(table)) continue
    for (const rows of make()) if (rows.length > 0) yield { table, rows } as unknown as Batch
  }
}

function constant(rows: { readonly [T in TableName]?: readonly Tables[T][] }): Makers {
  return Object.fromEntries(Object.entries(rows).map(([table, all]) => [table, () => [all]]))
}
