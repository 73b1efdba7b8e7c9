import { exponential } from './exponential.ts'
import type { Rng } from './rng.ts'

/** The sum of `shape` waiting times, with the given mean in all: a gamma variate of whole shape. */
export function erlang(rng: Rng, shape: number, mean: number): number {
  let sum = 0
  for (let part = 0; part < shape; part++) sum += exponential(rng, mean / shape)
  return sum
}
