import { conferenceUriId } from '../plan/numbers.ts'
import type { ConferenceInstance, Plan, Slice } from '../plan/plan.ts'
import { poolOf } from '../plan/population/division.ts'
import type { PopulationSlice } from '../plan/population/population-slice.ts'
import { FAILURES, type Failure } from '../plan/servers/server-law.ts'
import { hostOf } from '../plan/servers/topology.ts'
import type { Scenario } from '../scenario/scenario.ts'
import { callTypes } from '../schema/conference-rows.ts'
import { GUID_WORDS, Guid } from '../schema/guid.ts'
import type { Tables } from '../schema/tables.ts'
import type { Ticks } from '../time/ticks.ts'
import { merged } from './merged.ts'
import { CONTENT_TYPES } from './servers.ts'

type Row = Tables['ErrorReport']

/** Every cause of a failed join. */
export const errorDefinitions: readonly Tables['ErrorDef'][] = FAILURES.map(
  ({ id, response, diagnostic }) => ({
    ErrorId: id,
    ResponseCode: response,
    MsDiagId: diagnostic,
    CallTypeId: callTypes.unknown,
    RequestType: 'INVITE',
    ContentType: CONTENT_TYPES[0].ContentType,
  }),
)

/** One row for each attempt to join that failed, by the key of the table. */
export function errorReport(
  { scenario }: Plan,
  { conferences, population }: Slice,
): Iterable<readonly Row[]> {
  const rows = conferences.flatMap((instance) => named(scenario, instance))
  rows.sort((a, b) => a.ErrorTime - b.ErrorTime || a.ErrorReportSeq - b.ErrorReportSeq)
  const servers = population?.servers
  if (!population || !servers) return [rows]
  const { errors, failed } = servers
  return merged(
    rows,
    errors.length,
    (row, at) => row.ErrorTime <= failed.response[errors[at]!]!,
    (from, to) => ofPopulation(scenario, population, from, to),
  )
}

function named({ pools }: Scenario, { conference, servers }: ConferenceInstance): Row[] {
  if (servers === null) return []
  return servers.failed.map(({ attendance, dialog, failure, errorSeq, telemetryId }) =>
    row(
      dialog.response,
      errorSeq,
      failure,
      attendance.participant.userId,
      conferenceUriId(conference, 'focus'),
      dialog.time,
      dialog.seq,
      attendance.client.id,
      telemetryId,
      servers.frontEndId,
      pools.indexOf(conference.pool) + 1,
    ),
  )
}

function ofPopulation({ pools, servers }: Scenario, slice: PopulationSlice, from: number, to: number): Row[] {
  const { cells, conferences: refs } = slice
  const { failed, failedSeq, errors, errorSeq, lots } = slice.servers!
  const rows: Row[] = []
  for (let position = from; position < to; position++) {
    const at = errors[position]!
    const n = failed.conference[at]!
    const { division, conferences, attendances } = cells[refs.cell[n]!]!
    const attendance = failed.attendance[at]!
    const pool = poolOf(division.index, pools)
    rows.push(
      row(
        failed.response[at]!,
        errorSeq[position]!,
        FAILURES[failed.failure[at]!]!,
        attendances.userId[attendance]!,
        conferences.uri[refs.at[n]!]!,
        failed.dialog[at]!,
        failedSeq[at]!,
        attendances.client[attendance]!,
        Guid.of(failed.telemetryId, at * GUID_WORDS),
        hostOf(servers, 'frontEnds', pool, lots[n]!),
        pool + 1,
      ),
    )
  }
  return rows
}

function row(
  ErrorTime: Ticks,
  ErrorReportSeq: number,
  { id, diagnostic, reason }: Failure,
  FromUserId: number,
  ConferenceUriId: number,
  SessionIdTime: Ticks,
  SessionIdSeq: number,
  ClientVersionId: number,
  TelemetryId: Guid,
  ServerId: number,
  PoolId: number,
): Row {
  return {
    ErrorTime,
    ErrorReportSeq,
    ErrorId: id,
    FromUserId,
    ToUserId: null,
    ConferenceUriId,
    SessionIdTime,
    SessionIdSeq,
    SourceId: null,
    ApplicationId: null,
    MsDiagHeader: `${diagnostic};reason="${reason}"`,
    ClientVersionId,
    IsCapturedByServer: true,
    Flag: 0,
    TelemetryId,
    SessionSetupTime: null,
    ServerId,
    PoolId,
    LastModifiedTime: ErrorTime,
  }
}
