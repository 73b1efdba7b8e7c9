import { GUESTS } from '../answers/user-activity.ts'
import { tenants } from '../schema/fixed-rows.ts'
import { IN_ALL, type Part, queryOf, started } from './query.ts'

const facts: Part = () => `facts AS (
  SELECT OrganizerId AS UserId, 1 AS hosted, 0 AS attended, 0 AS joins, 0 AS participant_ms
  FROM started
  UNION ALL
  SELECT UserId, 0, attended, joins, participant_ms
  FROM attendance
)`

/** Guests have a user of their own in each conference: together they are one. */
const people: Part = ({ spelling }) => {
  const isGuest = `t.TenantKey = '${tenants.anonymous.TenantKey}'`
  return `people AS (
  SELECT u.UserId, CASE WHEN ${isGuest} THEN -1 ELSE u.UserId END AS person,
    CASE WHEN ${isGuest} THEN ${spelling.text(GUESTS)} ELSE u.UserUri END AS user_uri
  FROM Users AS u
  LEFT JOIN Tenants AS t ON t.TenantId = u.TenantId
)`
}

export const userActivity = queryOf([...IN_ALL, started, facts, people], ({ spelling }) => {
  const list = ['hosted', 'attended', 'joins', 'participant_ms'].map(
    (column) => `${spelling.sum(`facts.${column}`)} AS ${column}`,
  )
  return `SELECT people.user_uri,
  ${list.join(',\n  ')}
FROM facts
JOIN people ON people.UserId = facts.UserId
GROUP BY people.person, people.user_uri
HAVING SUM(facts.hosted) > 0 OR SUM(facts.joins) > 0 OR ${spelling.sum('facts.participant_ms')} > 0
ORDER BY participant_ms DESC, people.user_uri`
})
