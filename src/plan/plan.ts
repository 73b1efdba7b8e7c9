import { type Kind, objectWith } from '../arguments.ts'
import type { Modality, Role } from '../scenario/file.ts'
import { aScenario, type Conference, type Scenario } from '../scenario/scenario.ts'
import type { DialogId } from '../schema/dialog-id.ts'
import type { Guid } from '../schema/guid.ts'
import type { Day, Ticks } from '../time/ticks.ts'
import type { ClientVersion } from './clients.ts'
import type { Endpoint, Identity } from './identity.ts'
import type { Mishaps } from './mishaps.ts'
import type { Company } from './population/company.ts'
import type { PopulationSlice } from './population/population-slice.ts'
import type { Registration } from './servers/registrations.ts'
import type { Failure } from './servers/server-law.ts'
import type { Agent } from './servers/service-clients.ts'
import type { Topology } from './servers/topology.ts'

/** All decisions taken, found slice by slice: who exists, which conferences, who attends, when. */
export interface Plan {
  readonly scenario: Scenario
  readonly identities: readonly Identity[]
  readonly clientVersions: readonly ClientVersion[]
  /** The population; null where the scenario asks for none. */
  readonly company: Company | null
  /** The UTC days in which conferences may begin; some may turn out empty. */
  readonly firstSlice: Day
  readonly lastSlice: Day
  readonly topology: Topology
  /** The software of servers and services. */
  readonly agents: Readonly<Record<Agent, ClientVersion>>
  /** The announcement services that join conferences. */
  readonly services: readonly Identity[]
  /** The first and the last UTC day on which somebody can register. */
  readonly registering: readonly [first: Day, last: Day]
  /**
   * All that begins on one UTC day. A pure function of the scenario and the day: slices can be made in any order. What the
   * servers saw is planned only for the depth of the conference tables; nothing else depends on it.
   */
  slice(day: Day, depth?: Depth): Slice
  /** What goes wrong on purpose in a slice of this plan: its rows are planned without. */
  mishaps(slice: Slice): Mishaps
  /** About how many attendances a slice has, without planning it: for dealing out work and telling how far it is. */
  expected(day: Day): number
  /** About how many registrations there are in all, without planning them. */
  expectedRegistrations(): number
  /** `conf:focus` and so on: the URIs of a conference share everything but this word. */
  conferenceUri(conference: Conference, word: string): string
}

/** What a function takes as a plan, or as a scenario to be planned. */
export const aPlan = objectWith('a plan, as makePlan gives it', 'scenario', 'slice')
export const plannable: Kind = {
  allowed: `${aScenario.allowed}, or ${aPlan.allowed}`,
  fault: (value, place) => (aPlan.fault(value, place) ? aScenario.fault(value, place) : null),
}

/** How much is planned: conferences and who is in them, or what each server saw of it, too. */
export type Depth = 'core' | 'conference'

/** One UTC day: the conferences whose `SessionIdTime` falls into it, by that time. */
export interface Slice {
  readonly day: Day
  /** Those that the scenario names. */
  readonly conferences: readonly ConferenceInstance[]
  /** Those of the population; null where there is none. Valid until the next slice is made. */
  readonly population: PopulationSlice | null
  /** Who registers: people that the scenario names. None at depth `core`. */
  readonly registrations: readonly Registration[]
}

/** One occurrence of a conference, with everybody in it. */
export interface ConferenceInstance {
  readonly conference: Conference
  /** The day on the calendar of the conference. */
  readonly day: Day
  readonly sessionIdTime: Ticks
  readonly sessionIdSeq: number
  readonly instance: Guid
  readonly open: Ticks
  /** Null while the conference is still running. */
  readonly close: Ticks | null
  /** By dialog time and sequence, which is the order of the table's key. */
  readonly attendances: readonly Attendance[]
  /** Null at depth `core`. */
  readonly servers: ServerSide | null
}

/** What the servers saw of one conference instance. */
export interface ServerSide {
  /** `Servers.ServerId` of the front end that held it. */
  readonly frontEndId: number
  /** The session with the focus of each attendance. */
  readonly focus: readonly FocusSession[]
  /** Times on conferencing servers, by attendance, then by kind. */
  readonly sessions: readonly ServerSession[]
  readonly failed: readonly FailedJoin[]
  readonly messages: readonly Messages[]
}

/** What there is of an attendance beside its row. */
export interface FocusSession {
  readonly attendance: Attendance
  /** The answer to the INVITE. */
  readonly response: Ticks
  readonly isEndedByServer: boolean
}

/** One join of a conferencing server with its leave, inside the attendance that it belongs to. */
export interface ServerSession {
  readonly attendance: Attendance
  readonly modality: Modality
  /** Null for web conferencing, which has none of its own. */
  readonly dialog: SessionDialog | null
  readonly join: Ticks
  /** Null while the person is still there. */
  readonly leave: Ticks | null
  readonly isEndedByServer: boolean
}

/** The SIP dialog of a session. */
export interface SessionDialog {
  readonly time: Ticks
  readonly seq: number
  readonly id: DialogId
  readonly response: Ticks
}

/** An attempt to join that failed, before the attendance by which the person came in. */
export interface FailedJoin {
  readonly attendance: Attendance
  readonly dialog: SessionDialog
  readonly failure: Failure
  /** `ErrorReport.ErrorReportSeq`; the time of the report is that of the response. */
  readonly errorSeq: number
  readonly telemetryId: Guid
}

/** How many messages somebody sent who was on the chat server. */
export interface Messages {
  readonly participant: Participant
  readonly count: number
}

/** Whether somebody came by telephone, through a gateway and a Mediation Server. */
export function isFromPstn({ endpoint }: Attendance): boolean {
  return endpoint.device === 'phone'
}

/** Somebody in one conference instance. */
export interface Participant {
  readonly identity: Identity
  readonly role: Role
  /** As in `Users`: the identity's own, but for a guest one made for this conference. */
  readonly userId: number
  readonly address: string
}

/** One join with its leave, and the SIP dialog that it came by. */
export interface Attendance {
  readonly participant: Participant
  readonly endpoint: Endpoint
  readonly endpointId: Guid | null
  readonly role: Role
  /** `Dialogs.SessionIdTime`: the INVITE. Open <= dialog <= join. */
  readonly dialogTime: Ticks
  readonly dialogSeq: number
  readonly dialogId: DialogId
  readonly join: Ticks
  /** Null while the person is still there. */
  readonly leave: Ticks | null
  /** Counts the attendances of this person in this conference from 1, in order of joins. */
  readonly userInstance: number
  readonly client: ClientVersion
}
