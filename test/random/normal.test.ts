import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { normal } from '../../src/random/normal.ts'
import { rng } from '../../src/random/rng.ts'
import { distance, distanceLimit, moments, normalCdf, sample } from './measures.ts'

const test = suite('normal')
const COUNT = 100_000

test('has the given mean and deviation', () => {
  const stream = rng('normal')
  const { mean, variance } = moments(sample(COUNT, () => normal(stream, -3, 12)))
  assert.ok(Math.abs(mean + 3) < (4.9 * 12) / Math.sqrt(COUNT), `mean ${mean}`)
  assert.ok(Math.abs(variance / 144 - 1) < 4.9 * Math.sqrt(2 / COUNT), `variance ${variance}`)
})

test('follows the normal law, each value the first of its own stream', () => {
  const streams = rng('normal law')
  assert.ok(
    distance(
      sample(COUNT, (at) => normal(streams.fork(at), 0, 1)),
      normalCdf,
    ) < distanceLimit(COUNT),
  )
})

test('follows the normal law beyond two deviations too, to both sides alike', () => {
  const stream = rng('normal tails')
  const values = sample(COUNT, () => normal(stream, 0, 1))
  const share = 1 - normalCdf(2)
  const limit = 4.9 * Math.sqrt(share * COUNT)
  assert.ok(Math.abs(values.filter((value) => value > 2).length - share * COUNT) < limit)
  assert.ok(Math.abs(values.filter((value) => value < -2).length - share * COUNT) < limit)
})

test('is finite for every draw', () => {
  for (const unit of [0, 2 ** -53, 0.5, 1 - 2 ** -53]) {
    assert.ok(Number.isFinite(normal({ unit: () => unit } as never, 0, 1)))
  }
})

test.run()
