import { joinKey, type Mishap, type Mishaps, type Place } from '../plan/mishaps.ts'
import type { Plan, Slice } from '../plan/plan.ts'
import type { Anomaly } from '../scenario/anomaly.ts'
import type { Batch, TableName, Tables } from '../schema/tables.ts'
import { MINUTE, mod, SECOND, type Ticks } from '../time/ticks.ts'
import { type Written, type WrongRow, wrongRows } from './ledger.ts'

/** The cells of rows that mishaps change. */
type Conference = Pick<
  Tables['Conferences'],
  'ConferenceStartTime' | 'ConferenceEndTime' | 'LastModifiedTime' | 'Processed'
>
type Join = Pick<
  Tables['FocusJoinsAndLeaves'],
  | 'SessionIdSeq'
  | 'DialogSessionIdSeq'
  | 'UserId'
  | 'UserJoinTime'
  | 'UserLeaveTime'
  | 'ClientVerId'
  | 'LastModifiedTime'
>
/** Joins and leaves of conferencing servers. */
type OnServer = Pick<Tables['McuJoinsAndLeaves'], 'UserJoinTime' | 'UserLeaveTime' | 'LastModifiedTime'>

/** Where a reference points to that leads to nothing: further than any number that a plan gives. */
const NOWHERE = 1_000_000

/**
 * The rows of a slice as they are written: with all that goes wrong on purpose. What was changed is added to `wrong` while
 * the batches are used up. A pure function of a slice, as rows are.
 */
export function* spoilt(
  plan: Plan,
  batches: Iterable<Batch>,
  { conferences, joins, onServers }: Mishaps,
  wrong: WrongRow[],
): Iterable<Batch> {
  for (const batch of batches) {
    if (batch.table === 'Conferences' && !conferences.isEmpty) {
      const rows = spoiltRows(plan, batch.table, batch.rows, CONFERENCE, wrong, (row) =>
        conferences.at(row.SessionIdTime, row.SessionIdSeq),
      )
      yield { table: batch.table, rows }
    } else if (batch.table === 'FocusJoinsAndLeaves' && !joins.isEmpty) {
      const rows = spoiltRows(plan, batch.table, batch.rows, JOIN, wrong, (row) =>
        joins.at(row.DialogSessionIdTime, row.DialogSessionIdSeq),
      )
      yield { table: batch.table, rows }
    } else if (batch.table === 'McuJoinsAndLeaves' && onServers.size > 0) {
      const rows = spoiltRows(plan, batch.table, batch.rows, ON_SERVER, wrong, (row) =>
        onServers.get(joinKey(row.SessionIdTime, row.SessionIdSeq, row.UserId, row.McuUserInstance)),
      )
      yield { table: batch.table, rows }
    } else yield batch
  }
}

/** What a mishap does to a row: the cells that it changes, a row more, or none. */
type Effect<R> = (row: R, mishap: Mishap) => Partial<R> | 'twice' | 'lost'
type Effects<R> = { readonly [K in Anomaly['kind']]?: Effect<R> }

function spoiltRows<C extends object, R extends C>(
  plan: Plan,
  table: TableName,
  rows: readonly R[],
  effects: Effects<C>,
  wrong: WrongRow[],
  placeOf: (row: R) => Place | undefined,
): readonly R[] {
  // Most batches have nothing wrong.
  let made: R[] | undefined
  for (const [at, planned] of rows.entries()) {
    const place = placeOf(planned)
    if (!place) {
      made?.push(planned)
      continue
    }
    made ??= rows.slice(0, at)
    const causes = new Map<string, Anomaly>()
    const fate = happened(planned, effects, place.mishaps, causes)
    if (fate.loss === null) made.push(fate.row, ...fate.copies.map(() => fate.row))
    wrong.push(...wrongRows(plan, table, place, planned, fate, causes))
  }
  return made ?? rows
}

/** What becomes of a row; in `causes` the last cause of each cell. Nothing happens to a row that is lost. */
function happened<C extends object, R extends C>(
  planned: R,
  effects: Effects<C>,
  mishaps: readonly Mishap[],
  causes?: Map<string, Anomaly>,
): Written<R> {
  let row = planned
  const copies: Anomaly[] = []
  for (const mishap of mishaps) {
    const changes = effects[mishap.anomaly.kind]?.(row, mishap) ?? {}
    if (changes === 'twice') {
      copies.push(mishap.anomaly)
      continue
    }
    if (changes === 'lost') return { row: planned, copies: [], loss: mishap.anomaly }
    for (const [column, value] of Object.entries(changes))
      if (Reflect.get(row, column) !== value) causes?.set(column, mishap.anomaly)
    row = { ...row, ...changes }
  }
  return { row, copies, loss: null }
}

