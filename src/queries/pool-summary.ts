import { facts, figures } from './figures.ts'
import { IN_ALL, queryOf, started } from './query.ts'

export const poolSummary = queryOf(
  [...IN_ALL, started, facts],
  (words) => `SELECT p.PoolFQDN AS pool,
  ${figures(words)}
FROM facts
JOIN Pools AS p ON p.PoolId = facts.PoolId
GROUP BY p.PoolId, p.PoolFQDN
HAVING SUM(facts.conferences) > 0 OR SUM(facts.joins) > 0 OR ${words.spelling.sum('facts.participant_ms')} > 0
ORDER BY p.PoolFQDN`,
)
