import { slices } from '../plan/make-plan.ts'
import type { Plan, Slice } from '../plan/plan.ts'
import { fixedRows } from '../schema/fixed-rows.ts'
import type { Batch, TableName } from '../schema/tables.ts'
import { conferenceUris } from './conference-uris.ts'
import { conferences } from './conferences.ts'
import { dialogs } from './dialogs.ts'
import { focusJoinsAndLeaves } from './focus-joins-and-leaves.ts'
import { guests, users } from './users.ts'

/** Every row of a plan, in batches of one table: first what belongs to no day, then day after day, parents first. */
export function* rows(plan: Plan): Iterable<Batch> {
  yield* supportingRows(plan)
  for (const slice of slices(plan)) yield* sliceRows(plan, slice)
}

/** The rows that belong to no day: dictionaries, people, conference URIs. */
function* supportingRows(plan: Plan): Iterable<Batch> {
  for (const [table, rows] of Object.entries(fixedRows)) yield { table: table as TableName, rows } as Batch
  yield {
    table: 'ClientVersions',
    rows: plan.clientVersions.map(({ id, version, type }) => ({
      VersionId: id,
      Version: version,
      ClientType: type,
    })),
  }
  yield { table: 'Pools', rows: plan.scenario.pools.map((PoolFQDN, at) => ({ PoolId: at + 1, PoolFQDN })) }
  yield { table: 'Users', rows: users(plan) }
  yield { table: 'ConferenceUris', rows: conferenceUris(plan) }
}

/** The rows of one slice. A row belongs to the slice of its conference, also when its own time is after midnight. */
export function* sliceRows(plan: Plan, slice: Slice): Iterable<Batch> {
  yield { table: 'Users', rows: guests(plan, slice) }
  yield { table: 'Conferences', rows: conferences(plan, slice) }
  yield { table: 'Dialogs', rows: dialogs(slice) }
  yield { table: 'FocusJoinsAndLeaves', rows: focusJoinsAndLeaves(slice) }
}
