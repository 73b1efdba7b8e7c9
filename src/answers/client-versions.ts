import { type Answer, byText, key, type Row } from './answer.ts'
import { SESSIONS, SESSIONS_DEFINED } from './sessions.ts'
import { type SessionsTally, sessionsTally } from './sessions-tally.ts'
import { NO_CLIENT } from './written.ts'

export const clientVersions: Answer = {
  name: 'client-versions',
  title: 'Client versions',
  definition: `One row for each user agent (ClientVersions.Version) that sessions came with; those whose client is not on record are in none. ${SESSIONS_DEFINED}`,
  columns: [key('client_version'), ...SESSIONS],
  tally: sessionsTally,
  rows: (tally: SessionsTally) => {
    const names = new Map(tally.asked.plan.clientVersions.map(({ id, version }) => [id, version]))
    const rows = [...tally.by((client) => client)].flatMap(([id, sessions]): Row[] =>
      id === NO_CLIENT ? [] : [[names.get(id)!, ...sessions.cells()]],
    )
    return rows.sort(([a], [b]) => byText(a, b))
  },
}
