import type { ConferenceInstance, Slice } from '../plan/plan.ts'
import type { PopulationSlice } from '../plan/population/population-slice.ts'
import { roles } from '../schema/fixed-rows.ts'
import { GUID_WORDS, Guid } from '../schema/guid.ts'
import type { Tables } from '../schema/tables.ts'
import type { Ticks } from '../time/ticks.ts'
import { merged } from './merged.ts'

type Row = Tables['FocusJoinsAndLeaves']

/** One row for each attendance: somebody who drops out and comes back has two. By the key of the table. */
export function focusJoinsAndLeaves({ conferences, population }: Slice): Iterable<readonly Row[]> {
  const rows = conferences.flatMap(named)
  if (population === null) return [rows]
  const { cells, conferences: refs, attendances, firsts } = population
  // Conferences follow one another, so the conference of a position is at or after that of the position before.
  const conferenceOf = (position: number) => {
    let [low, high] = [0, refs.length - 1]
    while (low < high) {
      const middle = (low + high + 1) >>> 1
      if (firsts[middle]! <= position) low = middle
      else high = middle - 1
    }
    return low
  }
  const time = (position: number) => {
    const n = conferenceOf(position)
    return cells[refs.cell[n]!]!.conferences.sessionIdTime[refs.at[n]!]!
  }
  return merged(
    rows,
    attendances.length,
    (row, position) => row.SessionIdTime <= time(position),
    (from, to) => ofPopulation(population, conferenceOf(from), from, to),
  )
}

function named({ sessionIdTime, sessionIdSeq, attendances }: ConferenceInstance): Row[] {
  return attendances.map(
    ({ participant, role, dialogTime, dialogSeq, join, leave, userInstance, client, endpointId }) =>
      row(
        sessionIdTime,
        sessionIdSeq,
        dialogTime,
        dialogSeq,
        participant.userId,
        userInstance,
        participant.identity.kind === 'internal',
        roles[role],
        join,
        leave,
        client.id,
        endpointId,
      ),
  )
}

/** The rows at positions of a slice; `conference` is that of the first. */
function ofPopulation(slice: PopulationSlice, conference: number, from: number, to: number): Row[] {
  const { cells, conferences, conferenceSeq, dialogs, dialogSeq, attendances, firsts } = slice
  const rows: Row[] = []
  let n = conference
  for (let position = from; position < to; position++) {
    while (firsts[n + 1]! <= position) n++
    const cell = cells[conferences.cell[n]!]!
    const own = cell.attendances
    const dialog = attendances[position]!
    const at = dialogs.at[dialog]!
    rows.push(
      row(
        cell.conferences.sessionIdTime[conferences.at[n]!]!,
        conferenceSeq[n]!,
        own.dialog[at]!,
        dialogSeq[dialog]!,
        own.userId[at]!,
        own.userInstance[at]!,
        own.isInternal[at] === 1,
        own.role[at]!,
        own.join[at]!,
        own.leave[at]!,
        own.client[at]!,
        own.hasEndpoint[at] === 1 ? Guid.of(own.endpoint, at * GUID_WORDS) : null,
      ),
    )
  }
  return rows
}

function row(
  SessionIdTime: Ticks,
  SessionIdSeq: number,
  DialogSessionIdTime: Ticks,
  DialogSessionIdSeq: number,
  UserId: number,
  FocusUserInstance: number,
  IsUserInternal: boolean,
  UserRole: number,
  UserJoinTime: Ticks,
  UserLeaveTime: Ticks | null,
  ClientVerId: number,
  UserEndpointId: Guid | null,
): Row {
  return {
    SessionIdTime,
    SessionIdSeq,
    DialogSessionIdTime,
    DialogSessionIdSeq,
    UserId,
    FocusUserInstance,
    IsUserInternal,
    UserRole,
    UserJoinTime,
    UserLeaveTime,
    ClientVerId,
    UserEndpointId,
    LastModifiedTime: UserLeaveTime ?? UserJoinTime,
  }
}
