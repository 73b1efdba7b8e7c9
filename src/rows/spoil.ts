import type { Mishap, Mishaps, Place } from '../plan/mishaps.ts'
import type { Anomaly } from '../scenario/anomaly.ts'
import type { Batch, TableName, Tables } from '../schema/tables.ts'
import { MINUTE, mod, SECOND, type Ticks } from '../time/ticks.ts'
import { type WrongRow, wrongRows } from './ledger.ts'

type Conference = Tables['Conferences']
type Join = Tables['FocusJoinsAndLeaves']

/** Where a reference points to that leads to nothing: further than any number that a plan gives. */
const NOWHERE = 1_000_000

/**
 * The rows of a slice as they are written: with all that goes wrong on purpose. What was changed is added to `wrong` while
 * the batches are used up. A pure function of a slice, as rows are.
 */
export function* spoilt(
  batches: Iterable<Batch>,
  { conferences, joins }: Mishaps,
  wrong: WrongRow[],
): Iterable<Batch> {
  for (const batch of batches) {
    if (batch.table === 'Conferences' && !conferences.isEmpty) {
      const rows = spoiltRows(batch.table, batch.rows, CONFERENCE, wrong, (row) =>
        conferences.at(row.SessionIdTime, row.SessionIdSeq),
      )
      yield { table: batch.table, rows }
    } else if (batch.table === 'FocusJoinsAndLeaves' && !joins.isEmpty) {
      const rows = spoiltRows(batch.table, batch.rows, JOIN, wrong, (row) =>
        joins.at(row.DialogSessionIdTime, row.DialogSessionIdSeq),
      )
      yield { table: batch.table, rows }
    } else yield batch
  }
}

/** What a mishap does to a row: the cells that it changes, or a row more. */
type Effect<R> = (row: R, mishap: Mishap) => Partial<R> | 'twice'
type Effects<R> = { readonly [K in Anomaly['kind']]?: Effect<R> }

function spoiltRows<T extends TableName>(
  table: T,
  rows: readonly Tables[T][],
  effects: Effects<Tables[T]>,
  wrong: WrongRow[],
  placeOf: (row: Tables[T]) => Place | undefined,
): readonly Tables[T][] {
  // Most batches have nothing wrong.
  let made: Tables[T][] | undefined
  for (const [at, planned] of rows.entries()) {
    const place = placeOf(planned)
    if (!place) {
      made?.push(planned)
      continue
    }
    made ??= rows.slice(0, at)
    let written = planned
    const causes = new Map<string, Anomaly>()
    const copies: Anomaly[] = []
    for (const mishap of place.mishaps) {
      const effect = effects[mishap.anomaly.kind]?.(written, mishap) ?? {}
      if (effect === 'twice') {
        copies.push(mishap.anomaly)
        continue
      }
      for (const [column, value] of Object.entries(effect))
        if (Reflect.get(written, column) !== value) causes.set(column, mishap.anomaly)
      written = { ...written, ...effect }
    }
    made.push(written, ...copies.map(() => written))
    wrong.push(...wrongRows(table, place, planned, written, causes, copies))
  }
  return made ?? rows
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

const JOIN: Effects<Join> = {
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
  'clock-skew': (row, { anomaly: { by } }) => times(row, (moment) => moment + by),
  'null-client': () => ({ ClientVerId: null }),
  'wrong-time-zone': (row, { anomaly: { zone } }) => times(row, zone.clock),
  'truncated-milliseconds': (row) => times(row, (moment) => moment - mod(moment, SECOND)),
}

function leaving(moment: Ticks | null): Partial<Join> {
  return { UserLeaveTime: moment, LastModifiedTime: moment }
}

function times({ UserJoinTime, UserLeaveTime, LastModifiedTime }: Join, clock: (moment: Ticks) => Ticks) {
  return {
    UserJoinTime: shown(UserJoinTime, clock),
    UserLeaveTime: shown(UserLeaveTime, clock),
    LastModifiedTime: shown(LastModifiedTime, clock),
  }
}

function shown(moment: Ticks | null, clock: (moment: Ticks) => Ticks): Ticks | null {
  return moment === null ? null : clock(moment)
}
