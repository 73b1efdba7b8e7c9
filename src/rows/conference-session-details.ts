import { conferenceUriId } from '../plan/numbers.ts'
import type { Attendance, ConferenceInstance, Plan, ServerSide, SessionDialog, Slice } from '../plan/plan.ts'
import { isFromPstn } from '../plan/plan.ts'
import { poolOf } from '../plan/population/division.ts'
import { numberOf } from '../plan/population/participants.ts'
import type { PopulationSlice } from '../plan/population/population-slice.ts'
import { DIALOG, type Dialogs } from '../plan/population/servers.ts'
import { FAILURES } from '../plan/servers/server-law.ts'
import { agentOf } from '../plan/servers/service-clients.ts'
import { hostOf } from '../plan/servers/topology.ts'
import { MODALITIES, type Modality } from '../scenario/file.ts'
import { uriTypeId } from '../schema/fixed-rows.ts'
import { GUID_WORDS, Guid } from '../schema/guid.ts'
import type { Tables } from '../schema/tables.ts'
import type { Ticks } from '../time/ticks.ts'
import { byKey, isBefore, timeOf } from './dialogs.ts'
import { merged } from './merged.ts'
import { CONTENT_TYPES } from './servers.ts'

type Row = Tables['ConferenceSessionDetails']

/**
 * One row for each SIP session: of an attendance with the focus, of a time on a server with that server, and of an attempt
 * that failed. By the key of the table.
 */
export function conferenceSessionDetails(
  plan: Plan,
  { conferences, population }: Slice,
): Iterable<readonly Row[]> {
  const rows = conferences.flatMap((instance) => named(plan, instance)).sort(byKey)
  const all = population?.servers?.dialogs(DIALOG.failed + 1)
  if (!population || !all) return [rows]
  return merged(
    rows,
    all.length,
    (row, at) => isBefore(row, timeOf(population, all, at), all.seq[at]!),
    (from, to) => ofPopulation(plan, population, all, from, to),
  )
}

/** What a row tells. One object is filled again and again: a row has too many columns to hand them on one by one. */
class Facts {
  time: Ticks = 0
  seq = 0
  uri = 0
  instance!: Guid
  mcuUri: number | null = null
  userId = 0
  endpoint: Guid | null = null
  client = 0
  serverClient: number | null = null
  isEnded = false
  isInternal = false
  code = OK
  diagnostic: number | null = null
  frontEnd = 0
  pool = 0
  mediation: number | null = null
  gateway: number | null = null
  edge: number | null = null
  response: Ticks = 0
  end: Ticks | null = null
  uriType = FOCUS_URI

  /** With the focus, and well. */
  withFocus(): void {
    this.mcuUri = null
    this.serverClient = null
    this.uriType = FOCUS_URI
    this.code = OK
    this.diagnostic = null
  }

  row(): Row {
    return {
      SessionIdTime: this.time,
      SessionIdSeq: this.seq,
      ConferenceUriId: this.uri,
      ConfInstance: this.instance,
      McuConferenceUriId: this.mcuUri,
      UserId: this.userId,
      UserEndpointId: this.endpoint,
      OnBehalfOfId: null,
      ReferredById: null,
      UserClientVersionId: this.client,
      ConfClientVersionId: this.serverClient,
      ReplaceDialogIdTime: null,
      ReplaceDialogIdSeq: null,
      IsStartedByConfServer: false,
      IsEndedByConfServer: this.isEnded,
      IsUserInternal: this.isInternal,
      ResponseCode: this.code,
      DiagnosticId: this.diagnostic,
      ServerId: this.frontEnd,
      PoolId: this.pool,
      MediationServerId: this.mediation,
      GatewayId: this.gateway,
      EdgeServerId: this.edge,
      ContentTypeId: this.mcuUri === null ? TO_FOCUS : TO_SERVER,
      InviteTime: this.time,
      ResponseTime: this.response,
      SessionEndTime: this.end,
      UriTypeId: this.uriType,
      UserFlag: 0,
      CallFlag: 0,
      LastModifiedTime: this.end ?? this.response,
    }
  }
}

const OK = 200
const FOCUS_URI = uriTypeId('conf:focus')
/** By position in `MODALITIES`. */
const SERVER_URIS = MODALITIES.map((modality) => uriTypeId(`conf:${modality}`))
const [{ ContentTypeId: TO_FOCUS }, { ContentTypeId: TO_SERVER }] = CONTENT_TYPES

const facts = new Facts()

function named(plan: Plan, instance: ConferenceInstance): Row[] {
  const { servers } = instance
  if (servers === null) return []
  const { conference } = instance
  facts.uri = conferenceUriId(conference, 'focus')
  facts.instance = instance.instance
  facts.frontEnd = servers.frontEndId
  return [
    ...servers.focus.map(({ attendance, response, isEndedByServer }) => {
      about(plan, instance, attendance)
      facts.withFocus()
      facts.time = attendance.dialogTime
      facts.seq = attendance.dialogSeq
      facts.response = response
      facts.end = attendance.leave
      facts.isEnded = isEndedByServer
      return facts.row()
    }),
    ...servers.sessions.flatMap(({ attendance, modality, dialog, leave, isEndedByServer }) => {
      if (dialog === null) return []
      about(plan, instance, attendance)
      at(dialog)
      withServer(plan, conferenceUriId(conference, modality), modality)
      facts.end = leave
      facts.isEnded = isEndedByServer
      return facts.row()
    }),
    ...failures(plan, instance, servers),
  ]
}

