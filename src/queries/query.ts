import { USUAL as ANYTHING, type Question } from '../answers/asked.ts'
import type { Unit } from '../answers/buckets.ts'
import type { DialectName } from '../dialects/dialect.ts'
import { DAY, dayFromText, type Ticks } from '../time/ticks.ts'
import type { Spelling } from './spelling/spelling.ts'
import { spellings } from './spelling/spellings.ts'

/** What a query is asked, in one engine's words. */
export interface QueryWords {
  readonly spelling: Spelling
  readonly from: Ticks
  readonly to: Ticks
  /** Null for all pools. */
  readonly pool: string | null
  readonly by: Unit
  /** Minutes that the clocks of the buckets are ahead of UTC. */
  readonly offset: number
  /** URIs or instance GUIDs of conferences. */
  readonly conferences: readonly string[]
  /** Only conferences that a temporary table has, which `OURS` names. */
  readonly onlyOurs: boolean
}

/** A temporary table with `SessionIdTime` and `ConfInstance` of conferences. */
export const OURS = 'rollcall_ours'

/** A named part of a query: a common table expression. */
export type Part = (words: QueryWords) => string

/** The SQL of an answer: its parts, each of which names only those before it, and what it selects from them. */
export interface Query {
  readonly parts: readonly Part[]
  readonly select: Part
  readonly isRecursive: boolean
}

export function queryOf(parts: readonly Part[], select: Part, isRecursive = false): Query {
  return { parts, select, isRecursive }
}

export function sqlOf({ parts, select, isRecursive }: Query, words: QueryWords): string {
  return `${opening(parts, words, isRecursive)}${select(words)}${isRecursive ? words.spelling.endRecursive : ''}`
}

/** A question in the words of an engine. */
export function wordsOf(dialect: DialectName, question: Partial<Question>, onlyOurs = false): QueryWords {
  const { from, to, pool, by, clock, conferences } = { ...ANYTHING, ...question }
  const spelling = spellings[dialect]
  return {
    spelling,
    from: from ?? BEGINNING,
    to: to ?? END,
    pool,
    by,
    offset: clock.offset ?? 0,
    conferences,
    onlyOurs,
  }
}

/** Where a period has no edge: before and after all that can be on record. */
const BEGINNING: Ticks = (dayFromText('1900-01-01') as number) * DAY
const END: Ticks = (dayFromText('2100-01-01') as number) * DAY

/** `WITH` and the parts. */
export function opening(parts: readonly Part[], words: QueryWords, isRecursive = false): string {
  const list = parts.map((part) => part(words)).join(',\n')
  return `${isRecursive ? words.spelling.withRecursive : 'WITH'} ${list}\n`
}

/** The parameters: a period, from a moment on and up to before another. */
export const scope: Part = ({ spelling, from, to }) => `scope AS (
  SELECT ${spelling.moment(from)} AS from_time, ${spelling.moment(to)} AS to_time
)`

/** The conferences of the pool, whenever they were. */
export const held: Part = ({ spelling, pool, onlyOurs }) => {
  const ours = `
  JOIN ${spelling.temporary(OURS)} AS o ON o.SessionIdTime = c.SessionIdTime AND o.ConfInstance = c.ConfInstance`
  const ofPool = `
  JOIN Pools AS p ON p.PoolId = c.PoolId AND p.PoolFQDN = ${pool === null ? '' : spelling.text(pool)}`
  return `held AS (
  SELECT c.SessionIdTime, c.SessionIdSeq, c.ConferenceUriId, c.ConfInstance, c.ConferenceStartTime, c.ConferenceEndTime,
    c.PoolId, c.OrganizerId
  FROM Conferences AS c${onlyOurs ? ours : ''}${pool === null ? '' : ofPool}
)`
}

/** Conferences that start in the period. */
export const started: Part = () => `started AS (
  SELECT h.*
  FROM held AS h
  CROSS JOIN scope
  WHERE h.ConferenceStartTime >= scope.from_time AND h.ConferenceStartTime < scope.to_time
)`

/**
 * The sessions of the conferences. turn counts those of a participant of a conference from 1; session_end is when one ends
 * (one without a leave ends with its conference), earlier_end when all that the participant had there before has ended.
 */
export const sessions: Part = () => {
  const end = 'COALESCE(f.UserLeaveTime, h.ConferenceEndTime, scope.to_time)'
  const before = `OVER (
      PARTITION BY h.SessionIdTime, h.SessionIdSeq, f.UserId
      ORDER BY f.UserJoinTime, f.FocusUserInstance
      ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
    )`
  return `sessions AS (
  SELECT h.SessionIdTime, h.SessionIdSeq, h.PoolId, h.ConferenceStartTime,
    f.UserId, f.ClientVerId, f.IsUserInternal, f.UserRole, f.UserJoinTime, f.UserLeaveTime,
    1 + COUNT(*) ${before} AS turn,
    ${end} AS session_end,
    MAX(${end}) ${before} AS earlier_end
  FROM held AS h
  CROSS JOIN scope
  JOIN FocusJoinsAndLeaves AS f ON f.SessionIdTime = h.SessionIdTime AND f.SessionIdSeq = h.SessionIdSeq
)`
}

/**
 * What of the sessions lies in the period. joins is 1 for a session that begins in it; participant_ms is the time that it
 * takes in it, none where the leave is not recorded, or before the join.
 */
export const counted: Part = ({ spelling }) => {
  const begins = spelling.later('s.UserJoinTime', 'scope.from_time')
  const ends = spelling.earlier('s.UserLeaveTime', 'scope.to_time')
  return `counted AS (
  SELECT s.*,
    CASE WHEN s.UserJoinTime >= scope.from_time AND s.UserJoinTime < scope.to_time THEN 1 ELSE 0 END AS joins,
    CASE WHEN s.UserLeaveTime > scope.from_time AND s.UserJoinTime < scope.to_time AND s.UserLeaveTime > s.UserJoinTime
      THEN ${spelling.milliseconds(begins, ends)}
      ELSE 0
    END AS participant_ms
  FROM sessions AS s
  CROSS JOIN scope
)`
}

/** That summed up, for each user with each client in each pool. attended is in how many conferences. */
export const attendance: Part = ({ spelling }) => `attendance AS (
  SELECT UserId, ClientVerId, IsUserInternal, PoolId,
    SUM(CASE WHEN turn = 1 THEN joins ELSE 0 END) AS attended,
    SUM(joins) AS joins,
    ${spelling.sum('participant_ms')} AS participant_ms
  FROM counted
  GROUP BY UserId, ClientVerId, IsUserInternal, PoolId
)`

/** The parts that most queries begin with. */
export const USUAL: readonly Part[] = [scope, held, sessions, counted]

/** Those of queries for which the sums are enough. */
export const IN_ALL: readonly Part[] = [...USUAL, attendance]
