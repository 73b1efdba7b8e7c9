import type { ConferenceInstance, Slice } from '../plan/plan.ts'
import type { PopulationSlice } from '../plan/population/population-slice.ts'
import { DIALOG_WORDS, DialogId } from '../schema/dialog-id.ts'
import type { Tables } from '../schema/tables.ts'
import type { Ticks } from '../time/ticks.ts'
import { merged } from './merged.ts'

type Row = Tables['Dialogs']

/** The SIP dialog of each attendance of a slice, by the key of the table. */
export function dialogs({ conferences, population }: Slice): Iterable<readonly Row[]> {
  const rows = conferences.flatMap(named).sort(byKey)
  if (population === null) return [rows]
  const { dialogs, cells } = population
  const time = (at: number) => cells[dialogs.cell[at]!]!.attendances.dialog[dialogs.at[at]!]!
  return merged(
    rows,
    dialogs.length,
    (row, at) => row.SessionIdTime <= time(at),
    (from, to) => ofPopulation(population, from, to),
  )
}

function named({ attendances }: ConferenceInstance): Row[] {
  return attendances.map(({ dialogTime, dialogSeq, dialogId }) => dialogRow(dialogTime, dialogSeq, dialogId))
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

function dialogRow(SessionIdTime: Ticks, SessionIdSeq: number, ExternalId: DialogId): Row {
  return { SessionIdTime, SessionIdSeq, ExternalChecksum: ExternalId.checksum(), ExternalId }
}

function byKey(a: Row, b: Row): number {
  return a.SessionIdTime - b.SessionIdTime || a.SessionIdSeq - b.SessionIdSeq
}