/** What is written of a conference to which mishaps happen. */
export function writtenConference<R extends Conference>(planned: R, mishaps: readonly Mishap[]): R {
  return happened(planned, CONFERENCE, mishaps).row
}

/** What is written of a join to which mishaps happen, and how many rows more there are of it. */
export function writtenJoin<R extends Join>(
  planned: R,
  mishaps: readonly Mishap[],
): { row: R; copies: number } {
  const { row, copies } = happened(planned, JOIN, mishaps)
  return { row, copies: copies.length }
}

/** What is written of a time on a conferencing server to whose join mishaps happen; null where it is lost. */
export function writtenOnServer<R extends OnServer>(planned: R, mishaps: readonly Mishap[]): R | null {
  const { row, loss } = happened(planned, ON_SERVER, mishaps)
  return loss === null ? row : null
}

const CONFERENCE: Effects<Conference> = {
  'missing-conference-end': ({ ConferenceStartTime }) => ({
    ConferenceEndTime: null,
    Processed: false,
    LastModifiedTime: ConferenceStartTime,
  }),
  'wrong-time-zone': (
    { ConferenceStartTime, ConferenceEndTime, LastModifiedTime },
    { anomaly: { zone } },
  ) => ({
    ConferenceStartTime: shown(ConferenceStartTime, zone.clock),
    ConferenceEndTime: shown(ConferenceEndTime, zone.clock),
    LastModifiedTime: shown(LastModifiedTime, zone.clock),
  }),
}

/** What clocks do to the times of joins and leaves, wherever they are written. */
const CLOCKS: Effects<OnServer> = {
  'clock-skew': (row, { anomaly: { by } }) => times(row, (moment) => moment + by),
  'wrong-time-zone': (row, { anomaly: { zone } }) => times(row, zone.clock),
  'truncated-milliseconds': (row) => times(row, (moment) => moment - mod(moment, SECOND)),
}

const JOIN: Effects<Join> = {
  ...CLOCKS,
  'missing-leave': ({ UserJoinTime }) => ({ UserLeaveTime: null, LastModifiedTime: UserJoinTime }),
  'leave-before-join': ({ UserJoinTime }, { rng }) => leaving(UserJoinTime! - rng.int(SECOND, 10 * MINUTE)),
  'zero-length-join': ({ UserJoinTime }) => leaving(UserJoinTime),
  'orphaned-join': ({ SessionIdSeq, DialogSessionIdSeq, UserId }, { anomaly: { missing } }) =>
    missing === 'conference'
      ? { SessionIdSeq: SessionIdSeq + NOWHERE }
      : missing === 'dialog'
        ? { DialogSessionIdSeq: DialogSessionIdSeq + NOWHERE }
        : { UserId: UserId === null ? null : -UserId },
  'duplicate-join': () => 'twice',
  'null-client': () => ({ ClientVerId: null }),
}

const ON_SERVER: Effects<OnServer> = { ...CLOCKS, 'lost-mcu-rows': () => 'lost' }

/** The `SessionIdSeq` of the conference that a join comes from, also of one that points to none. */
export function plannedSeq(SessionIdSeq: number): number {
  return SessionIdSeq % NOWHERE
}

/** The `UserId` of whoever joined, also where a join points to nobody. */
export function plannedUser(UserId: number): number {
  return Math.abs(UserId)
}

/** How many rows of `FocusJoinsAndLeaves` are written of a slice. */
export function joinsWritten({ conferences, population }: Slice, { joins }: Mishaps): number {
  let rows = population?.attendances.length ?? 0
  for (const { attendances } of conferences) rows += attendances.length
  for (const { mishaps } of joins.all())
    for (const { anomaly } of mishaps) if (anomaly.kind === 'duplicate-join') rows++
  return rows
}

function leaving(moment: Ticks | null): Partial<Join> {
  return { UserLeaveTime: moment, LastModifiedTime: moment }
}

function times({ UserJoinTime, UserLeaveTime, LastModifiedTime }: OnServer, clock: (moment: Ticks) => Ticks) {
  return {
    UserJoinTime: shown(UserJoinTime, clock),
    UserLeaveTime: shown(UserLeaveTime, clock),
    LastModifiedTime: shown(LastModifiedTime, clock),
  }
}

function shown(moment: Ticks | null, clock: (moment: Ticks) => Ticks): Ticks | null {
  return moment === null ? null : clock(moment)
}
