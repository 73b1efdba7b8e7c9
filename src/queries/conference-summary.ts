import { figures } from './figures.ts'
import { type Part, type QueryWords, queryOf, USUAL } from './query.ts'

/** A time on the clocks of the buckets. */
function local({ spelling, offset }: QueryWords, time: string): string {
  return offset === 0 ? time : spelling.ahead(time, offset)
}

function bucket(words: QueryWords, time: string): string {
  return words.spelling.bucket(words.by, local(words, time))
}

/** Stays cut at the edges of buckets: each part lies in one bucket. */
const parts: Part = (words) => {
  const { spelling, by } = words
  return `local_stays AS (
  SELECT ${local(words, 'begins')} AS begins, ${local(words, 'ends')} AS ends
  FROM stays
),
parts AS (
  SELECT ${spelling.bucket(by, 'begins')} AS bucket, begins, ends
  FROM local_stays
  UNION ALL
  SELECT ${spelling.nextBucket(by, 'bucket')}, ${spelling.nextBucket(by, 'bucket')}, ends
  FROM parts
  WHERE ${spelling.nextBucket(by, 'bucket')} < ends
),
cut_parts AS (
  SELECT bucket, begins, ${spelling.earlier('ends', spelling.nextBucket(by, 'bucket'))} AS ends
  FROM parts
)`
}

const facts: Part = (words) => `facts AS (
  SELECT ${bucket(words, 'ConferenceStartTime')} AS bucket, 1 AS conferences, OrganizerId AS organizer,
    NULL AS participant, 0 AS total_participants, 0 AS joins, 0 AS participant_ms
  FROM started
  UNION ALL
  SELECT ${bucket(words, 'UserJoinTime')}, 0, NULL, UserId, CASE WHEN turn = 1 THEN 1 ELSE 0 END, 1, 0
  FROM joined
  UNION ALL
  SELECT bucket, 0, NULL, NULL, 0, 0, ${words.spelling.milliseconds('begins', 'ends')}
  FROM cut_parts
)`

export const conferenceSummary = queryOf(
  [...USUAL, parts, facts],
  (words) => `SELECT ${words.spelling.bucketText(words.by, 'bucket')} AS begins,
  ${figures(words)}
FROM facts
GROUP BY bucket
ORDER BY bucket`,
  true,
)
