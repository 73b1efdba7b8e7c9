import { checkArguments } from '../arguments.ts'
import type { Day, Ticks } from '../time/ticks.ts'
import type { Zone } from '../time/zone.ts'
import { aScenario, type Conference, type Person, type Scenario } from './scenario.ts'

/** What is known of a kind of anomaly: the one list that the file, the rows, the checks and the help go by. */
export interface AnomalyFacts {
  /** What goes wrong as a whole: one join, or a conference with all its joins. */
  readonly of: 'join' | 'conference'
  /**
   * `legal` rows keep all keys and references and go into any database; `breaking` ones go into files, and into tables
   * without foreign keys.
   */
  readonly effect: 'legal' | 'breaking'
  /** What the rows hold then. */
  readonly is: string
  /** By which rule `verify` finds it without the scenario; null where nothing shows it. */
  readonly rule: 'key' | 'reference' | 'time-order' | null
  /** Where only some rows are found by that rule: which. */
  readonly foundWhere?: string
}

export const anomalyKinds = {
  'missing-leave': {
    of: 'join',
    effect: 'legal',
    is: 'UserLeaveTime is null, though the conference has ended.',
    rule: null,
  },
  'missing-conference-end': {
    of: 'conference',
    effect: 'legal',
    is: 'ConferenceEndTime is null and Processed is 0, though everybody has left.',
    rule: null,
  },
  'leave-before-join': {
    of: 'join',
    effect: 'legal',
    is: 'UserLeaveTime is up to ten minutes before UserJoinTime.',
    rule: 'time-order',
  },
  'zero-length-join': {
    of: 'join',
    effect: 'legal',
    is: 'UserLeaveTime is UserJoinTime.',
    rule: 'time-order',
  },
  'orphaned-join': {
    of: 'join',
    effect: 'breaking',
    is: 'the join points to a conference, a dialog or a user that is not there: see `missing`.',
    rule: 'reference',
  },
  'duplicate-join': {
    of: 'join',
    effect: 'breaking',
    is: 'the row is there twice, key and all.',
    rule: 'key',
  },
  'lost-mcu-rows': {
    of: 'join',
    effect: 'legal',
    is: 'the join has no rows in McuJoinsAndLeaves, though its sessions with conferencing servers are there.',
    rule: null,
  },
  'clock-skew': {
    of: 'conference',
    effect: 'legal',
    is: 'all joins and leaves of a conference, those of conferencing servers included, are off by as much as the clock of its front end: see `by`.',
    rule: 'time-order',
    foundWhere: 'joins that are before their dialog, leaves after the end',
  },
  'null-client': {
    of: 'join',
    effect: 'legal',
    is: 'ClientVerId is null.',
    rule: null,
  },
  'wrong-time-zone': {
    of: 'conference',
    effect: 'legal',
    is: 'start, end, joins and leaves of a conference, those of conferencing servers included, are those of the clock on the wall, not UTC: see `timezone`.',
    rule: 'time-order',
  },
  'truncated-milliseconds': {
    of: 'join',
    effect: 'legal',
    is: 'UserJoinTime and UserLeaveTime are cut to whole seconds, of conferencing servers too.',
    rule: 'time-order',
    foundWhere: 'joins that are before their dialog',
  },
} as const satisfies Readonly<Record<string, AnomalyFacts>>

export type AnomalyKind = keyof typeof anomalyKinds

export const ANOMALY_KINDS = Object.keys(anomalyKinds) as [AnomalyKind, ...AnomalyKind[]]

/** What an orphaned join can be without. */
export const MISSING_PARENTS = ['conference', 'dialog', 'user'] as const

export type MissingParent = (typeof MISSING_PARENTS)[number]

/** Rows that are to be wrong on purpose. Of the places, null stands for any. */
export interface Anomaly {
  readonly kind: AnomalyKind
  /** Position in `Scenario.anomalies`: later ones find the rows as earlier ones have left them. */
  readonly index: number
  /** Line of the scenario file; null where it was made by a program. */
  readonly line: number | null
  /** By what its chance is found: all that the scenario says of it but the rate, so that a higher rate only adds rows. */
  readonly name: string
  readonly conference: Conference | null
  readonly person: Person | null
  /** On the calendar of the conference. */
  readonly on: Day | null
  /** Which of the joins of a person into a conference, from 1. */
  readonly join: number | null
  readonly pool: string | null
  /** The probability of each join or conference of the place. */
  readonly rate: number
  readonly missing: MissingParent
  readonly by: Ticks
  readonly zone: Zone
}

/** The same scenario with nothing wrong on purpose: what it had to be compared with. */
export function withoutAnomalies(scenario: Scenario): Scenario {
  checkArguments('withoutAnomalies', { scenario: [scenario, aScenario] })
  const { anomalies: _, ...definition } = scenario.definition
  return { ...scenario, anomalies: [], definition }
}

/** What happens to a kind of anomaly in a database that keeps its keys. */
export function isBreaking({ kind }: Pick<Anomaly, 'kind'>): boolean {
  return factsOf(kind).effect === 'breaking'
}

export function factsOf(kind: AnomalyKind): AnomalyFacts {
  return anomalyKinds[kind]
}
