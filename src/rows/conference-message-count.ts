import type { ConferenceInstance, Slice } from '../plan/plan.ts'
import type { PopulationSlice } from '../plan/population/population-slice.ts'
import type { Tables } from '../schema/tables.ts'
import { merged } from './merged.ts'

type Row = Tables['ConferenceMessageCount']

/** One row for everybody who was on the chat server of a conference, also for those who only read; by the key of the table. */
export function conferenceMessageCount({ conferences, population }: Slice): Iterable<readonly Row[]> {
  const rows = conferences.flatMap(named)
  const servers = population?.servers
  if (!population || !servers) return [rows]
  const { messages } = servers
  const { cells, conferences: refs } = population
  const time = (at: number) => {
    const n = messages.conference[at]!
    return cells[refs.cell[n]!]!.conferences.sessionIdTime[refs.at[n]!]!
  }
  return merged(
    rows,
    messages.count,
    (row, at) => row.SessionIdTime <= time(at),
    (from, to) => ofPopulation(population, from, to),
  )
}

function named({ sessionIdTime, sessionIdSeq, servers }: ConferenceInstance): readonly Row[] {
  const rows = (servers?.messages ?? []).map(({ participant, count }) => ({
    SessionIdTime: sessionIdTime,
    SessionIdSeq: sessionIdSeq,
    UserId: participant.userId,
    MessageCount: count,
  }))
  return rows.sort((a, b) => a.UserId - b.UserId)
}

function ofPopulation(slice: PopulationSlice, from: number, to: number): Row[] {
  const { cells, conferences: refs, conferenceSeq } = slice
  const { messages } = slice.servers!
  const rows: Row[] = []
  for (let at = from; at < to; at++) {
    const n = messages.conference[at]!
    rows.push({
      SessionIdTime: cells[refs.cell[n]!]!.conferences.sessionIdTime[refs.at[n]!]!,
      SessionIdSeq: conferenceSeq[n]!,
      UserId: messages.userId[at]!,
      MessageCount: messages.messages[at]!,
    })
  }
  return rows
}
