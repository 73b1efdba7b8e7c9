import { LATENESS } from '../answers/join-lateness.ts'
import { type Part, queryOf, USUAL } from './query.ts'

const late: Part = ({ spelling }) => `late AS (
  SELECT ${spelling.milliseconds('ConferenceStartTime', 'UserJoinTime')} AS late_ms
  FROM counted
  WHERE joins = 1 AND turn = 1
)`

const classes: Part = () => `classes AS (
  SELECT late_ms,
    CASE
${LATENESS.map(({ name, before }) => {
  return Number.isFinite(before)
    ? `      WHEN late_ms < ${before * 60_000} THEN '${name}'`
    : `      ELSE '${name}'`
}).join('\n')}
    END AS lateness
  FROM late
)`

export const joinLateness = queryOf(
  [...USUAL, late, classes],
  ({
    spelling,
  }) => `SELECT lateness, COUNT(*) AS total_participants, ${spelling.sum('late_ms')} AS lateness_ms
FROM classes
GROUP BY lateness
ORDER BY MIN(late_ms)`,
)
