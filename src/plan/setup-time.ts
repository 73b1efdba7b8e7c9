import { logNormal } from '../random/log-normal.ts'
import type { Rng } from '../random/rng.ts'
import { SECOND, type Ticks, ticksFromSeconds } from '../time/ticks.ts'

/** The longest time between an INVITE and its join when nobody waits in a lobby. */
export const LONGEST_SETUP: Ticks = 5 * SECOND

/** From the INVITE to the join: about a second, more on a slow day. Judgement: no figure is published. */
export function setupTime(rng: Rng): Ticks {
  return Math.min(LONGEST_SETUP, ticksFromSeconds(logNormal(rng, 1.1, 0.5)))
}
