import { fixedRows } from '../schema/fixed-rows.ts'
import { type Answer, byText, key, type Row } from './answer.ts'
import { SESSIONS, SESSIONS_DEFINED } from './sessions.ts'
import { type SessionsTally, sessionsTally } from './sessions-tally.ts'
import { NO_CLIENT } from './written.ts'

/** What clients without a known type are called. */
export const UNKNOWN_CLIENT = '(unknown)'

function categoryOf(type: number | null): string {
  return fixedRows.UserAgentDef.find(({ UAType }) => UAType === type)?.UACategory ?? UNKNOWN_CLIENT
}

export const clientTypes: Answer = {
  name: 'client-types',
  title: 'Client types',
  definition:
    'One row for each type of client (ClientVersions.ClientType) that sessions came with, by the category that UserAgentDef ' +
    `has for it; the types that it does not have are ${UNKNOWN_CLIENT}. Sessions whose client is not on record are in no row. ${SESSIONS_DEFINED}`,
  columns: [key('client_type'), ...SESSIONS],
  tally: sessionsTally,
  rows: (tally: SessionsTally) => {
    const types = new Map(tally.asked.plan.clientVersions.map(({ id, type }) => [id, type]))
    const found = tally.by((client) => (client === NO_CLIENT ? undefined : (types.get(client) ?? null)))
    const rows = [...found].flatMap(([type, sessions]): Row[] =>
      type === undefined ? [] : [[categoryOf(type), ...sessions.cells()]],
    )
    return rows.sort(([a], [b]) => byText(a, b))
  },
}