function failures(plan: Plan, instance: ConferenceInstance, { failed }: ServerSide): Row[] {
  return failed.map(({ attendance, dialog, failure }) => {
    about(plan, instance, attendance)
    facts.withFocus()
    at(dialog)
    facts.code = failure.response
    facts.diagnostic = failure.diagnostic
    facts.end = dialog.response
    facts.isEnded = false
    return facts.row()
  })
}

/** Who it is, and the way that he or she came. */
function about({ scenario }: Plan, { conference }: ConferenceInstance, attendance: Attendance): void {
  const { participant, endpointId, client } = attendance
  const { identity, userId } = participant
  facts.userId = userId
  facts.endpoint = endpointId
  facts.client = client.id
  facts.isInternal = identity.kind === 'internal'
  by(scenario, scenario.pools.indexOf(conference.pool), isFromPstn(attendance), identity.lot)
}

/** The way of somebody to a pool: by telephone, through an Edge Server, or straight. */
function by({ servers }: Plan['scenario'], pool: number, isByPhone: boolean, lot: number): void {
  facts.pool = pool + 1
  facts.mediation = isByPhone ? hostOf(servers, 'mediations', pool, lot) : null
  facts.gateway = isByPhone ? hostOf(servers, 'gateways', pool, lot) : null
  facts.edge = isByPhone || facts.isInternal ? null : hostOf(servers, 'edges', pool, lot)
}

function at({ time, seq, response }: SessionDialog): void {
  facts.time = time
  facts.seq = seq
  facts.response = response
}

function withServer({ agents }: Plan, uri: number, modality: Modality): void {
  const agent = agentOf(modality)
  facts.mcuUri = uri
  facts.serverClient = agent && agents[agent].id
  facts.uriType = SERVER_URIS[MODALITIES.indexOf(modality)]!
  facts.code = OK
  facts.diagnostic = null
}

function ofPopulation(plan: Plan, slice: PopulationSlice, all: Dialogs, from: number, to: number): Row[] {
  const { scenario } = plan
  const { cells, conferences: refs, dialogs, ordinals } = slice
  const { focus, sessions, failed, lots } = slice.servers!
  const rows: Row[] = []
  for (let position = from; position < to; position++) {
    const own = all.at[position]!
    const kind = all.kind[position]!
    const columns = kind === DIALOG.server ? sessions : failed
    const n = kind === DIALOG.focus ? conferenceOf(slice, ordinals[own]!) : columns.conference[own]!
    const attendance = kind === DIALOG.focus ? dialogs.at[own]! : columns.attendance[own]!
    const { division, conferences, attendances } = cells[refs.cell[n]!]!
    const conference = refs.at[n]!
    const pool = poolOf(division.index, scenario.pools)
    const hasEndpoint = attendances.hasEndpoint[attendance] === 1
    facts.time = timeOf(slice, all, position)
    facts.seq = all.seq[position]!
    facts.uri = conferences.uri[conference]!
    facts.instance = Guid.of(conferences.instance, conference * GUID_WORDS)
    facts.userId = attendances.userId[attendance]!
    facts.endpoint = hasEndpoint ? Guid.of(attendances.endpoint, attendance * GUID_WORDS) : null
    facts.client = attendances.client[attendance]!
    facts.isInternal = attendances.isInternal[attendance] === 1
    facts.frontEnd = hostOf(scenario.servers, 'frontEnds', pool, lots[n]!)
    by(scenario, pool, !hasEndpoint, numberOf(attendances.code[attendance]!))
    if (kind === DIALOG.server) {
      const modality = sessions.kind[own]!
      withServer(
        plan,
        facts.uri + uriAfter(conferences.modalities[conference]!, modality),
        MODALITIES[modality]!,
      )
      facts.response = sessions.response[own]!
      facts.end = sessions.leave[own]!
      facts.isEnded = sessions.isEnded[own] === 1
    } else if (kind === DIALOG.focus) {
      facts.withFocus()
      facts.response = focus.response[ordinals[own]!]!
      facts.end = attendances.leave[attendance]!
      facts.isEnded = focus.isEnded[ordinals[own]!] === 1
    } else {
      const { response, diagnostic } = FAILURES[failed.failure[own]!]!
      facts.withFocus()
      facts.code = response
      facts.diagnostic = diagnostic
      facts.response = failed.response[own]!
      facts.end = failed.response[own]!
      facts.isEnded = false
    }
    rows.push(facts.row())
  }
  return rows
}

/** The position of the conference that an attendance of a slice belongs to. */
function conferenceOf({ firsts, conferences }: PopulationSlice, ordinal: number): number {
  let [low, high] = [0, conferences.length - 1]
  while (low < high) {
    const middle = (low + high + 1) >>> 1
    if (firsts[middle]! <= ordinal) low = middle
    else high = middle - 1
  }
  return low
}

/** How far the URI of a kind of server is behind that of the focus, in a conference with these modalities. */
function uriAfter(modalities: number, kind: number): number {
  let after = 1
  for (let bits = modalities & ((1 << kind) - 1); bits > 0; bits >>= 1) after += bits & 1
  return after
}
