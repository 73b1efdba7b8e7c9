import type { Place } from '../plan/mishaps.ts'
import type { Plan } from '../plan/plan.ts'
import { userUri } from '../plan/user-uri.ts'
import type { Anomaly, AnomalyKind } from '../scenario/anomaly.ts'
import type { ColumnType } from '../schema/column.ts'
import { type TableName, type Tables, tableOf } from '../schema/tables.ts'
import { dateTimeText, dayText } from '../time/ticks.ts'

/** A row that is wrong on purpose, as plain data. */
export interface WrongRow {
  readonly kind: AnomalyKind
  /** Position in `Scenario.anomalies`. */
  readonly anomaly: number
  readonly table: TableName
  /** `changed` cells, or a row that is there once more (`added`), or is not there (`lost`). */
  readonly change: 'changed' | 'added' | 'lost'
  /** Conference, day and person as the scenario calls them; null in a population. */
  readonly place: { readonly conference: string; readonly on: string; readonly person?: string } | null
  /** The natural key: what no database gives another number. */
  readonly key: Readonly<Record<string, string | number>>
  readonly cells: readonly WrongCell[]
}

/** A cell that is not as it was planned. */
export interface WrongCell {
  readonly column: string
  readonly planned: CellValue
  readonly written: CellValue
}

type CellValue = string | number | boolean | null

/** What became of a planned row. */
export interface Written<R> {
  readonly row: R
  /** What put it there once more. */
  readonly copies: readonly Anomaly[]
  /** What took it away; null where it is there. */
  readonly loss: Anomaly | null
}

/** What was done to one row, anomaly by anomaly: each cell is told with the last that changed it. */
export function wrongRows(
  plan: Plan,
  table: TableName,
  place: Place,
  planned: object,
  { row: written, copies, loss }: Written<object>,
  causes: ReadonlyMap<string, Anomaly>,
): readonly WrongRow[] {
  const cells = new Map<Anomaly, WrongCell[]>()
  for (const { name, type } of tableOf(table).columns) {
    const cause = causes.get(name)
    if (!cause) continue
    const [before, after] = [Reflect.get(planned, name), Reflect.get(written, name)]
    if (before === after) continue
    const own = cells.get(cause) ?? []
    cells.set(cause, own)
    own.push({ column: name, planned: cellOf(before, type), written: cellOf(after, type) })
  }
  const row = (anomaly: Anomaly, change: WrongRow['change'], own: readonly WrongCell[]): WrongRow => {
    const { kind, index } = anomaly
    return {
      kind,
      anomaly: index,
      table,
      change,
      place: placeOf(place),
      key: keyOf(plan, table, planned, place),
      cells: own,
    }
  }
  if (loss !== null) return [row(loss, 'lost', [])]
  return [
    ...[...cells].map(([anomaly, own]) => row(anomaly, 'changed', own)),
    ...copies.map((anomaly) => row(anomaly, 'added', [])),
  ]
}

function keyOf(plan: Plan, table: TableName, planned: object, place: Place): WrongRow['key'] {
  const { instance, dialogId, address } = place
  const time = (column: string) => dateTimeText(Reflect.get(planned, column))
  const conference = { SessionIdTime: time('SessionIdTime'), ConfInstance: instance.toString() }
  if (table === 'McuJoinsAndLeaves') {
    const { UserId, McuUserInstance, McuId } = planned as Tables['McuJoinsAndLeaves']
    const { uri } = plan.topology.mcus.find(({ id }) => id === McuId)!
    return { ...conference, UserUri: address ?? userUri(plan, UserId), McuUserInstance, McuUri: uri }
  }
  if (dialogId === null) return conference
  return {
    ...conference,
    DialogSessionIdTime: time('DialogSessionIdTime'),
    ExternalId: dialogId.toString(),
  }
}

function placeOf({ called }: Place): WrongRow['place'] {
  if (called === null) return null
  const { conference, day, person } = called
  return { conference, on: dayText(day), ...(person === null ? {} : { person }) }
}

function cellOf(value: unknown, type: ColumnType): CellValue {
  if (value === null) return null
  return type === 'datetime' ? dateTimeText(value as number) : (value as CellValue)
}
