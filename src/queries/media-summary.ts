import { cutParts, local } from './conference-summary.ts'
import { held, type Part, queryOf, scope, started } from './query.ts'
import { av, onServers } from './server-sessions.ts'

/** The conferences with audio and video that start in the period. */
const avConferences: Part = ({ spelling }) => `av_conferences AS (
  SELECT ConferenceStartTime, is_pstn, CASE WHEN last > first THEN ${spelling.milliseconds('first', 'last')} ELSE 0 END AS conference_ms
  FROM (
    SELECT SessionIdTime, SessionIdSeq, MIN(ConferenceStartTime) AS ConferenceStartTime, MAX(is_pstn) AS is_pstn,
      MIN(UserJoinTime) AS first, MAX(UserLeaveTime) AS last
    FROM av
    GROUP BY SessionIdTime, SessionIdSeq
  ) AS spans
  CROSS JOIN scope
  WHERE ConferenceStartTime >= scope.from_time AND ConferenceStartTime < scope.to_time
)`

const facts: Part = (words) => {
  const { spelling, by } = words
  const [first, last] = [spelling.bucket(by, 'begins'), spelling.bucket(by, 'ends')]
  const start = spelling.bucket(by, local(words, 'ConferenceStartTime'))
  const rest = spelling.milliseconds('begins', spelling.earlier('ends', spelling.nextBucket(by, 'bucket')))
  return `facts AS (
  SELECT ${start} AS bucket, 1 AS av_conferences, conference_ms AS av_conference_ms, NULL AS av_participant,
    0 AS av_participant_ms, is_pstn AS pstn_conferences, NULL AS pstn_participant, 0 AS pstn_participant_ms, 0 AS messages
  FROM av_conferences
  UNION ALL
  SELECT ${first}, 0, 0, CASE WHEN joins = 1 THEN UserId END,
    CASE WHEN ${first} = ${last} THEN session_ms ELSE 0 END,
    0, CASE WHEN joins = 1 AND is_pstn = 1 THEN UserId END,
    CASE WHEN is_pstn = 1 AND ${first} = ${last} THEN session_ms ELSE 0 END, 0
  FROM stays
  UNION ALL
  SELECT bucket, 0, 0, NULL, ${rest}, 0, NULL, CASE WHEN is_pstn = 1 THEN ${rest} ELSE 0 END, 0
  FROM parts
  UNION ALL
  SELECT ${start}, 0, 0, NULL, 0, 0, NULL, 0, n.MessageCount
  FROM started AS h
  JOIN ConferenceMessageCount AS n ON n.SessionIdTime = h.SessionIdTime AND n.SessionIdSeq = h.SessionIdSeq
  WHERE n.MessageCount > 0
)`
}

export const mediaSummary = queryOf(
  [
    scope,
    held,
    started,
    onServers,
    av,
    cutParts('av', 'session_ms', ['UserId', 'is_pstn', 'joins']),
    avConferences,
    facts,
  ],
  ({ spelling, by }) => {
    const sum = (column: string) => `${spelling.sum(column)} AS ${column}`
    return `SELECT ${spelling.bucketText(by, 'bucket')} AS begins,
  ${sum('av_conferences')},
  ${sum('av_conference_ms')},
  COUNT(DISTINCT av_participant) AS av_participants,
  ${sum('av_participant_ms')},
  ${sum('pstn_conferences')},
  COUNT(DISTINCT pstn_participant) AS pstn_participants,
  ${sum('pstn_participant_ms')},
  ${sum('messages')}
FROM facts
GROUP BY bucket
ORDER BY bucket`
  },
  true,
)
