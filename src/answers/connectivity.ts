import { type Answer, key, type Row, share, type Tally } from './answer.ts'
import type { Asked } from './asked.ts'
import { CONNECTIVITY, type Held } from './held.ts'
import { SESSIONS, SESSIONS_DEFINED, SessionsByKind } from './sessions.ts'

class Connectivity implements Tally {
  private readonly asked: Asked
  private readonly kinds = new SessionsByKind()

  constructor(asked: Asked) {
    this.asked = asked
  }

  add(held: Held): void {
    for (let at = 0; at < held.count; at++) this.kinds.of(held.connectivity[at]!).add(held, at, this.asked)
  }

  merge(other: this): void {
    this.kinds.merge(other.kinds)
  }

  rows(): Row[] {
    const found = [...this.kinds.found()]
    const total = found.reduce((sum, [, { joins }]) => sum + joins, 0)
    return found
      .map(([kind, sessions]): Row => {
        const part = total === 0 ? null : Math.floor((sessions.joins * 10_000) / total)
        return [CONNECTIVITY[kind]!, ...sessions.cells(), part]
      })
      .sort((a, b) => (b[1] as number) - (a[1] as number) || (a[0]! < b[0]! ? -1 : 1))
  }
}

export const connectivity: Answer = {
  name: 'connectivity',
  title: 'Internal, external, federated, anonymous, PSTN',
  definition:
    'Where sessions come from; each is of one kind, the first that fits. pstn: the participant is a telephone number, or the ' +
    'client is the Mediation Server. anonymous, federated: the tenant of the user. internal: FocusJoinsAndLeaves has ' +
    'IsUserInternal. external: all others. share: of all joins in the scope, in hundredths of a percent, rounded down; ' +
    `null when nobody joined in it. ${SESSIONS_DEFINED}`,
  columns: [key('connectivity'), ...SESSIONS, share('share')],
  tally: (asked) => new Connectivity(asked),
}
