import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { exponential } from '../../src/random/exponential.ts'
import { rng } from '../../src/random/rng.ts'
import { distance, distanceLimit, moments, sample } from './measures.ts'

const test = suite('exponential')
const COUNT = 100_000

test('has the given mean, and as deviation its mean', () => {
  const stream = rng('exponential')
  const { mean, variance } = moments(sample(COUNT, () => exponential(stream, 240)))
  // The deviation of the mean is 240 / sqrt(n) = 0.76, that of the variance sqrt(8 / n) of it.
  assert.ok(Math.abs(mean - 240) < 4.9 * 0.76, `mean ${mean}`)
  assert.ok(Math.abs(variance / 240 ** 2 - 1) < 4.9 * Math.sqrt(8 / COUNT), `variance ${variance}`)
})

test('follows 1 - exp(-x / mean), each value the first of its own stream', () => {
  const streams = rng('exponential law')
  const values = sample(COUNT, (at) => exponential(streams.fork(at), 2))
  assert.ok(distance(values, (x) => 1 - Math.exp(-x / 2)) < distanceLimit(COUNT))
})

test('is finite and never below 0', () => {
  assert.is(exponential({ unit: () => 0 } as never, 5), 0)
  assert.ok(Number.isFinite(exponential({ unit: () => 1 - 2 ** -53 } as never, 5)))
})

test('of mean 0 is 0', () => {
  assert.is(exponential(rng('zero'), 0), 0)
})

test.run()
