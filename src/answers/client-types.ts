import { fixedRows } from '../schema/fixed-rows.ts'
import { type Answer, byText, key, type Row } from './answer.ts'
import { SESSIONS, SESSIONS_DEFINED } from './sessions.ts'
import { type SessionsTally, sessionsTally } from './sessions-tally.ts'

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
    `has for it; the types that it does not have are ${UNKNOWN_CLIENT}. ${SESSIONS_DEFINED}`,
  columns: [key('client_type'), ...SESSIONS],
  tally: sessionsTally,
  rows: (tally: SessionsTally) => {
    const types = new Map(tally.asked.plan.clientVersions.map(({ id, type }) => [id, type]))
    const found = tally.by((client) => types.get(client) ?? null)
    const rows = [...found].map(([type, sessions]): Row => [categoryOf(type), ...sessions.cells()])
    return rows.sort(([a], [b]) => byText(a, b))
  },
}
