import { held, type Part, queryOf, scope } from './query.ts'
import { onServers } from './server-sessions.ts'

/** The conferences that start in the period, once for each kind of server. */
const served: Part = () => `served AS (
  SELECT DISTINCT PoolId, server, SessionIdTime, SessionIdSeq
  FROM on_servers
  CROSS JOIN scope
  WHERE ConferenceStartTime >= scope.from_time AND ConferenceStartTime < scope.to_time
)`

const facts: Part = () => `facts AS (
  SELECT PoolId, server, 1 AS conferences, NULL AS participant, 0 AS joins, 0 AS session_ms
  FROM served
  UNION ALL
  SELECT PoolId, server, 0, CASE WHEN joins = 1 THEN UserId END, joins, session_ms
  FROM on_servers
)`

export const serverActivity = queryOf(
  [scope, held, onServers, served, facts],
  ({ spelling }) => `SELECT p.PoolFQDN AS pool, server,
  ${spelling.sum('conferences')} AS conferences,
  COUNT(DISTINCT participant) AS participants,
  ${spelling.sum('joins')} AS joins,
  ${spelling.sum('session_ms')} AS session_ms
FROM facts
JOIN Pools AS p ON p.PoolId = facts.PoolId
GROUP BY p.PoolId, p.PoolFQDN, server
HAVING SUM(conferences) > 0 OR SUM(joins) > 0 OR ${spelling.sum('session_ms')} > 0
ORDER BY p.PoolFQDN, server`,
)
