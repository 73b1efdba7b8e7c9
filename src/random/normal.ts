import type { Rng } from './rng.ts'

/** A normal variate (Box and Muller 1958; one of the pair is thrown away, so that a draw keeps no state). */
export function normal(rng: Rng, mean: number, deviation: number): number {
  const radius = Math.sqrt(-2 * Math.log1p(-rng.unit()))
  return mean + deviation * radius * Math.cos(2 * Math.PI * rng.unit())
}
