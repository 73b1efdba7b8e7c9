import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { logNormalQuantiles, Quantiles } from '../../src/random/quantiles.ts'
import { rng } from '../../src/random/rng.ts'
import { normalBelow } from '../../src/scenario/sizes.ts'
import { distance, distanceLimit, sample } from './measures.ts'

const test = suite('Quantiles')

test('draw whole numbers from a law, by one draw each', () => {
  const streams = rng('quantiles')
  const normal = new Quantiles((z) => 1e6 * z)
  const values = sample(100_000, (at) => normal.draw(streams.fork(at)) / 1e6)
  assert.ok(distance(values, normalBelow) < distanceLimit(values.length))
  const [one, other] = [streams.fork('one'), streams.fork('one')]
  normal.draw(one)
  other.bits()
  assert.is(one.bits(), other.bits())
})

test('give the median and the spread of a log-normal law', () => {
  const streams = rng('log-normal')
  const law = logNormalQuantiles(25e6, 0.8)
  const logs = sample(100_000, (at) => Math.log(law.draw(streams.fork(at)) / 25e6) / 0.8)
  assert.ok(distance(logs, normalBelow) < distanceLimit(logs.length))
  assert.ok(logs.every((log) => Math.abs(log) < 3.6))
})

test.run()
