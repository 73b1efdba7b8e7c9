import type { Unit } from '../answers/buckets.ts'
import type { Ticks } from '../time/ticks.ts'
import type { Spelling } from './spelling/spelling.ts'

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
}

/** The SQL of an answer, before names are quoted. */
export type Query = (words: QueryWords) => string

/** A named part of a query: a common table expression. */
export type Part = (words: QueryWords) => string

/** A query of its parts, each of which names only those before it. */
export function queryOf(parts: readonly Part[], select: Part, isRecursive = false): Query {
  return (words) => {
    const { withRecursive, endRecursive } = words.spelling
    const list = parts.map((part) => part(words)).join(',\n')
    return `${isRecursive ? withRecursive : 'WITH'} ${list}\n${select(words)}${isRecursive ? endRecursive : ''}`
  }
}

/** The parameters: a period, from a moment on and up to before another. */
export const scope: Part = ({ spelling, from, to }) => `scope AS (
  SELECT ${spelling.moment(from)} AS from_time, ${spelling.moment(to)} AS to_time
)`

/** The conferences of the pool, whenever they were. */
export const held: Part = ({ spelling, pool }) => `held AS (
  SELECT c.SessionIdTime, c.SessionIdSeq, c.ConferenceUriId, c.ConfInstance, c.ConferenceStartTime, c.ConferenceEndTime,
    c.PoolId, c.OrganizerId
  FROM Conferences AS c${
    pool === null
      ? ''
      : `
  JOIN Pools AS p ON p.PoolId = c.PoolId
  WHERE p.PoolFQDN = ${spelling.text(pool)}`
  }
)`

/** Conferences that start in the period. */
export const started: Part = () => `started AS (
  SELECT h.*
  FROM held AS h
  CROSS JOIN scope
  WHERE h.ConferenceStartTime >= scope.from_time AND h.ConferenceStartTime < scope.to_time
)`

/** The sessions of the conferences; the turn of a session counts those of a participant of a conference from 1. */
export const sessions: Part = () => `sessions AS (
  SELECT h.SessionIdTime, h.SessionIdSeq, h.PoolId, h.ConferenceStartTime, h.ConferenceEndTime,
    f.UserId, f.ClientVerId, f.IsUserInternal, f.UserRole, f.UserJoinTime, f.UserLeaveTime,
    ROW_NUMBER() OVER (
      PARTITION BY f.SessionIdTime, f.SessionIdSeq, f.UserId ORDER BY f.UserJoinTime, f.FocusUserInstance
    ) AS turn
  FROM held AS h
  JOIN FocusJoinsAndLeaves AS f ON f.SessionIdTime = h.SessionIdTime AND f.SessionIdSeq = h.SessionIdSeq
)`

/** Sessions that begin in the period. */
export const joined: Part = () => `joined AS (
  SELECT s.*
  FROM sessions AS s
  CROSS JOIN scope
  WHERE s.UserJoinTime >= scope.from_time AND s.UserJoinTime < scope.to_time
)`

/** What of the sessions lies in the period; nothing of those whose leave is not recorded. */
export const stays: Part = ({ spelling }) => `stays AS (
  SELECT s.PoolId, s.UserId, s.ClientVerId, s.IsUserInternal,
    ${spelling.later('s.UserJoinTime', 'scope.from_time')} AS begins,
    ${spelling.earlier('s.UserLeaveTime', 'scope.to_time')} AS ends
  FROM sessions AS s
  CROSS JOIN scope
  WHERE s.UserLeaveTime > scope.from_time AND s.UserJoinTime < scope.to_time
)`

/** The parts that most queries begin with. */
export const USUAL: readonly Part[] = [scope, held, started, sessions, joined, stays]
