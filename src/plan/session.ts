import type { Label } from '../random/rng.ts'
import type { Role } from '../scenario/file.ts'
import type { ExactAttendance } from '../scenario/scenario.ts'
import type { Ticks } from '../time/ticks.ts'
import type { Endpoint } from './identity.ts'

/** Somebody's presence on one device, from the INVITE to the leave. */
export interface Session {
  /** Names the stream of its dialog, among the sessions of the person in the conference. */
  readonly part: Label
  readonly endpoint: Endpoint
  readonly role: Role
  readonly dialog: Ticks
  readonly join: Ticks
  readonly leave: Ticks
  /** The leave is not recorded; until `leave` the device is taken all the same. */
  readonly stays: boolean
  /** The line was cut: the server noticed, and ended the session. */
  readonly isCut: boolean
  /** What the scenario says of it; null for one that is drawn as a whole. */
  readonly exact: ExactAttendance | null
}

/** The span of a conference that all sessions lie in. */
export interface Limits {
  readonly open: Ticks
  /** When the talk ends; people leave at about this time. */
  readonly end: Ticks
  /** When nobody can be in any more. */
  readonly close: Ticks
  /** The end was not recorded: rows show no close, and no leave of those who stay until the end. */
  readonly isRunning: boolean
}
