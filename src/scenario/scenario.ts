import { objectWith } from '../arguments.ts'
import type { Day, Ticks } from '../time/ticks.ts'
import type { Zone } from '../time/zone.ts'
import type { Anomaly } from './anomaly.ts'
import type { DeviceKind, Modality, PersonKind, Role, ScenarioFile } from './file.ts'
import type { Population } from './population.ts'
import type { Recurrence } from './recurrence.ts'
import type { ServersOfPool } from './servers.ts'

/** A checked scenario: nothing optional, every default filled in, every name resolved. */
export interface Scenario {
  readonly id: string
  readonly description: string
  /** The text that fixes every choice. */
  readonly seed: string
  /** Version of the generator; a released version keeps giving its old bytes. */
  readonly algorithm: 1
  /** First day, on the calendar of `zone`. */
  readonly start: Day
  readonly days: number
  readonly zone: Zone
  readonly domain: string
  readonly pools: readonly string[]
  readonly servers: ServersOfPool
  /** Everybody by declaration, the members of a group one by one in its place. */
  readonly people: readonly Person[]
  readonly conferences: readonly Conference[]
  /** A company beside the people above; null where none is asked for. */
  readonly population: Population | null
  /** Rows that are wrong on purpose. */
  readonly anomalies: readonly Anomaly[]
  /** The file that it was made from, with its first day resolved: plain data that makes the same scenario again. */
  readonly definition: ScenarioFile
}

/** What a function takes as a scenario. */
export const aScenario = objectWith(
  'a scenario, as parseScenario and scenarioFrom give it',
  'definition',
  'people',
  'seed',
)

export interface Person {
  /** The key in the scenario; `engineering.7` for the seventh of a group. */
  readonly id: string
  /** Position in `Scenario.people`. */
  readonly index: number
  /** The group that this person was generated for. */
  readonly group: string | null
  readonly kind: PersonKind
  /** Null where the name is to be drawn. */
  readonly name: string | null
  /** Null where the address follows from name and domain, or is drawn. */
  readonly address: string | null
  readonly domain: string
  /** Null where a pstn person's number is to be drawn. */
  readonly number: string | null
  /** Null where they are to be drawn: members of a group have what people of their kind have. */
  readonly devices: readonly Device[] | null
}

export interface Device {
  readonly kind: DeviceKind
  /** The user agent string; null where it is to be drawn. */
  readonly client: string | null
}

/** Who is invited: a person, or a number of members of a group, to be drawn. */
export type Invitation =
  | { readonly kind: 'person'; readonly person: Person }
  | {
      readonly kind: 'sample'
      readonly group: string
      readonly members: readonly Person[]
      readonly count: number
    }

export interface Conference extends Clock {
  readonly id: string
  /** Position in `Scenario.conferences`. */
  readonly index: number
  readonly kind: 'scheduled' | 'meet-now'
  readonly recurrence: Recurrence
  readonly zone: Zone
  readonly organizer: Person
  readonly presenters: readonly Invitation[]
  readonly attendees: readonly Invitation[]
  readonly modalities: readonly Modality[]
  readonly pool: string
  /** The announcement service joins, too. */
  readonly announcements: boolean
  /** A synthetic transaction. */
  readonly synthetic: boolean
  readonly behavior: Behavior
  /** Days on which something is different; null for a day on which the conference is not held. */
  readonly occurrences: ReadonlyMap<Day, Clock | null>
}

/** What a scenario can say about one occurrence. Null where it is to be drawn; offsets are from the scheduled start. */
export interface Clock {
  /** Scheduled start, in ticks since midnight. */
  readonly at: Ticks
  readonly length: Ticks | null
  readonly requested: Ticks | null
  readonly opens: Ticks | null
  readonly closes: Ticks | 'never' | null
  /** Exact attendances; somebody with an empty list does not come. */
  readonly joins: ReadonlyMap<Person, readonly ExactAttendance[]>
}

export interface ExactAttendance {
  readonly join: Ticks | null
  readonly leave: Ticks | 'never' | null
  readonly invite: Ticks | null
  /** Null for the first device of the person. */
  readonly device: DeviceKind | null
  readonly role: Role | null
}

/** How people behave where nothing exact is said: the rows of `conference-realism` table 3. Probabilities from 0 to 1. */
export interface Behavior {
  readonly attendance: number
  /** The same in conferences of any size, so that one more guest moves nobody else. */
  readonly late: number
  readonly lateBy: Spread
  readonly early: Ticks
  readonly lobby: { readonly phone: number; readonly other: number }
  readonly partial: number
  /** By the length of the conference: up to 30 minutes, up to 60, longer. */
  readonly earlyLeave: { readonly short: number; readonly medium: number; readonly long: number }
  readonly leaveSpread: Ticks
  readonly drop: number
  readonly rejoin: number
  readonly rejoinAfter: Spread
  readonly changeDevice: number
  readonly secondDevice: number
  /** Of each session: that an attempt to join fails before it. */
  readonly failedJoin: number
}

/** A log-normal span. */
export interface Spread {
  readonly median: Ticks
  readonly sigma: number
}
