import type { Presence } from '../../answers/meeting.ts'
import { plannedUser } from '../../rows/spoil.ts'
import type { Anomaly } from '../../scenario/anomaly.ts'
import type { ColumnType } from '../../schema/column.ts'
import { tableOf as schemaOf, type TableName } from '../../schema/tables.ts'
import { dateTimeText } from '../../time/ticks.ts'
import { type TableText, texts } from '../charts/chart.ts'
import type { WrongMarks } from '../charts/time-line.ts'
import { type DrawnMeeting, type RowValues, sessionKey } from '../drawn.ts'
import type { Html } from '../html.ts'
import type { Lines } from '../lines.ts'
import { tableOf } from '../markup.ts'

/** Tables that a time line shows: by this order its shapes know them. */
const SHOWN = ['FocusJoinsAndLeaves', 'Conferences', 'McuJoinsAndLeaves'] as const

/**
 * The rows of a meeting, table by table, as they are written: first those that the shapes of its time line show, for some
 * sessions and times on servers. Each join has the line of the scenario that brought it; what is wrong on purpose says why.
 */
export function meetingTables(
  { meeting, rows, wrong }: DrawnMeeting,
  sessions: readonly Presence[],
  atServers: readonly RowValues[],
  lines: Lines,
): readonly Html[] {
  const joinRow = joinRows(rows)
  const shown: Readonly<Record<(typeof SHOWN)[number], TableText>> = {
    FocusJoinsAndLeaves: beside(
      [
        { name: 'who', cells: sessions.map(({ who }) => who) },
        { name: 'is', cells: sessions.map(({ kind, role }) => `${kind} ${role}`) },
        { name: 'device', cells: sessions.map(({ device }) => device) },
      ],
      rowsTable(
        'FocusJoinsAndLeaves',
        sessions.map((session) => joinRow(session) ?? {}),
      ),
      [
        { name: 'scenario', cells: sessions.map((session) => lines.ofSession(meeting, session) ?? '') },
        wrongColumn(
          sessions.map(({ userId, turn }) => wrong.joins.get(sessionKey(userId, turn)) ?? []),
          lines,
        ),
      ],
    ),
    Conferences: beside([], rowsTable('Conferences', rows.get('Conferences') ?? []), [
      wrongColumn([wrong.conference], lines),
    ]),
    McuJoinsAndLeaves: beside([], rowsTable('McuJoinsAndLeaves', atServers), [
      wrongColumn(
        atServers.map(({ UserId, McuUserInstance, McuId }) => {
          const key = sessionKey(UserId as number, McuUserInstance as number, McuId as number)
          return wrong.onServers.get(key) ?? []
        }),
        lines,
      ),
    ]),
  }
  const others = [...rows].filter(([table]) => !(SHOWN as readonly TableName[]).includes(table))
  return [
    ...SHOWN.filter((table) => shown[table].rows.length > 0).map((table) =>
      tableOf(shown[table], { isShown: true, caption: table }),
    ),
    ...others.map(([table, own]) => tableOf(rowsTable(table, own), { caption: table })),
  ]
}

/** What a time line marks. */
export function wrongMarks(
  { rows, wrong }: Pick<DrawnMeeting, 'rows' | 'wrong'>,
  sessions: readonly Presence[],
): WrongMarks {
  const joinRow = joinRows(rows)
  const kindsOf = (anomalies: readonly Anomaly[]) => anomalies.map(({ kind }) => kind)
  return {
    conference: kindsOf(wrong.conference),
    sessions: sessions.map((session) => {
      const anomalies = wrong.joins.get(sessionKey(session.userId, session.turn))
      if (!anomalies) return null
      const row = joinRow(session) ?? { UserJoinTime: session.join, UserLeaveTime: session.leave }
      return {
        kinds: kindsOf(anomalies),
        join: row.UserJoinTime as number,
        leave: row.UserLeaveTime as number | null,
      }
    }),
  }
}

/** Whether anything is wrong on purpose in the rows of a meeting. */
export function isWrong({ wrong }: Pick<DrawnMeeting, 'wrong'>): boolean {
  return wrong.conference.length + wrong.joins.size + wrong.onServers.size > 0
}

/** Finds the row of a session; one that points to nobody is that of whoever joined. */
function joinRows(rows: DrawnMeeting['rows']): (session: Presence) => RowValues | undefined {
  const byKey = new Map(
    (rows.get('FocusJoinsAndLeaves') ?? []).map((row) => [
      sessionKey(plannedUser(row.UserId as number), row.FocusUserInstance as number),
      row,
    ]),
  )
  return ({ userId, turn }) => byKey.get(sessionKey(userId, turn))
}

interface MoreCells {
  readonly name: string
  /** One for each row. */
  readonly cells: readonly string[]
}

/** Why rows are wrong: `missing-leave (week.yaml:29: - { kind: missing-leave, person: guest })`. */
function wrongColumn(anomalies: readonly (readonly Anomaly[])[], lines: Lines): MoreCells {
  const text = (anomaly: Anomaly) => {
    const line = lines.ofAnomaly(anomaly)
    return line === null ? anomaly.kind : `${anomaly.kind} (${line})`
  }
  return { name: 'wrong on purpose', cells: anomalies.map((own) => own.map(text).join(', ')) }
}

/** A table with more columns before and after; those in which no row says anything are left out. */
function beside(before: readonly MoreCells[], table: TableText, after: readonly MoreCells[]): TableText {
  const [first, last] = [before, after].map((more) =>
    more.filter(({ cells }) => cells.some((cell) => cell !== '')),
  ) as [MoreCells[], MoreCells[]]
  const at = (more: readonly MoreCells[], row: number) => more.map(({ cells }) => cells[row] ?? '')
  return {
    columns: [
      ...texts(...first.map(({ name }) => name)),
      ...table.columns,
      ...texts(...last.map(({ name }) => name)),
    ],
    rows: table.rows.map((row, number) => [...at(first, number), ...row, ...at(last, number)]),
  }
}

function rowsTable(table: TableName, rows: readonly RowValues[]): TableText {
  const { columns } = schemaOf(table)
  return {
    columns: texts(...columns.map(({ name }) => name)),
    rows: rows.map((row) => columns.map((column) => valueText(row[column.name], column.type))),
  }
}

/** A value as a database client shows it. */
function valueText(value: unknown, type: ColumnType): string {
  if (value === null || value === undefined) return 'NULL'
  if (type === 'datetime') return dateTimeText(value as number, ' ')
  if (typeof value === 'boolean') return value ? '1' : '0'
  return String(value)
}
