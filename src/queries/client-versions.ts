import { sessionFigures } from './figures.ts'
import { counted, held, queryOf, scope, sessions } from './query.ts'

export const clientVersions = queryOf(
  [scope, held, sessions, counted],
  (words) => `SELECT v.Version AS client_version,
  ${sessionFigures(words)}
FROM counted
JOIN ClientVersions AS v ON v.VersionId = counted.ClientVerId
GROUP BY v.VersionId, v.Version
HAVING SUM(counted.joins) > 0 OR ${words.spelling.sum('counted.participant_ms')} > 0
ORDER BY v.Version`,
)
