import { type Part, queryOf, USUAL } from './query.ts'

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
  FROM counted
  WHERE joins = 1
)`

export const rejoins = queryOf(
  [...USUAL, kinds],
  ({ spelling }) => `SELECT kind, COUNT(*) AS joins, ${spelling.sum('absence_ms')} AS absence_ms
FROM kinds
GROUP BY kind
ORDER BY CASE kind WHEN 'first join' THEN 1 WHEN 'rejoin' THEN 2 ELSE 3 END`,
)
