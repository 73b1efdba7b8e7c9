import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { logNormal } from '../../src/random/log-normal.ts'
import { rng } from '../../src/random/rng.ts'
import { distance, distanceLimit, moments, normalCdf, sample } from './measures.ts'

const test = suite('log-normal')
const COUNT = 100_000

test('has the mean median * exp(sigma² / 2)', () => {
  const stream = rng('log-normal')
  const { mean } = moments(sample(COUNT, () => logNormal(stream, 110, 0.9)))
  const expected = 110 * Math.exp(0.9 ** 2 / 2)
  const deviation = expected * Math.sqrt(Math.exp(0.9 ** 2) - 1)
  assert.ok(Math.abs(mean - expected) < (4.9 * deviation) / Math.sqrt(COUNT), `mean ${mean}, not ${expected}`)
})

test('has a logarithm of the normal law', () => {
  const streams = rng('log-normal law')
  const values = sample(COUNT, (at) => logNormal(streams.fork(at), 600, 1.1))
  assert.ok(distance(values, (x) => normalCdf(Math.log(x / 600) / 1.1)) < distanceLimit(COUNT))
})

test('is the median without a sigma', () => {
  assert.is(logNormal(rng('no spread'), 45, 0), 45)
})

test.run()
