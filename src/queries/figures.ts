import type { Part, QueryWords } from './query.ts'

/** The columns that the answers of `FIGURES` have, from a part `facts`. */
export function figures({ spelling }: QueryWords): string {
  return `${spelling.sum('conferences')} AS conferences,
  COUNT(DISTINCT participant) AS participants,
  ${spelling.sum('total_participants')} AS total_participants,
  ${spelling.sum('joins')} AS joins,
  ${spelling.sum('participant_ms')} AS participant_ms,
  COUNT(DISTINCT organizer) AS organizers`
}

/** What is counted, one row each, in the scope. */
export const facts: Part = () => `facts AS (
  SELECT PoolId, 1 AS conferences, OrganizerId AS organizer, NULL AS participant,
    0 AS total_participants, 0 AS joins, 0 AS participant_ms
  FROM started
  UNION ALL
  SELECT PoolId, 0, NULL, CASE WHEN joins > 0 THEN UserId END, attended, joins, participant_ms
  FROM attendance
)`

/** The columns that the answers of `SESSIONS` have, from `attendance`. */
export function sessionFigures({ spelling }: QueryWords): string {
  return `${spelling.sum('joins')} AS joins,
  COUNT(DISTINCT CASE WHEN joins > 0 THEN UserId END) AS participants,
  ${spelling.sum('participant_ms')} AS participant_ms`
}
