import { type Answer, key, type Row, share } from './answer.ts'
import { CONNECTIVITY } from './held.ts'
import { SESSIONS, SESSIONS_DEFINED } from './sessions.ts'
import { type SessionsTally, sessionsTally } from './sessions-tally.ts'

export const connectivity: Answer = {
  name: 'connectivity',
  title: 'Internal, external, federated, anonymous, PSTN',
  definition:
    'Where sessions come from; each is of one kind, the first that fits. pstn: the participant is a telephone number, or the ' +
    'client is the Mediation Server. anonymous, federated: the tenant of the user. internal: FocusJoinsAndLeaves has ' +
    'IsUserInternal. external: all others. share: of all joins in the scope, in hundredths of a percent, rounded down; ' +
    `null when nobody joined in it. ${SESSIONS_DEFINED}`,
  columns: [key('connectivity'), ...SESSIONS, share('share')],
  tally: sessionsTally,
  rows: (tally: SessionsTally) => {
    const found = [...tally.by((_, kind) => kind)]
    const total = found.reduce((sum, [, { joins }]) => sum + joins, 0)
    const rows = found.map(([kind, sessions]): Row => {
      const part = total === 0 ? null : Math.floor((sessions.joins * 10_000) / total)
      return [CONNECTIVITY[kind]!, ...sessions.cells(), part]
    })
    return rows.sort((a, b) => (b[1] as number) - (a[1] as number) || (a[0]! < b[0]! ? -1 : 1))
  },
}
