import type { Role } from '../scenario/file.ts'
import type { Conference, Scenario } from '../scenario/scenario.ts'
import type { DialogId } from '../schema/dialog-id.ts'
import type { Guid } from '../schema/guid.ts'
import type { Day, Ticks } from '../time/ticks.ts'
import type { ClientVersion } from './clients.ts'
import type { Endpoint, Identity } from './identity.ts'
import type { Company } from './population/company.ts'
import type { PopulationSlice } from './population/population-slice.ts'

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
  /** All that begins on one UTC day. A pure function of the scenario and the day: slices can be made in any order. */
  slice(day: Day): Slice
  /** About how many attendances a slice has, without planning it: for dealing out work and telling how far it is. */
  expected(day: Day): number
  /** `conf:focus` and so on: the URIs of a conference share everything but this word. */
  conferenceUri(conference: Conference, word: string): string
}

/** One UTC day: the conferences whose `SessionIdTime` falls into it, by that time. */
export interface Slice {
  readonly day: Day
  /** Those that the scenario names. */
  readonly conferences: readonly ConferenceInstance[]
  /** Those of the population; null where there is none. Valid until the next slice is made. */
  readonly population: PopulationSlice | null
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
