import { normalQuantile } from '../../random/normal-quantile.ts'
import type { Sizes } from '../../scenario/population.ts'

/**
 * Row 2: how many people come, for a standard normal variate `z`. By `z` and not by a draw, so that the occurrences of a
 * series can be alike and all conferences together still follow the law.
 */
export function sizeLaw(sizes: Sizes): (z: number) => number {
  if (sizes.law === 'log-normal') {
    const { median, sigma, most } = sizes
    return (z) => Math.min(most, Math.max(2, Math.round(median * Math.exp(sigma * z))))
  }
  const sorted = [...sizes.shares].sort(([a], [b]) => a - b)
  let upTo = 0
  const bounds = sorted.map(([, share], at) => {
    upTo += share
    return at === sorted.length - 1 || upTo >= 1 ? Number.POSITIVE_INFINITY : normalQuantile(upTo)
  })
  return (z) => sorted[bounds.findIndex((bound) => z < bound)]![0]
}
