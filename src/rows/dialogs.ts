import type { Slice } from '../plan/plan.ts'
import type { Tables } from '../schema/tables.ts'

/** The SIP dialog of each attendance of a slice, by the key of the table. */
export function dialogs(slice: Slice): Tables['Dialogs'][] {
  const rows = slice.conferences.flatMap(({ attendances }) =>
    attendances.map(({ dialogTime, dialogSeq, dialogId }) => ({
      SessionIdTime: dialogTime,
      SessionIdSeq: dialogSeq,
      ExternalChecksum: dialogId.checksum(),
      ExternalId: dialogId,
    })),
  )
  return rows.sort((a, b) => a.SessionIdTime - b.SessionIdTime || a.SessionIdSeq - b.SessionIdSeq)
}
