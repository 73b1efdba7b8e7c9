import { joinKey, type Mishaps } from '../plan/mishaps.ts'
import { writtenConference, writtenJoin, writtenOnServer } from '../rows/spoil.ts'
import { msFromTicks, type Ticks, ticksFromMs } from '../time/ticks.ts'
import type { Held } from './held.ts'

/** The end of what has none on record. */
export const OPEN = Number.POSITIVE_INFINITY

/** What of a session is in its row and not in the columns of `Held`. */
export interface Behind {
  readonly dialogTime: Ticks
  readonly dialogSeq: number
  /** What its connectivity is when its client, its user or both are not on record. */
  readonly withoutClient: number
  readonly withoutUser: number
  readonly withoutBoth: number
}

/** `ClientVersions.VersionId` of a session whose client is not on record. */
export const NO_CLIENT = 0

/**
 * Changes a conference as it was planned into what is written of it. `behind` tells of the session at a position. Gives the
 * position that each session had.
 */
export function writeDown(
  held: Held,
  seq: number,
  mishaps: Mishaps,
  behind: (at: number) => Behind,
): readonly number[] {
  const own = mishaps.conferences.at(held.sessionIdTime, seq)
  if (own) {
    const planned = {
      ConferenceStartTime: ticksOf(held.start),
      ConferenceEndTime: ticksOf(held.end),
      LastModifiedTime: null,
      Processed: true,
    }
    const row = writtenConference(planned, own.mishaps)
    held.start = msOf(row.ConferenceStartTime)
    held.end = msOf(row.ConferenceEndTime)
  }
  const sessions = Array.from({ length: held.count }, (_, at) =>
    sessionsAt(held, at, seq, mishaps, behind(at)),
  ).flat()
  sessions.sort((a, b) => a.userId - b.userId || a.join - b.join || a.turn - b.turn)
  held.reserve(sessions.length)
  let [turn, last] = [0, Number.NaN]
  for (const [at, session] of sessions.entries()) {
    turn = session.userId === last ? turn + 1 : 1
    last = session.userId
    held.join[at] = session.join
    held.leave[at] = session.leave
    held.userId[at] = session.userId
    held.turn[at] = turn
    held.client[at] = session.client
    held.role[at] = session.role
    held.connectivity[at] = session.connectivity
  }
  return sessions.map(({ at }) => at)
}

interface Session {
  /** Where it was. */
  readonly at: number
  readonly join: number
  readonly leave: number
  readonly userId: number
  readonly turn: number
  readonly client: number
  readonly role: number
  readonly connectivity: number
}

/** What is written of a session: none where its row points to no conference, two where it is there twice. */
function sessionsAt(
  held: Held,
  at: number,
  seq: number,
  mishaps: Mishaps,
  behind: Behind,
): readonly Session[] {
  const planned = {
    at,
    join: held.join[at]!,
    leave: held.leave[at]!,
    userId: held.userId[at]!,
    turn: held.turn[at]!,
    client: held.client[at]!,
    role: held.role[at]!,
    connectivity: held.connectivity[at]!,
  }
  const place = mishaps.joins.at(behind.dialogTime, behind.dialogSeq)
  if (!place) return [planned]
  const { row, copies } = writtenJoin(
    {
      SessionIdSeq: seq,
      DialogSessionIdSeq: behind.dialogSeq,
      UserId: planned.userId,
      UserJoinTime: ticksOf(planned.join),
      UserLeaveTime: ticksOf(planned.leave),
      ClientVerId: planned.client,
      LastModifiedTime: null,
    },
    place.mishaps,
  )
  if (row.SessionIdSeq !== seq) return []
  const hasUser = row.UserId === planned.userId
  const hasClient = row.ClientVerId !== null
  const session: Session = {
    ...planned,
    join: msOf(row.UserJoinTime),
    leave: msOf(row.UserLeaveTime),
    userId: row.UserId!,
    client: row.ClientVerId ?? NO_CLIENT,
    connectivity: hasUser
      ? hasClient
        ? planned.connectivity
        : behind.withoutClient
      : hasClient
        ? behind.withoutUser
        : behind.withoutBoth,
  }
  return Array.from({ length: copies + 1 }, () => session)
}

/**
 * Changes what conferencing servers saw of a conference into what is written of it. Gives the position that each of the times
 * there had: some are lost.
 */
export function writeOnServers(
  { servers, sessionIdTime }: Held,
  seq: number,
  mishaps: Mishaps,
): readonly number[] {
  const kept: number[] = []
  for (let at = 0; at < servers.count; at++) {
    const place = mishaps.onServers.get(joinKey(sessionIdTime, seq, servers.userId[at]!, servers.turn[at]!))
    const planned = {
      UserJoinTime: ticksOf(servers.join[at]!),
      UserLeaveTime: ticksOf(servers.leave[at]!),
      LastModifiedTime: null,
    }
    const written = place ? writtenOnServer(planned, place.mishaps) : planned
    if (written === null) continue
    servers.join[at] = msOf(written.UserJoinTime)
    servers.leave[at] = msOf(written.UserLeaveTime)
    servers.move(at, kept.length)
    kept.push(at)
  }
  servers.count = kept.length
  return kept
}

function ticksOf(ms: number): Ticks | null {
  return ms === OPEN ? null : ticksFromMs(ms)
}

function msOf(moment: Ticks | null): number {
  return moment === null ? OPEN : msFromTicks(moment)
}
