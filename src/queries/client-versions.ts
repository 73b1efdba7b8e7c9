import { sessionFigures } from './figures.ts'
import { IN_ALL, queryOf } from './query.ts'

export const clientVersions = queryOf(
  IN_ALL,
  (words) => `SELECT v.Version AS client_version,
  ${sessionFigures(words)}
FROM attendance
JOIN ClientVersions AS v ON v.VersionId = attendance.ClientVerId
GROUP BY v.VersionId, v.Version
HAVING SUM(attendance.joins) > 0 OR ${words.spelling.sum('attendance.participant_ms')} > 0
ORDER BY v.Version`,
)
