import type { Plan } from '../plan/plan.ts'
import { msFromTicks, type Ticks } from '../time/ticks.ts'
import { type Buckets, bucketsOf, type Unit } from './buckets.ts'
import { type Clock, UTC } from './clock.ts'

/** What answers are about: everything, or a period, or a pool, or both. */
export interface Scope {
  /** From this moment on; null for no beginning. */
  readonly from: Ticks | null
  /** Up to before this moment; null for no end. */
  readonly to: Ticks | null
  /** The FQDN of the pool that held the conferences; null for all pools. */
  readonly pool: string | null
}

/** Everything of a data set. */
export const ALL: Scope = { from: null, to: null, pool: null }

export interface Question extends Scope {
  readonly by: Unit
  /** The clocks that hours, days, weeks and months are of. */
  readonly clock: Clock
  /** URIs or instance GUIDs, in capitals, of the conferences whose details are wanted. */
  readonly conferences: readonly string[]
}

/** What is asked where nothing is said. */
export const USUAL: Question = { ...ALL, by: 'day', clock: UTC, conferences: [] }

/** A question as tallies need it. Times are milliseconds since 1970. */
export interface Asked {
  readonly plan: Plan
  readonly from: number
  readonly to: number
  /** Position in `Scenario.pools`; null for all pools. */
  readonly pool: number | null
  readonly buckets: Buckets
  readonly conferences: ReadonlySet<string>
}

export function askedOf(plan: Plan, { from, to, pool, by, clock, conferences }: Question): Asked {
  return {
    plan,
    from: from === null ? Number.NEGATIVE_INFINITY : msFromTicks(from),
    to: to === null ? Number.POSITIVE_INFINITY : msFromTicks(to),
    pool: pool === null ? null : plan.scenario.pools.indexOf(pool),
    buckets: bucketsOf(by, clock),
    conferences: new Set(conferences),
  }
}
