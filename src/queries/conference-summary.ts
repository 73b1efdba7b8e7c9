import { figures } from './figures.ts'
import { type Part, type QueryWords, queryOf, started, USUAL } from './query.ts'

/** A time on the clocks of the buckets. */
export function local({ spelling, offset }: QueryWords, time: string): string {
  return offset === 0 ? time : spelling.ahead(time, offset)
}

/**
 * What lies in the period of the sessions of a part, whose time in it is in the column `ms`, and parts of those that go over
 * the edge of a bucket: each of them lies in one. They have the columns that are named.
 */
export function cutParts(from: string, ms: string, columns: readonly string[]): Part {
  return (words) => {
    const { spelling, by } = words
    const next = spelling.nextBucket(by, 'bucket')
    const list = columns.join(', ')
    return `stays AS (
  SELECT ${list}, ${ms},
    ${local(words, spelling.later('UserJoinTime', 'scope.from_time'))} AS begins,
    ${local(words, spelling.earlier('UserLeaveTime', 'scope.to_time'))} AS ends
  FROM ${from}
  CROSS JOIN scope
  WHERE joins = 1 OR ${ms} > 0
),
parts AS (
  SELECT ${list}, ${spelling.bucket(by, 'begins')} AS bucket, begins, ends
  FROM stays
  WHERE ${ms} > 0 AND ${spelling.bucket(by, 'begins')} < ${spelling.bucket(by, 'ends')}
  UNION ALL
  SELECT ${list}, ${next}, ${next}, ends
  FROM parts
  WHERE ${next} < ends
)`
  }
}

const facts: Part = (words) => {
  const { spelling, by } = words
  const [first, last] = [spelling.bucket(by, 'begins'), spelling.bucket(by, 'ends')]
  return `facts AS (
  SELECT ${spelling.bucket(by, local(words, 'ConferenceStartTime'))} AS bucket, 1 AS conferences, OrganizerId AS organizer,
    NULL AS participant, 0 AS total_participants, 0 AS joins, 0 AS participant_ms
  FROM started
  UNION ALL
  SELECT ${first}, 0, NULL, CASE WHEN joins = 1 THEN UserId END, CASE WHEN turn = 1 THEN joins ELSE 0 END, joins,
    CASE WHEN ${first} = ${last} THEN participant_ms ELSE 0 END
  FROM stays
  UNION ALL
  SELECT bucket, 0, NULL, NULL, 0, 0,
    ${spelling.milliseconds('begins', spelling.earlier('ends', spelling.nextBucket(by, 'bucket')))}
  FROM parts
)`
}

export const conferenceSummary = queryOf(
  [...USUAL, started, cutParts('counted', 'participant_ms', ['UserId', 'turn', 'joins']), facts],
  (words) => `SELECT ${words.spelling.bucketText(words.by, 'bucket')} AS begins,
  ${figures(words)}
FROM facts
GROUP BY bucket
ORDER BY bucket`,
  true,
)
