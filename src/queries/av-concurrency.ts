import { held, type Part, queryOf, scope } from './query.ts'
import { av, onServers } from './server-sessions.ts'

const changes: Part = ({ spelling }) => `edges AS (
  SELECT ${spelling.minute(spelling.later('UserJoinTime', 'scope.from_time'))} AS minute, 1 AS av_sessions
  FROM av
  CROSS JOIN scope
  WHERE UserJoinTime < session_end AND UserJoinTime < scope.to_time AND session_end > scope.from_time
  UNION ALL
  SELECT ${spelling.minute('session_end')}, -1
  FROM av
  CROSS JOIN scope
  WHERE UserJoinTime < session_end AND session_end < scope.to_time AND session_end > scope.from_time
),
changes AS (
  SELECT edges.minute, SUM(av_sessions) AS av_sessions
  FROM edges
  CROSS JOIN scope
  WHERE edges.minute < ${spelling.minute('scope.to_time')}
  GROUP BY edges.minute
  HAVING SUM(av_sessions) <> 0
)`

export const avConcurrency = queryOf(
  [scope, held, onServers, av, changes],
  ({ spelling }) => `SELECT ${spelling.minuteText('changes.minute')} AS minute,
  ${spelling.sum('av_sessions', ' OVER (ORDER BY changes.minute)')} AS av_sessions
FROM changes
ORDER BY changes.minute`,
)
