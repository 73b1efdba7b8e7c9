import { conferenceUriId, divisionUsers, userIdOf } from '../plan/numbers.ts'
import type { ConferenceInstance, Plan, Slice } from '../plan/plan.ts'
import { poolOf } from '../plan/population/division.ts'
import type { PopulationSlice } from '../plan/population/population-slice.ts'
import { GUID_WORDS, Guid } from '../schema/guid.ts'
import type { Tables } from '../schema/tables.ts'
import type { Ticks } from '../time/ticks.ts'
import { merged } from './merged.ts'

type Row = Tables['Conferences']

/** Bit of `Flag`. */
const SYNTHETIC = 1

/** One row for each conference instance of a slice. */
export function conferences(plan: Plan, { conferences, population }: Slice): Iterable<readonly Row[]> {
  const rows = conferences.map((instance) => named(plan, instance))
  if (population === null) return [rows]
  const { cells, conferences: refs } = population
  const time = (n: number) => cells[refs.cell[n]!]!.conferences.sessionIdTime[refs.at[n]!]!
  return merged(
    rows,
    refs.length,
    (row, n) => row.SessionIdTime <= time(n),
    (from, to) => ofPopulation(plan, population, from, to),
  )
}

function named({ scenario }: Plan, instance: ConferenceInstance): Row {
  const { conference, sessionIdTime, sessionIdSeq, open, close } = instance
  return row(
    sessionIdTime,
    sessionIdSeq,
    conferenceUriId(conference, 'focus'),
    instance.instance,
    open,
    close,
    scenario.pools.indexOf(conference.pool) + 1,
    userIdOf(conference.organizer),
    conference.synthetic ? SYNTHETIC : 0,
  )
}

function ofPopulation({ scenario }: Plan, slice: PopulationSlice, from: number, to: number): Row[] {
  const { cells, conferences: refs, conferenceSeq } = slice
  const rows: Row[] = []
  for (let n = from; n < to; n++) {
    const { division, conferences } = cells[refs.cell[n]!]!
    const at = refs.at[n]!
    rows.push(
      row(
        conferences.sessionIdTime[at]!,
        conferenceSeq[n]!,
        conferences.uri[at]!,
        Guid.of(conferences.instance, at * GUID_WORDS),
        conferences.open[at]!,
        conferences.close[at]!,
        poolOf(division.index, scenario.pools) + 1,
        divisionUsers(division.index) + conferences.organizer[at]!,
        0,
      ),
    )
  }
  return rows
}

function row(
  SessionIdTime: Ticks,
  SessionIdSeq: number,
  ConferenceUriId: number,
  ConfInstance: Guid,
  ConferenceStartTime: Ticks,
  ConferenceEndTime: Ticks | null,
  PoolId: number,
  OrganizerId: number,
  Flag: number,
): Row {
  return {
    SessionIdTime,
    SessionIdSeq,
    ConferenceUriId,
    ConfInstance,
    ConferenceStartTime,
    ConferenceEndTime,
    PoolId,
    OrganizerId,
    Flag,
    // Internal state of the Monitoring service; 1 after a conference has been summed up is the likely reading.
    Processed: ConferenceEndTime !== null,
    LastModifiedTime: ConferenceEndTime ?? ConferenceStartTime,
  }
}
