import { UNKNOWN_CLIENT } from '../answers/client-types.ts'
import { sessionFacts, sessionFigures } from './figures.ts'
import { type Part, queryOf, USUAL } from './query.ts'

/** One category for each type: some types have several agents. */
const types: Part = () => `types AS (
  SELECT UAType, MIN(UACategory) AS category
  FROM UserAgentDef
  GROUP BY UAType
)`

export const clientTypes = queryOf(
  [...USUAL, sessionFacts, types],
  (words) => `SELECT COALESCE(types.category, ${words.spelling.text(UNKNOWN_CLIENT)}) AS client_type,
  ${sessionFigures(words)}
FROM facts
JOIN ClientVersions AS v ON v.VersionId = facts.ClientVerId
LEFT JOIN types ON types.UAType = v.ClientType
GROUP BY types.category
HAVING SUM(facts.joins) > 0 OR ${words.spelling.sum('facts.participant_ms')} > 0
ORDER BY client_type`,
)
