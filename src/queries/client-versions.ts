import { sessionFacts, sessionFigures } from './figures.ts'
import { queryOf, USUAL } from './query.ts'

export const clientVersions = queryOf(
  [...USUAL, sessionFacts],
  (words) => `SELECT v.Version AS client_version,
  ${sessionFigures(words)}
FROM facts
JOIN ClientVersions AS v ON v.VersionId = facts.ClientVerId
GROUP BY v.VersionId, v.Version
HAVING SUM(facts.joins) > 0 OR ${words.spelling.sum('facts.participant_ms')} > 0
ORDER BY v.Version`,
)
