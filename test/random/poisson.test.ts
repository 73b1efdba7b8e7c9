import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { poisson } from '../../src/random/poisson.ts'
import { rng } from '../../src/random/rng.ts'
import { chiSquareDeviate, histogram, moments, sample } from './measures.ts'

const test = suite('poisson')

for (const [mean, count] of [
  [0.3, 50_000],
  [4, 50_000],
  [200, 3000],
] as const) {
  test(`of mean ${mean} has that mean and that variance`, () => {
    const streams = rng(`poisson ${mean}`)
    const found = moments(sample(count, (at) => poisson(streams.fork(at), mean)))
    assert.ok(Math.abs(found.mean - mean) < 4.9 * Math.sqrt(mean / count), `mean ${found.mean}`)
    // The kurtosis of a Poisson variate is 3 + 1 / mean.
    const spread = Math.sqrt((2 + 1 / mean) / count)
    assert.ok(Math.abs(found.variance / mean - 1) < 4.9 * spread, `variance ${found.variance}`)
  })
}

test('gives each count as often as the law says', () => {
  const stream = rng('poisson law')
  const count = 50_000
  const found = histogram(
    30,
    sample(count, () => poisson(stream, 4)),
  )
  let probability = Math.exp(-4)
  for (let events = 0; events < 12; events++) {
    const limit = 4.9 * Math.sqrt(probability * (1 - probability) * count)
    assert.ok(
      Math.abs((found[events] as number) - probability * count) < limit,
      `${events}: ${found[events]}`,
    )
    probability *= 4 / (events + 1)
  }
})

test('has as many odd counts as even ones where they are many', () => {
  const stream = rng('poisson parity')
  const odd = sample(5000, () => poisson(stream, 50) % 2)
  assert.ok(Math.abs(chiSquareDeviate(histogram(2, odd))) < 4.9)
})

test('is 0 for a mean of 0, whatever is drawn', () => {
  for (let at = 0; at < 100; at++) assert.is(poisson(rng('nothing').fork(at), 0), 0)
  for (const unit of [0, 1 - 2 ** -53]) assert.is(poisson({ unit: () => unit } as never, 0), 0)
})

test.run()
