import { MEDIATION_SERVER } from '../answers/held.ts'
import { tenants } from '../schema/fixed-rows.ts'
import { sessionFigures } from './figures.ts'
import { IN_ALL, type Part, type QueryWords, queryOf } from './query.ts'

/** Where a session comes from: of `v` in ClientVersions, `u` in Users, `t` in Tenants, `k` in UriTypes. */
export function kindOf({ spelling }: QueryWords, isUserInternal: string): string {
  return `CASE
      WHEN k.UriType = 'PhoneUri' OR v.ClientType = ${MEDIATION_SERVER} THEN 'pstn'
      WHEN t.TenantKey = '${tenants.anonymous.TenantKey}' THEN 'anonymous'
      WHEN t.TenantKey = '${tenants.federated.TenantKey}' THEN 'federated'
      WHEN ${spelling.isTrue(isUserInternal)} THEN 'internal'
      ELSE 'external'
    END`
}

/** The tables that `kindOf` asks, joined to one that has `UserId` and `ClientVerId`. */
export function joinKinds(sessions: string): string {
  return `LEFT JOIN ClientVersions AS v ON v.VersionId = ${sessions}.ClientVerId
  LEFT JOIN Users AS u ON u.UserId = ${sessions}.UserId
  LEFT JOIN Tenants AS t ON t.TenantId = u.TenantId
  LEFT JOIN UriTypes AS k ON k.UriTypeId = u.UriTypeId`
}

const kinds: Part = (words) => `kinds AS (
  SELECT ${kindOf(words, 'attendance.IsUserInternal')} AS connectivity,
    attendance.UserId, joins, participant_ms
  FROM attendance
  ${joinKinds('attendance')}
)`

const found: Part = (words) => `found AS (
  SELECT connectivity, ${sessionFigures(words)}
  FROM kinds
  GROUP BY connectivity
)`

export const connectivity = queryOf([...IN_ALL, kinds, found], ({ spelling }) => {
  const all = spelling.sum('joins', ' OVER ()')
  return `SELECT connectivity, joins, participants, participant_ms,
  ${spelling.quotient('joins * 10000', `NULLIF(${all}, 0)`)} AS share
FROM found
WHERE joins > 0 OR participant_ms > 0
ORDER BY joins DESC, connectivity`
})
