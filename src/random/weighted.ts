import type { Rng } from './rng.ts'

/** One of the pairs' values, as likely as its weight says. Weights need not add up to 1. */
export function weighted<T>(rng: Rng, pairs: readonly (readonly [value: T, weight: number])[]): T {
  let left = rng.unit() * pairs.reduce((sum, [, weight]) => sum + weight, 0)
  for (const [value, weight] of pairs) {
    left -= weight
    if (left < 0) return value
  }
  const last = pairs.findLast(([, weight]) => weight > 0)
  if (last === undefined) throw new RangeError('weighted: no weight is above 0')
  return last[0]
}
