import type { Sizes } from './population.ts'

/** How many participants a conference has on average. */
export function meanParticipants(sizes: Sizes): number {
  if (sizes.law === 'shares') return sizes.shares.reduce((sum, [size, share]) => sum + size * share, 0)
  const { median, sigma, most } = sizes
  if (sigma === 0) return Math.min(Math.max(Math.round(median), 2), most)
  // A variate of whole numbers is on average the sum of the probabilities that it is more than 0, 1, 2 and so on.
  let mean = Math.min(2, most)
  for (let n = 2; n < most; n++) mean += 1 - normalBelow(Math.log((n + 0.5) / median) / sigma)
  return mean
}

/** The probability that a standard normal variate is below `z`, accurate to 14 digits after the point. */
export function normalBelow(z: number): number {
  if (z <= -8) return 0
  if (z >= 8) return 1
  // The series z + z^3/3 + z^5/15 + z^7/105 + ... (G. Marsaglia, "Evaluating the Normal Distribution",
  // Journal of Statistical Software 11, 2004).
  let sum = z
  let term = z
  for (let n = 3; sum + term !== sum; n += 2) {
    term *= (z * z) / n
    sum += term
  }
  return 0.5 + (sum * Math.exp((-z * z) / 2)) / Math.sqrt(2 * Math.PI)
}
