import { normalBelow } from '../../../src/scenario/sizes.ts'

// Tests of luck with one seed and one sample size: a limit that one in a million sound samples exceeds.

/** How many deviations from what is expected are one in a million. */
export const FAR = 4.9

/** Deviations of `count` from what is expected of so many independent draws. */
export function z(count: number, draws: number, probability: number): number {
  return (count - draws * probability) / Math.sqrt(draws * probability * (1 - probability))
}

/** Pearson's statistic of counts against the shares that they should have. */
export function chiSquare(counts: readonly number[], shares: readonly number[]): number {
  const total = sum(counts)
  const all = sum(shares)
  return sum(
    counts.map((count, at) => {
      const expected = (total * (shares[at] as number)) / all
      return (count - expected) ** 2 / expected
    }),
  )
}

/** What one in a million sound samples exceeds, by Wilson and Hilferty; of the lower tail with `FAR` negative. */
export function chiSquareLimit(degrees: number, far = 4.7534): number {
  const spread = 2 / (9 * degrees)
  return degrees * (1 - spread + far * Math.sqrt(spread)) ** 3
}

/** Half of the sum of all differences between shares: the effect, which more draws do not raise. */
export function totalVariation(counts: readonly number[], shares: readonly number[]): number {
  const total = sum(counts)
  const all = sum(shares)
  return sum(counts.map((count, at) => Math.abs(count / total - (shares[at] as number) / all))) / 2
}

/** The greatest distance between a sample and a law without jumps (Kolmogorov and Smirnov). */
export function ks(sample: readonly number[], below: (value: number) => number): number {
  const sorted = Float64Array.from(sample).sort()
  let distance = 0
  for (const [at, value] of sorted.entries()) {
    const expected = below(value)
    distance = Math.max(distance, expected - at / sorted.length, (at + 1) / sorted.length - expected)
  }
  return distance
}

/** The distance that one in a million samples exceeds (Dvoretzky, Kiefer and Wolfowitz, with Massart's constant). */
export function dkw(size: number): number {
  return Math.sqrt(Math.log(2e6) / (2 * size))
}

export function logNormalBelow(median: number, sigma: number): (value: number) => number {
  return (value) => (value <= 0 ? 0 : normalBelow(Math.log(value / median) / sigma))
}

/**
 * Times within blocks of a Poisson process, made so that they are uniform from 0 to 1 when they are one, and are more
 * sensitive to clusters than the times themselves (Lewis's variant of Durbin's transform; Kim and Whitt 2014).
 */
export function lewis(times: readonly number[], from: number, to: number): number[] {
  const inside = [0, ...times.map((time) => (time - from) / (to - from)).sort((a, b) => a - b), 1]
  const gaps = inside.slice(1).map((time, at) => time - (inside[at] as number))
  gaps.sort((a, b) => a - b)
  let reached = 0
  return gaps.slice(0, -1).map((gap, at) => {
    reached += (gaps.length - at) * (gap - (gaps[at - 1] ?? 0))
    return reached
  })
}

/** Correlation of each value with the next. */
export function serial(values: readonly number[]): number {
  const middle = mean(values)
  let [with_, own] = [0, 0]
  for (const [at, value] of values.entries()) {
    own += (value - middle) ** 2
    if (at > 0) with_ += (value - middle) * ((values[at - 1] as number) - middle)
  }
  return with_ / own
}

export function sum(values: readonly number[]): number {
  let total = 0
  for (const value of values) total += value
  return total
}

export function mean(values: readonly number[]): number {
  return sum(values) / values.length
}
