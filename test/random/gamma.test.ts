import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { gamma } from '../../src/random/gamma.ts'
import { rng } from '../../src/random/rng.ts'
import { distance, distanceLimit, moments, sample } from './measures.ts'

const test = suite('gamma')
const COUNT = 50_000

for (const variation of [0.01, 0.1, 0.5, 1]) {
  test(`has mean 1 and deviation ${variation}, and is above 0`, () => {
    const streams = rng(`gamma ${variation}`)
    const values = sample(COUNT, (at) => gamma(streams.fork(at), variation))
    const { mean, variance } = moments(values)
    assert.ok(Math.abs(mean - 1) < (4.9 * variation) / Math.sqrt(COUNT), `mean ${mean}`)
    // The kurtosis of a gamma variate is 3 + 6 / shape.
    const spread = Math.sqrt((2 + 6 * variation ** 2) / COUNT)
    assert.ok(Math.abs(variance / variation ** 2 - 1) < 4.9 * spread, `variance ${variance}`)
    assert.ok(values.every((value) => value > 0))
  })
}

test('of deviation 1 is a waiting time', () => {
  const stream = rng('gamma, exponential')
  const values = sample(COUNT, () => gamma(stream, 1))
  assert.ok(distance(values, (value) => 1 - Math.exp(-value)) < distanceLimit(COUNT))
})

test('of deviation one half is the mean of four waiting times', () => {
  const stream = rng('gamma, Erlang')
  const values = sample(COUNT, () => gamma(stream, 0.5))
  const cdf = (value: number) => {
    const x = 4 * value
    return 1 - Math.exp(-x) * (1 + x + x ** 2 / 2 + x ** 3 / 6)
  }
  assert.ok(distance(values, cdf) < distanceLimit(COUNT))
})

test('of deviation 0 is always 1, and close to it for the smallest deviations', () => {
  for (const variation of [0, 1e-300, 1e-160, 1e-12, 1e-7]) {
    for (let at = 0; at < 20; at++)
      assert.ok(Math.abs(gamma(rng('none').fork(at), variation) - 1) < 1e-5, `${variation}`)
  }
  assert.is(gamma(rng('none'), 0), 1)
})

test.run()
