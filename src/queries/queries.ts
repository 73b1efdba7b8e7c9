import type { AnswerName } from '../answers/answers.ts'
import type { Question } from '../answers/asked.ts'
import type { DialectName } from '../dialects/dialect.ts'
import { avConcurrency } from './av-concurrency.ts'
import { clientTypes } from './client-types.ts'
import { clientVersions } from './client-versions.ts'
import { concurrency } from './concurrency.ts'
import { conferenceDetail } from './conference-detail.ts'
import { conferenceModalities } from './conference-modalities.ts'
import { conferenceSummary } from './conference-summary.ts'
import { connectivity } from './connectivity.ts'
import { failedJoins } from './failed-joins.ts'
import { joinLateness } from './join-lateness.ts'
import { mediaSummary } from './media-summary.ts'
import { peakConcurrency } from './peak-concurrency.ts'
import { poolSummary } from './pool-summary.ts'
import { type Query, sqlOf, wordsOf } from './query.ts'
import { rejoins } from './rejoins.ts'
import { serverActivity } from './server-activity.ts'
import { totals } from './totals.ts'
import { userActivity } from './user-activity.ts'

export const queries: Readonly<Record<AnswerName, Query>> = {
  totals,
  'conference-summary': conferenceSummary,
  'pool-summary': poolSummary,
  connectivity,
  'client-types': clientTypes,
  'client-versions': clientVersions,
  'join-lateness': joinLateness,
  rejoins,
  'peak-concurrency': peakConcurrency,
  concurrency,
  'user-activity': userActivity,
  'conference-detail': conferenceDetail,
  'media-summary': mediaSummary,
  'server-activity': serverActivity,
  'av-concurrency': avConcurrency,
  'failed-joins': failedJoins,
  'conference-modalities': conferenceModalities,
}

/**
 * The query by which a report asks a database for an answer, without a closing semicolon. It gives the rows that the answer
 * has. Clocks of buckets that are not always as far from UTC are not known to SQL: for them there is null.
 */
export function queryText(
  name: AnswerName,
  dialect: DialectName,
  question: Partial<Question> = {},
): string | null {
  if (OF_BUCKETS.has(name) && question.clock?.offset === null) return null
  const words = wordsOf(dialect, question)
  return words.spelling.names(sqlOf(queries[name], words))
}

/** The answers that have a row for each bucket. */
const OF_BUCKETS: ReadonlySet<AnswerName> = new Set(['conference-summary', 'media-summary'])
