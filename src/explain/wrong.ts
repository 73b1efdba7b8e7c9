import { joinKey } from '../plan/mishaps.ts'
import type { Plan, Slice } from '../plan/plan.ts'
import { userUri } from '../plan/user-uri.ts'
import type { WrongRow } from '../rows/ledger.ts'
import { sliceRows } from '../rows/rows.ts'
import { plannedSeq, plannedUser } from '../rows/spoil.ts'
import type { Path } from '../scenario/problem.ts'
import type { AnyRow, FoundRow } from './find-row.ts'

/** What is wrong on purpose in a row, with the anomalies that did it; nothing where it is right. */
export function wrongIn(
  plan: Plan,
  slice: Slice,
  { table, row }: Pick<FoundRow, 'table' | 'row'>,
): { readonly why: readonly string[]; readonly paths: readonly Path[] } {
  if (plan.scenario.anomalies.length === 0) return { why: [], paths: [] }
  const ledger: WrongRow[] = []
  for (const _ of sliceRows(plan, slice, [table], ledger)); // rows are spoilt while they are used up
  const isIts = ofRow(plan, slice, row)
  const own = ledger.filter((wrong) => isIts(wrong))
  return {
    why: own.map(({ kind, change, cells }) => {
      const planned = cells.map(({ column, planned: value }) => `${column} was to be ${value}`)
      return `It is wrong on purpose, ${kind}: ${change === 'added' ? 'it is there twice' : planned.join(', ')}.`
    }),
    paths: own.map(({ anomaly }) => ['anomalies', anomaly]),
  }
}

/** A join as it was planned to point to its conference, its dialog and its user. */
export function plannedJoin(row: AnyRow): AnyRow {
  return {
    ...row,
    SessionIdSeq: plannedSeq(Number(row.SessionIdSeq)),
    DialogSessionIdSeq: plannedSeq(Number(row.DialogSessionIdSeq)),
    UserId: plannedUser(Number(row.UserId)),
  }
}

/** Tells whether a row of the ledger is about a row. */
function ofRow(plan: Plan, slice: Slice, row: AnyRow): (wrong: WrongRow) => boolean {
  const mishaps = plan.mishaps(slice)
  return ({ table, key }) => {
    if (table === 'Conferences') return key.ConfInstance === String(row.ConfInstance)
    if (table === 'FocusJoinsAndLeaves') {
      const { DialogSessionIdTime, DialogSessionIdSeq } = plannedJoin(row)
      const place = mishaps.joins.at(Number(DialogSessionIdTime), Number(DialogSessionIdSeq))
      return key.ExternalId === String(place?.dialogId)
    }
    const [time, seq, user, turn] = ['SessionIdTime', 'SessionIdSeq', 'UserId', 'McuUserInstance'].map(
      (name) => Number(row[name]),
    ) as [number, number, number, number]
    const place = mishaps.onServers.get(joinKey(time, seq, user, turn))
    return (
      key.ConfInstance === String(place?.instance) &&
      key.UserUri === (place?.address ?? userUri(plan, user)) &&
      key.McuUserInstance === turn &&
      key.McuUri === plan.topology.mcus.find(({ id }) => id === row.McuId)?.uri
    )
  }
}
