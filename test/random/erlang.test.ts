import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { erlang } from '../../src/random/erlang.ts'
import { rng } from '../../src/random/rng.ts'
import { distance, distanceLimit, moments, sample } from './measures.ts'

const test = suite('erlang')
const COUNT = 100_000

test('has the given mean in all, and the variance mean² / shape', () => {
  for (const shape of [1, 2, 5]) {
    const stream = rng(`erlang ${shape}`)
    const { mean, variance } = moments(sample(COUNT, () => erlang(stream, shape, 120)))
    const deviation = 120 / Math.sqrt(shape)
    assert.ok(Math.abs(mean - 120) < (4.9 * deviation) / Math.sqrt(COUNT), `mean ${mean}`)
    // The kurtosis is 3 + 6 / shape.
    assert.ok(
      Math.abs(variance / deviation ** 2 - 1) < 4.9 * Math.sqrt((2 + 6 / shape) / COUNT),
      `variance ${variance}`,
    )
  }
})

test('of shape 2 follows 1 - (1 + 2x / mean) exp(-2x / mean)', () => {
  const streams = rng('erlang law')
  const values = sample(COUNT, (at) => erlang(streams.fork(at), 2, 2))
  assert.ok(distance(values, (x) => 1 - (1 + x) * Math.exp(-x)) < distanceLimit(COUNT))
})

test.run()
