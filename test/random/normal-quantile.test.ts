import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { normalQuantile } from '../../src/random/normal-quantile.ts'
import { rng } from '../../src/random/rng.ts'
import { normalBelow } from '../../src/scenario/sizes.ts'
import { distance, distanceLimit, sample } from './measures.ts'

const test = suite('normal quantile')

/** The three checks that Wichura gives with AS 241, and quantiles of the usual tables to the last digit of a double. */
const PUBLISHED: readonly (readonly [p: number, z: number])[] = [
  [0.25, -0.6744897501960817],
  [0.001, -3.090232306167814],
  [1e-20, -9.262340089798409],
  [0.5, 0],
  [0.75, 0.6744897501960817],
  [0.9, 1.2815515655446004],
  [0.95, 1.6448536269514722],
  [0.975, 1.959963984540054],
  [0.99, 2.3263478740408408],
  [0.995, 2.5758293035489004],
  [0.999, 3.090232306167813],
]

test('gives the published quantiles', () => {
  for (const [p, z] of PUBLISHED) {
    const found = normalQuantile(p)
    assert.ok(Math.abs(found - z) <= 1e-15 * Math.max(1, Math.abs(z)) * 4, `${p}: ${found}, not ${z}`)
  }
})

test('has the normal law as its inverse', () => {
  for (let n = 1; n < 2000; n++) {
    const p = n / 2000
    assert.ok(Math.abs(normalBelow(normalQuantile(p)) - p) < 1e-14, `${p}`)
  }
})

test('is the same to both sides of one half', () => {
  // Sums of powers of 2, so that 1 - p loses nothing.
  for (let n = 1; n < 4096; n++) assert.is(normalQuantile(1 - n / 4096) + normalQuantile(n / 4096), 0)
  for (let power = 2; power < 53; power++) {
    assert.is(normalQuantile(1 - 2 ** -power), -normalQuantile(2 ** -power))
  }
})

test('rises everywhere, also where one of its three formulas ends and the next begins', () => {
  const borders = [0.075, 0.925, Math.exp(-25), 1 - Math.exp(-25)]
  const near = borders.flatMap((p) => Array.from({ length: 201 }, (_, n) => p * (1 + (n - 100) * 1e-11)))
  const wide = Array.from({ length: 9999 }, (_, n) => (n + 1) / 10_000)
  const far = Array.from({ length: 300 }, (_, n) => 10 ** -(n + 1))
  const points = [...new Set([...near, ...wide, ...far])].filter((p) => p < 1).sort((a, b) => a - b)
  for (const [at, p] of points.slice(1).entries()) {
    const before = points[at] as number
    // As many as 16 figures: a step of one in the last place is no fall.
    assert.ok(normalQuantile(p) >= normalQuantile(before) - 2e-15, `${before} to ${p}`)
    if (p - before > 1e-6) assert.ok(normalQuantile(p) > normalQuantile(before), `${before} to ${p}`)
  }
})

test('makes a normal variate of one draw, finite for every draw', () => {
  const streams = rng('quantile')
  const values = sample(100_000, (at) => normalQuantile(streams.fork(at).fraction() + 2 ** -33))
  assert.ok(distance(values, normalBelow) < distanceLimit(values.length))
  for (const fraction of [0, 2 ** -32, 1 - 2 ** -32])
    assert.ok(Math.abs(normalQuantile(fraction + 2 ** -33)) < 6.4)
})

test.run()
