import { fixedRows } from '../schema/fixed-rows.ts'
import { type Answer, byText, key, type Row, type Tally } from './answer.ts'
import type { Asked } from './asked.ts'
import type { Held } from './held.ts'
import { SESSIONS, SESSIONS_DEFINED, SessionsByKind } from './sessions.ts'

/** What clients without a known type are called. */
export const UNKNOWN_CLIENT = '(unknown)'

class ClientTypes implements Tally {
  private readonly asked: Asked
  private readonly types = new SessionsByKind()
  /** The types in some order, and the position of that of each `VersionId`. */
  private readonly known: readonly (number | null)[]
  private readonly typeOf: readonly number[]

  constructor(asked: Asked) {
    this.asked = asked
    const { clientVersions } = asked.plan
    this.known = [...new Set(clientVersions.map(({ type }) => type))]
    const typeOf: number[] = []
    for (const { id, type } of clientVersions) typeOf[id] = this.known.indexOf(type)
    this.typeOf = typeOf
  }

  add(held: Held): void {
    for (let at = 0; at < held.count; at++)
      this.types.of(this.typeOf[held.client[at]!]!).add(held, at, this.asked)
  }

  merge(other: this): void {
    this.types.merge(other.types)
  }

  rows(): Row[] {
    const rows = [...this.types.found()].map(([at, sessions]): Row => {
      return [categoryOf(this.known[at]!), ...sessions.cells()]
    })
    return rows.sort(([a], [b]) => byText(a, b))
  }
}

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
  tally: (asked) => new ClientTypes(asked),
}
