import { type TableName, tableOf } from '../schema/tables.ts'
import type { Explanation } from './explanation.ts'
import { type AnyRow, type FoundRow, keyText } from './find-row.ts'
import { plannedJoin } from './wrong.ts'

/** The key of a conference, and who of it a row is about. */
export interface About {
  readonly conference: AnyRow
  readonly userId: number | null
  /** The session that it is about, where it is about one. */
  readonly session: AnyRow | null
}

/** Of which conference, person and session a row is. */
export function aboutOf(
  { table, row }: FoundRow,
  conferences: readonly AnyRow[],
  joins: readonly AnyRow[],
): About | null {
  const session =
    table === 'FocusJoinsAndLeaves'
      ? plannedJoin(row)
      : table === 'Dialogs' || table === 'ConferenceSessionDetails'
        ? joins.find(
            (join) =>
              join.DialogSessionIdTime === row.SessionIdTime && join.DialogSessionIdSeq === row.SessionIdSeq,
          )
        : table === 'McuJoinsAndLeaves'
          ? joins.find(
              (join) =>
                isSame(join, row, CONFERENCE) &&
                join.UserId === row.UserId &&
                join.FocusUserInstance === row.McuUserInstance,
            )
          : null
  const conference = conferences.find((one) =>
    session
      ? isSame(one, session, CONFERENCE)
      : row.ConfInstance !== undefined
        ? String(one.ConfInstance) === String(row.ConfInstance)
        : table === 'Users'
          ? joins.some((join) => join.UserId === row.UserId && isSame(join, one, CONFERENCE))
          : table === 'ConferenceUris'
            ? one.ConferenceUriId === row.ConferenceUriId
            : isSame(one, row, CONFERENCE),
  )
  if (!conference) return null
  const userId = session?.UserId ?? (table === 'Conferences' ? null : row.UserId)
  return { conference, userId: typeof userId === 'number' ? userId : null, session: session ?? null }
}

const CONFERENCE = ['SessionIdTime', 'SessionIdSeq'] as const

function isSame(a: AnyRow, b: AnyRow, names: readonly string[]): boolean {
  return names.every((name) => a[name] === b[name])
}

/** Rows that are shown of each table. */
const MOST_SIBLINGS = 5

/** The rows of the same conference and person. */
export function siblingsOf(
  { conference, userId, session }: About,
  found: FoundRow,
  of: (name: TableName) => readonly AnyRow[],
): Explanation['siblings'] {
  const isOurs = (row: AnyRow) => userId === null || row.UserId === undefined || row.UserId === userId
  const sessions = of('FocusJoinsAndLeaves').filter(
    (row) => isSame(row, conference, CONFERENCE) && isOurs(row),
  )
  const dialogs = session ? [session] : sessions
  const isDialog = (row: AnyRow) =>
    dialogs.some(
      (join) =>
        join.DialogSessionIdTime === row.SessionIdTime && join.DialogSessionIdSeq === row.SessionIdSeq,
    )
  const wanted: { readonly [T in TableName]?: (row: AnyRow) => boolean } = {
    Conferences: (row) => isSame(row, conference, CONFERENCE),
    FocusJoinsAndLeaves: (row) =>
      sessions.some((one) => isSame(one, row, tableOf('FocusJoinsAndLeaves').primaryKey)),
    Dialogs: isDialog,
    ConferenceSessionDetails: (row) =>
      String(row.ConfInstance) === String(conference.ConfInstance) && isOurs(row),
    McuJoinsAndLeaves: (row) => isSame(row, conference, CONFERENCE) && isOurs(row),
    ConferenceMessageCount: (row) => isSame(row, conference, CONFERENCE) && isOurs(row),
  }
  return Object.entries(wanted).flatMap(([name, isWanted]) => {
    const table = name as TableName
    const rows = of(table).filter((row) => isWanted(row))
    const own = keyText(found.table, found.row)
    const keys = rows.map((row) => keyText(table, row)).filter((key) => table !== found.table || key !== own)
    const shown = keys.slice(0, MOST_SIBLINGS).map((key) => ({ table, key }))
    const more = keys.length - shown.length
    return more > 0 ? [...shown, { table, key: `and ${more} more` }] : shown
  })
}
