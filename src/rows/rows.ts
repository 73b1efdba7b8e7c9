import { slices } from '../plan/make-plan.ts'
import type { Plan, Slice } from '../plan/plan.ts'
import { fixedRows } from '../schema/fixed-rows.ts'
import type { Batch, TableName, Tables } from '../schema/tables.ts'
import { conferenceUris, conferenceUrisOf } from './conference-uris.ts'
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
export function* supportingRows(plan: Plan): Iterable<Batch> {
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
  yield* batches('Users', users(plan))
  yield* batches('ConferenceUris', conferenceUris(plan))
}

/** The rows of one slice. A row belongs to the slice of its conference, also when its own time is after midnight. */
export function* sliceRows(plan: Plan, slice: Slice): Iterable<Batch> {
  yield* batches('Users', guests(plan, slice))
  yield* batches('ConferenceUris', conferenceUrisOf(plan, slice))
  yield* batches('Conferences', conferences(plan, slice))
  yield* batches('Dialogs', dialogs(slice))
  yield* batches('FocusJoinsAndLeaves', focusJoinsAndLeaves(slice))
}

function* batches<T extends TableName>(table: T, parts: Iterable<readonly Tables[T][]>): Iterable<Batch> {
  for (const rows of parts) if (rows.length > 0) yield { table, rows } as unknown as Batch
}
