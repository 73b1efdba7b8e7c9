import type { ConferenceInstance, Slice } from '../plan/plan.ts'
import type { PopulationSlice } from '../plan/population/population-slice.ts'
import { DIALOG, type Dialogs } from '../plan/population/servers.ts'
import { DIALOG_WORDS, DialogId } from '../schema/dialog-id.ts'
import type { Tables } from '../schema/tables.ts'
import type { Ticks } from '../time/ticks.ts'
import { merged } from './merged.ts'

type Row = Tables['Dialogs']

/** The SIP dialogs of a slice, by the key of the table: of each attendance, and of all that the servers saw where that is planned. */
export function dialogs({ conferences, population, registrations }: Slice): Iterable<readonly Row[]> {
  const rows = [
    ...conferences.flatMap(named),
    ...registrations.map(({ time, seq, dialogId }) => dialogRow(time, seq, dialogId)),
  ].sort(byKey)
  if (population === null) return [rows]
  const all = population.servers?.dialogs(DIALOG.registration + 1)
  if (all) {
    return merged(
      rows,
      all.length,
      (row, at) => isBefore(row, timeOf(population, all, at), all.seq[at]!),
      (from, to) => ofAllKinds(population, all, from, to),
    )
  }
  const { dialogs, cells } = population
  const time = (at: number) => cells[dialogs.cell[at]!]!.attendances.dialog[dialogs.at[at]!]!
  return merged(
    rows,
    dialogs.length,
    (row, at) => row.SessionIdTime <= time(at),
    (from, to) => ofPopulation(population, from, to),
  )
}

function named({ attendances, servers }: ConferenceInstance): Row[] {
  const rows = attendances.map(({ dialogTime, dialogSeq, dialogId }) =>
    dialogRow(dialogTime, dialogSeq, dialogId),
  )
  for (const { dialog } of [...(servers?.sessions ?? []), ...(servers?.failed ?? [])])
    if (dialog !== null) rows.push(dialogRow(dialog.time, dialog.seq, dialog.id))
  return rows
}

function ofPopulation({ cells, dialogs, dialogSeq }: PopulationSlice, from: number, to: number): Row[] {
  const rows: Row[] = []
  for (let position = from; position < to; position++) {
    const { attendances } = cells[dialogs.cell[position]!]!
    const at = dialogs.at[position]!
    const id = new DialogId(attendances.dialogId, at * DIALOG_WORDS)
    rows.push(dialogRow(attendances.dialog[at]!, dialogSeq[position]!, id))
  }
  return rows
}

function ofAllKinds(slice: PopulationSlice, all: Dialogs, from: number, to: number): Row[] {
  const { cells, dialogs } = slice
  const { sessions, failed, registrations } = slice.servers!
  const rows: Row[] = []
  for (let position = from; position < to; position++) {
    let at = all.at[position]!
    let words = sessions.dialogId
    switch (all.kind[position]) {
      case DIALOG.focus:
        words = cells[dialogs.cell[at]!]!.attendances.dialogId
        at = dialogs.at[at]!
        break
      case DIALOG.failed:
        words = failed.dialogId
        break
      case DIALOG.registration:
        words = registrations.dialogId
        break
    }
    const id = new DialogId(words, at * DIALOG_WORDS)
    rows.push(dialogRow(timeOf(slice, all, position), all.seq[position]!, id))
  }
  return rows
}

/** The time of a dialog of the population. */
export function timeOf({ cells, dialogs, servers }: PopulationSlice, all: Dialogs, position: number): Ticks {
  const at = all.at[position]!
  switch (all.kind[position]) {
    case DIALOG.focus:
      return cells[dialogs.cell[at]!]!.attendances.dialog[dialogs.at[at]!]!
    case DIALOG.server:
      return servers!.sessions.dialog[at]!
    case DIALOG.failed:
      return servers!.failed.dialog[at]!
    default:
      return servers!.registrations.time[at]!
  }
}

/** Whether a row goes before a dialog with this key. */
export function isBefore(
  row: { readonly SessionIdTime: Ticks; readonly SessionIdSeq: number },
  time: Ticks,
  seq: number,
): boolean {
  return row.SessionIdTime < time || (row.SessionIdTime === time && row.SessionIdSeq < seq)
}

function dialogRow(SessionIdTime: Ticks, SessionIdSeq: number, ExternalId: DialogId): Row {
  return { SessionIdTime, SessionIdSeq, ExternalChecksum: ExternalId.checksum(), ExternalId }
}

/** The order of keys that are those of dialogs. */
export function byKey(
  a: { readonly SessionIdTime: Ticks; readonly SessionIdSeq: number },
  b: { readonly SessionIdTime: Ticks; readonly SessionIdSeq: number },
): number {
  return a.SessionIdTime - b.SessionIdTime || a.SessionIdSeq - b.SessionIdSeq
}
