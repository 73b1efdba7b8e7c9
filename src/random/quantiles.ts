import { normalQuantile } from './normal-quantile.ts'
import type { Rng } from './rng.ts'

/** Steps between the quantiles that are kept; the ends are those of a quarter of a step. */
const STEPS = 1024

/**
 * Draws whole variates of one law from a table of its quantiles, with straight lines between them: one draw and a look-up,
 * where the law itself needs logarithms and powers. Made once, for many draws. Beyond the ends of the table, which are 3.5
 * standard deviations of a normal law, it gives nothing.
 */
export class Quantiles {
  private readonly values = new Float64Array(STEPS + 1)

  /** `ofNormal` makes the variate of a standard normal one, and never a smaller one of a greater one. */
  constructor(ofNormal: (z: number) => number) {
    for (let at = 0; at <= STEPS; at++) {
      const p = Math.min(STEPS - 0.25, Math.max(0.25, at)) / STEPS
      this.values[at] = ofNormal(normalQuantile(p))
    }
  }

  /** A whole number; takes one draw. */
  draw(rng: Rng): number {
    const { values } = this
    const place = rng.fraction() * STEPS
    const at = Math.floor(place)
    const low = values[at]!
    return Math.round(low + (place - at) * (values[at + 1]! - low))
  }
}

/** The law of a variate whose logarithm is normal: half of the values lie below `median`, and `sigma` widens the tail. */
export function logNormalQuantiles(median: number, sigma: number): Quantiles {
  return new Quantiles((z) => median * Math.exp(sigma * z))
}
