import fc from 'fast-check'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { rng } from '../../src/random/rng.ts'
import { weighted } from '../../src/random/weighted.ts'

const test = suite('weighted')

test('gives each value by its share of the weights, which need not add up to 1', () => {
  const streams = rng('weighted')
  const pairs = [
    ['a', 7],
    ['b', 43],
    ['c', 0],
    ['d', 50],
  ] as const
  const count = 50_000
  const values = Array.from({ length: count }, (_, at) => weighted(streams.fork(at), pairs))
  for (const [value, weight] of pairs) {
    const share = weight / 100
    const found = values.filter((one) => one === value).length
    assert.ok(
      Math.abs(found - share * count) <= 4.9 * Math.sqrt(share * (1 - share) * count),
      `${value}: ${found}`,
    )
  }
})

test('never gives a value of weight 0, whatever is drawn', () => {
  const weights = fc.array(fc.constantFrom(0, 0.1, 0.2, 0.7, 3), { minLength: 1, maxLength: 6 })
  const unit = fc.oneof(
    fc.constantFrom(0, 1 - 2 ** -53),
    fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
  )
  fc.assert(
    fc.property(weights, unit, (list, drawn) => {
      fc.pre(list.some((weight) => weight > 0))
      const at = weighted(
        { unit: () => drawn } as never,
        list.map((weight, index) => [index, weight] as const),
      )
      assert.ok((list[at] as number) > 0)
    }),
  )
})

test('throws when no weight is above 0', () => {
  for (const pairs of [[], [['a', 0]]] as const) {
    assert.throws(
      () => weighted(rng('none'), pairs),
      (error: Error) => error instanceof RangeError && /no weight is above 0/.test(error.message),
    )
  }
})

test.run()
