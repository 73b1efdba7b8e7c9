import type { Mix, Words } from '../../src/random/mix.ts'
import type { Rng } from '../../src/random/rng.ts'

// How good chance is, in numbers. Limits are for a fixed seed at a significance of about one in a million.

/** The whole state that a name gives to a stream. No caller needs it, so it is private; its quality is what tests are about. */
export function stateOf(stream: Rng): Words {
  return (stream as unknown as { name: Mix }).name.words()
}

/** Values that somebody before had already. */
export function twins(values: Float64Array): number {
  values.sort()
  let found = 0
  for (let at = 1; at < values.length; at++) if (values[at] === values[at - 1]) found++
  return found
}

/** Twins among `count` states: in each 32-bit word alone, and in the first 53 bits of two words, where hardly one is expected. */
export function stateTwins(
  count: number,
  stateAt: (n: number) => Words,
): { words: number[]; pairs: number[] } {
  const columns = Array.from({ length: 4 }, () => new Float64Array(count))
  for (let n = 0; n < count; n++) {
    const state = stateAt(n)
    for (let word = 0; word < 4; word++) (columns[word] as Float64Array)[n] = (state[word] as number) >>> 0
  }
  const pair = (a: number, b: number) => {
    const [high, low] = [columns[a] as Float64Array, columns[b] as Float64Array]
    return high.map((value, n) => value * 2 ** 21 + Math.floor((low[n] as number) / 2 ** 11))
  }
  const pairs = [pair(0, 1), pair(1, 2), pair(2, 3), pair(3, 0)].map(twins)
  return { pairs, words: columns.map(twins) }
}

/** The number of twins that `count` random 32-bit words have, give or take five deviations. */
export function isUsualTwins(found: number, count: number): boolean {
  const expected = count ** 2 / 2 ** 33
  return Math.abs(found - expected) < 5 * Math.sqrt(expected)
}

/**
 * How far from one half the share of flipped output bits is at the worst, over every pair of an input and an output
 * bit. `flipped(sample, bit)` is the state of a sample with that input bit turned over; `null` for none.
 */
export function worstAvalanche(
  samples: number,
  bits: number,
  flipped: (sample: number, bit: number | null) => Words,
): number {
  const counts = new Float64Array(bits * 128)
  for (let sample = 0; sample < samples; sample++) {
    const plain = flipped(sample, null)
    for (let bit = 0; bit < bits; bit++) {
      const other = flipped(sample, bit)
      for (let out = 0; out < 128; out++) {
        const difference = (plain[out >>> 5] as number) ^ (other[out >>> 5] as number)
        counts[bit * 128 + out]! += (difference >>> (out & 31)) & 1
      }
    }
  }
  return counts.reduce((worst, count) => Math.max(worst, Math.abs(count / samples - 0.5)), 0)
}

/** Pearson's chi-square of counts that should be alike, as a normal deviate (Wilson and Hilferty 1931). */
export function chiSquareDeviate(counts: readonly number[]): number {
  const expected = counts.reduce((sum, count) => sum + count, 0) / counts.length
  const chiSquare = counts.reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0)
  const freedom = counts.length - 1
  const spread = 2 / (9 * freedom)
  return (Math.cbrt(chiSquare / freedom) - (1 - spread)) / Math.sqrt(spread)
}

/** How often each of `size` values from 0 comes. */
export function histogram(size: number, values: Iterable<number>): number[] {
  const counts = new Array<number>(size).fill(0)
  for (const value of values) counts[value]! += 1
  return counts
}

/** Pearson's correlation of pairs, as a normal deviate. */
export function correlationDeviate(xs: readonly number[], ys: readonly number[]): number {
  const [x, y] = [moments(xs), moments(ys)]
  const covariance =
    xs.reduce((sum, value, at) => sum + (value - x.mean) * ((ys[at] as number) - y.mean), 0) / xs.length
  return (covariance / Math.sqrt(x.variance * y.variance)) * Math.sqrt(xs.length)
}

export function moments(values: readonly number[]): { mean: number; variance: number } {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length
  return { mean, variance }
}

/** The greatest distance between the distribution of `values` and the law `cdf` (Kolmogorov and Smirnov). */
export function distance(values: readonly number[], cdf: (value: number) => number): number {
  const sorted = Float64Array.from(values).sort()
  let worst = 0
  for (const [at, value] of sorted.entries()) {
    const expected = cdf(value)
    worst = Math.max(worst, expected - at / sorted.length, (at + 1) / sorted.length - expected)
  }
  return worst
}

/** The distance that `count` values keep to their own law but once in a million (Dvoretzky, Kiefer and Wolfowitz). */
export function distanceLimit(count: number): number {
  return Math.sqrt(Math.log(2e6) / (2 * count))
}

/** The standard normal law, to 1.5e-7 (Abramowitz and Stegun 1964, 7.1.26). */
export function normalCdf(value: number): number {
  const x = Math.abs(value) / Math.SQRT2
  const t = 1 / (1 + 0.3275911 * x)
  const tail =
    t *
    (0.254829592 + t * (-0.284496736 + t * (1.421413741 + t * (-1.453152027 + t * 1.061405429)))) *
    Math.exp(-x * x)
  return value < 0 ? tail / 2 : 1 - tail / 2
}

/** `count` values of one draw each. */
export function sample(count: number, draw: (at: number) => number): number[] {
  return Array.from({ length: count }, (_, at) => draw(at))
}
