import { UNKNOWN_CLIENT } from '../answers/client-types.ts'
import { sessionFigures } from './figures.ts'
import { IN_ALL, type Part, queryOf } from './query.ts'

/** One category for each type: some types have several agents. */
const types: Part = () => `types AS (
  SELECT UAType, MIN(UACategory) AS category
  FROM UserAgentDef
  GROUP BY UAType
)`

export const clientTypes = queryOf(
  [...IN_ALL, types],
  (words) => `SELECT COALESCE(types.category, ${words.spelling.text(UNKNOWN_CLIENT)}) AS client_type,
  ${sessionFigures(words)}
FROM attendance
JOIN ClientVersions AS v ON v.VersionId = attendance.ClientVerId
LEFT JOIN types ON types.UAType = v.ClientType
GROUP BY types.category
HAVING SUM(attendance.joins) > 0 OR ${words.spelling.sum('attendance.participant_ms')} > 0
ORDER BY client_type`,
)
