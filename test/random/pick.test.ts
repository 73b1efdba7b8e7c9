import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { pick } from '../../src/random/pick.ts'
import { rng } from '../../src/random/rng.ts'
import { chiSquareDeviate, histogram, sample } from './measures.ts'

const test = suite('pick')

test('gives each item as often as the others', () => {
  const streams = rng('pick')
  for (const size of [2, 3, 7, 100]) {
    const items = Array.from({ length: size }, (_, at) => at)
    const deviate = chiSquareDeviate(
      histogram(
        size,
        sample(50_000, (at) => pick(streams.fork(size, at), items)),
      ),
    )
    assert.ok(Math.abs(deviate) < 4.9, `${size}: ${deviate}`)
  }
})

test('gives the only item of one', () => {
  assert.is(pick(rng('one'), ['only']), 'only')
})

test('throws when there is nothing to pick from', () => {
  assert.throws(
    () => pick(rng('none'), []),
    (error: Error) => error instanceof RangeError && /nothing to pick from/.test(error.message),
  )
})

test.run()
