import { type Answer, byText, key, type Row, type Tally } from './answer.ts'
import type { Asked } from './asked.ts'
import type { Held } from './held.ts'
import { SESSIONS, SESSIONS_DEFINED, SessionsByKind } from './sessions.ts'

class ClientVersions implements Tally {
  private readonly asked: Asked
  /** By `VersionId`. */
  private readonly versions = new SessionsByKind()

  constructor(asked: Asked) {
    this.asked = asked
  }

  add(held: Held): void {
    for (let at = 0; at < held.count; at++) this.versions.of(held.client[at]!).add(held, at, this.asked)
  }

  merge(other: this): void {
    this.versions.merge(other.versions)
  }

  rows(): Row[] {
    const names = new Map(this.asked.plan.clientVersions.map(({ id, version }) => [id, version]))
    const rows = [...this.versions.found()].map(
      ([id, sessions]): Row => [names.get(id)!, ...sessions.cells()],
    )
    return rows.sort(([a], [b]) => byText(a, b))
  }
}

export const clientVersions: Answer = {
  name: 'client-versions',
  title: 'Client versions',
  definition: `One row for each user agent (ClientVersions.Version) that sessions came with. ${SESSIONS_DEFINED}`,
  columns: [key('client_version'), ...SESSIONS],
  tally: (asked) => new ClientVersions(asked),
}
