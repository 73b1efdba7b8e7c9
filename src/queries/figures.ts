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
export const facts: Part = ({ spelling }) => `facts AS (
  SELECT PoolId, 1 AS conferences, OrganizerId AS organizer, NULL AS participant,
    0 AS total_participants, 0 AS joins, 0 AS participant_ms
  FROM started
  UNION ALL
  SELECT PoolId, 0, NULL, UserId, CASE WHEN turn = 1 THEN 1 ELSE 0 END, 1, 0
  FROM joined
  UNION ALL
  SELECT PoolId, 0, NULL, NULL, 0, 0, ${spelling.milliseconds('begins', 'ends')}
  FROM stays
)`

/** The columns that the answers of `SESSIONS` have, from a part `facts`. */
export function sessionFigures({ spelling }: QueryWords): string {
  return `${spelling.sum('joins')} AS joins,
  COUNT(DISTINCT participant) AS participants,
  ${spelling.sum('participant_ms')} AS participant_ms`
}

/** Sessions in the scope, one row for each join and each stay. */
export const sessionFacts: Part = ({ spelling }) => `facts AS (
  SELECT ClientVerId, UserId, IsUserInternal, UserId AS participant, 1 AS joins, 0 AS participant_ms
  FROM joined
  UNION ALL
  SELECT ClientVerId, UserId, IsUserInternal, NULL, 0, ${spelling.milliseconds('begins', 'ends')}
  FROM stays
)`
