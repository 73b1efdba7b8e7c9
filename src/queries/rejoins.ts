import { held, type Part, queryOf, scope, sessions } from './query.ts'

/** Sessions with their ends, and with the end of all that the participant had before in the conference. */
export const followed: Part = () => `ended AS (
  SELECT s.*, COALESCE(s.UserLeaveTime, s.ConferenceEndTime, scope.to_time) AS session_end
  FROM sessions AS s
  CROSS JOIN scope
),
followed AS (
  SELECT e.*, MAX(e.session_end) OVER (
      PARTITION BY e.SessionIdTime, e.SessionIdSeq, e.UserId ORDER BY e.turn
      ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
    ) AS earlier_end
  FROM ended AS e
)`

const kinds: Part = ({ spelling }) => `kinds AS (
  SELECT
    CASE
      WHEN turn = 1 THEN 'first join'
      WHEN UserJoinTime >= earlier_end THEN 'rejoin'
      ELSE 'further device'
    END AS kind,
    CASE
      WHEN turn > 1 AND UserJoinTime >= earlier_end THEN ${spelling.milliseconds('earlier_end', 'UserJoinTime')}
      ELSE 0
    END AS absence_ms
  FROM followed
  CROSS JOIN scope
  WHERE UserJoinTime >= scope.from_time AND UserJoinTime < scope.to_time
)`

export const rejoins = queryOf(
  [scope, held, sessions, followed, kinds],
  ({ spelling }) => `SELECT kind, COUNT(*) AS joins, ${spelling.sum('absence_ms')} AS absence_ms
FROM kinds
GROUP BY kind
ORDER BY CASE kind WHEN 'first join' THEN 1 WHEN 'rejoin' THEN 2 ELSE 3 END`,
)
