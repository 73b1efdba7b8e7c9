import { MINUTE, type Ticks } from '../time/ticks.ts'
import type { Zone } from '../time/zone.ts'

/** Clocks are changed on the half hour at the finest. */
const STEP = 30 * MINUTE

/** What clocks show, for moments that come more or less in order: rules are asked once for each half hour. */
export class LocalClocks {
  private readonly known = new Map<Zone, { step: number; offset: Ticks }>()

  /** As `Zone.clock`. */
  clock(zone: Zone, moment: Ticks): Ticks {
    const step = Math.floor(moment / STEP)
    const found = this.known.get(zone) ?? { step: Number.NaN, offset: 0 }
    this.known.set(zone, found)
    if (found.step !== step) {
      found.step = step
      found.offset = zone.clock(step * STEP) - step * STEP
    }
    return moment + found.offset
  }
}
