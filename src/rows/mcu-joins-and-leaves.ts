import type { ConferenceInstance, Plan, Slice } from '../plan/plan.ts'
import { isFromPstn } from '../plan/plan.ts'
import { poolOf } from '../plan/population/division.ts'
import type { PopulationSlice } from '../plan/population/population-slice.ts'
import { DATA } from '../plan/servers/server-law.ts'
import { mcuId } from '../plan/servers/topology.ts'
import { MODALITIES } from '../scenario/file.ts'
import type { Tables } from '../schema/tables.ts'
import type { Ticks } from '../time/ticks.ts'
import { merged } from './merged.ts'

type Row = Tables['McuJoinsAndLeaves']

/** One row for each time on a conferencing server, by the key of the table. */
export function mcuJoinsAndLeaves(
  { scenario: { pools } }: Plan,
  { conferences, population }: Slice,
): Iterable<readonly Row[]> {
  const rows = conferences.flatMap((instance) => named(pools, instance))
  const servers = population?.servers
  if (!population || !servers) return [rows]
  const { cells, conferences: refs } = population
  const { sessions } = servers
  const time = (at: number) => {
    const n = sessions.conference[at]!
    return cells[refs.cell[n]!]!.conferences.sessionIdTime[refs.at[n]!]!
  }
  return merged(
    rows,
    sessions.count,
    (row, at) => row.SessionIdTime <= time(at),
    (from, to) => ofPopulation(pools, population, from, to),
  )
}

function named(pools: readonly string[], instance: ConferenceInstance): Row[] {
  const { conference, sessionIdTime, sessionIdSeq, servers } = instance
  const pool = pools.indexOf(conference.pool)
  const rows = (servers?.sessions ?? []).map(({ attendance, modality, dialog, join, leave }) =>
    row(
      sessionIdTime,
      sessionIdSeq,
      attendance.participant.userId,
      attendance.userInstance,
      isFromPstn(attendance),
      mcuId(pool, MODALITIES.indexOf(modality)),
      dialog?.time ?? null,
      dialog?.seq ?? null,
      join,
      leave,
      attendance.client.id,
    ),
  )
  return rows.sort(
    (a, b) => a.UserId - b.UserId || a.McuUserInstance - b.McuUserInstance || a.McuId - b.McuId,
  )
}

function ofPopulation(pools: readonly string[], slice: PopulationSlice, from: number, to: number): Row[] {
  const { cells, conferences: refs, conferenceSeq } = slice
  const { sessions, sessionSeq } = slice.servers!
  const rows: Row[] = []
  for (let at = from; at < to; at++) {
    const n = sessions.conference[at]!
    const { division, conferences, attendances } = cells[refs.cell[n]!]!
    const attendance = sessions.attendance[at]!
    const kind = sessions.kind[at]!
    const hasDialog = kind !== DATA
    rows.push(
      row(
        conferences.sessionIdTime[refs.at[n]!]!,
        conferenceSeq[n]!,
        attendances.userId[attendance]!,
        attendances.userInstance[attendance]!,
        attendances.hasEndpoint[attendance] === 0,
        mcuId(poolOf(division.index, pools), kind),
        hasDialog ? sessions.dialog[at]! : null,
        hasDialog ? sessionSeq[at]! : null,
        sessions.join[at]!,
        sessions.leave[at]!,
        attendances.client[attendance]!,
      ),
    )
  }
  return rows
}

function row(
  SessionIdTime: Ticks,
  SessionIdSeq: number,
  UserId: number,
  McuUserInstance: number,
  IsFromPstn: boolean,
  McuId: number,
  DialogSessionIdTime: Ticks | null,
  DialogSessionIdSeq: number | null,
  UserJoinTime: Ticks,
  UserLeaveTime: Ticks | null,
  ClientVerId: number,
): Row {
  return {
    SessionIdTime,
    SessionIdSeq,
    UserId,
    // Each session with the focus joins a server once at most.
    McuUserInstance,
    IsFromPstn,
    McuId,
    DialogSessionIdTime,
    DialogSessionIdSeq,
    UserJoinTime,
    UserLeaveTime,
    ClientVerId,
    LastModifiedTime: UserLeaveTime ?? UserJoinTime,
  }
}
