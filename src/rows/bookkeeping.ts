import type { Scenario } from '../scenario/scenario.ts'
import { DAY, type Ticks } from '../time/ticks.ts'

/**
 * What the `NextUpdateTS` columns hold: midnight UTC of the scenario's first day. The documentation calls them internal
 * and says no more; `ConferenceUris` has it in its key, so it must not be empty.
 */
export function bookkeepingStart({ start }: Scenario): Ticks {
  return start * DAY
}
