import { normal } from './normal.ts'
import type { Rng } from './rng.ts'

/** A variate whose logarithm is normal: half of the values lie below `median`, and `sigma` widens the tail. */
export function logNormal(rng: Rng, median: number, sigma: number): number {
  return median * Math.exp(normal(rng, 0, sigma))
}
