import { exponential } from './exponential.ts'
import type { Rng } from './rng.ts'

/** How many events of a Poisson process fall into a span that holds `mean` of them on average. Takes a draw for each. */
export function poisson(rng: Rng, mean: number): number {
  let events = 0
  for (let time = exponential(rng, 1); time < mean; time += exponential(rng, 1)) events++
  return events
}
