import type { Plan } from '../plan/plan.ts'
import type { TableName, Tables } from '../schema/tables.ts'

type Row = Tables['ClientVersions']

/** The software of everybody, and of the servers where a table tells it. */
export function clientVersions(
  { clientVersions, agents }: Plan,
  tables: readonly TableName[],
): readonly Row[] {
  const servers = tables.includes('ConferenceSessionDetails') ? Object.values(agents) : []
  const all = [...clientVersions, ...servers.filter((agent) => !clientVersions.includes(agent))]
  return all.map(({ id, version, type }) => ({ VersionId: id, Version: version, ClientType: type }))
}
