import { held, type Part, queryOf, scope, sessions } from './query.ts'

/** How many there are at each full minute at which that changes. */
export const levels: Part = ({ spelling }) =>
  // Of somebody with two devices the second counts from when the first has gone.
  `presence AS (
  SELECT 1 AS participants, 0 AS conferences,
    CASE WHEN turn = 1 OR UserJoinTime >= earlier_end THEN UserJoinTime ELSE earlier_end END AS begins,
    session_end AS ends
  FROM sessions
  UNION ALL
  SELECT 0, 1, ConferenceStartTime, COALESCE(ConferenceEndTime, scope.to_time)
  FROM held
  CROSS JOIN scope
),
edges AS (
  SELECT ${spelling.minute(spelling.later('begins', 'scope.from_time'))} AS minute, participants, conferences
  FROM presence
  CROSS JOIN scope
  WHERE begins < ends AND begins < scope.to_time AND ends > scope.from_time
  UNION ALL
  SELECT ${spelling.minute('ends')}, -participants, -conferences
  FROM presence
  CROSS JOIN scope
  WHERE begins < ends AND ends < scope.to_time AND ends > scope.from_time
),
changes AS (
  SELECT edges.minute, SUM(participants) AS participants, SUM(conferences) AS conferences
  FROM edges
  CROSS JOIN scope
  WHERE edges.minute < ${spelling.minute('scope.to_time')}
  GROUP BY edges.minute
  HAVING SUM(participants) <> 0 OR SUM(conferences) <> 0
),
levels AS (
  SELECT changes.minute,
    ${spelling.sum('participants', ' OVER (ORDER BY changes.minute)')} AS participants,
    ${spelling.sum('conferences', ' OVER (ORDER BY changes.minute)')} AS conferences
  FROM changes
)`

export const LEVELS: readonly Part[] = [scope, held, sessions, levels]

export const concurrency = queryOf(
  LEVELS,
  ({ spelling }) => `SELECT ${spelling.minuteText('levels.minute')} AS minute, participants, conferences
FROM levels
ORDER BY levels.minute`,
)
