import { held, type Part, queryOf, scope } from './query.ts'

const failed: Part = () => `failed AS (
  SELECT d.ResponseCode, d.DiagnosticId, d.UserId
  FROM held AS h
  CROSS JOIN scope
  JOIN ConferenceSessionDetails AS d ON d.ConfInstance = h.ConfInstance AND d.ConferenceUriId = h.ConferenceUriId
  WHERE d.ResponseCode >= 400 AND d.InviteTime >= scope.from_time AND d.InviteTime < scope.to_time
)`

export const failedJoins = queryOf(
  [scope, held, failed],
  () => `SELECT ResponseCode AS response_code, DiagnosticId AS diagnostic_id,
  COUNT(*) AS attempts,
  COUNT(DISTINCT UserId) AS participants
FROM failed
GROUP BY ResponseCode, DiagnosticId
ORDER BY attempts DESC, response_code, diagnostic_id`,
)
