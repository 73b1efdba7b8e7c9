import type { Rng } from './rng.ts'

/** A waiting time with the given mean; short waits are common, long ones rare. */
export function exponential(rng: Rng, mean: number): number {
  return -Math.log1p(-rng.unit()) * mean
}
