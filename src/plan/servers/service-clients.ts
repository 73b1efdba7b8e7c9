import type { Modality } from '../../scenario/file.ts'
import type { Scenario } from '../../scenario/scenario.ts'
import { type ClientVersion, clientType } from '../clients.ts'

/** Software of the servers themselves, and of what joins by itself. The full strings are not documented: the tokens are. */
const AGENTS = {
  chat: 'RTCC/6.0.0.0 IMMCU',
  'audio-video': 'RTCC/6.0.0.0 AV-MCU',
  applicationsharing: 'RTCC/6.0.0.0 applicationsharing',
  announcements: 'Conferencing_Announcement_Service_1.0',
  synthetic: 'RTCC/6.0.0.0 ST',
} as const

export type Agent = keyof typeof AGENTS

/** `ClientVersions.VersionId` of the first: beyond all that a scenario can name. */
const FIRST = 1_000_001

/** Of each agent its row of `ClientVersions`: one that the scenario names itself keeps its number. */
export function serviceClients(named: readonly ClientVersion[]): Readonly<Record<Agent, ClientVersion>> {
  const rows = Object.entries(AGENTS).map(([agent, version], at) => {
    const known = named.find((one) => one.version === version)
    return [agent, known ?? { id: FIRST + at, version, type: clientType(version) }] as const
  })
  return Object.fromEntries(rows) as Readonly<Record<Agent, ClientVersion>>
}

/** The agents that take part in conferences of a scenario, so that the core tables need them. */
export function participating({ conferences }: Scenario): readonly Agent[] {
  return (['announcements', 'synthetic'] as const).filter((agent) => conferences.some((one) => one[agent]))
}

/** The agent of a kind of server; web conferencing has no session that would tell. */
export function agentOf(modality: Modality): Agent | null {
  return modality === 'data-conf' ? null : modality
}
