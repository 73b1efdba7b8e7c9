import fc from 'fast-check'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { Lottery } from '../../src/random/lottery.ts'
import { rng } from '../../src/random/rng.ts'
import { histogram, sample } from './measures.ts'

const test = suite('lottery')

test('draws each position by its share of the weights, which need not add up to 1', () => {
  const streams = rng('lottery')
  const weights = [7, 43, 0, 45, 0, 5]
  const lottery = new Lottery(weights)
  const count = 50_000
  const found = histogram(
    weights.length,
    sample(count, (at) => lottery.draw(streams.fork(at))),
  )
  for (const [at, weight] of weights.entries()) {
    const share = weight / 100
    const limit = 4.9 * Math.sqrt(share * (1 - share) * count)
    assert.ok(Math.abs((found[at] as number) - share * count) <= limit, `${at}: ${found[at]}`)
  }
})

test('gives the position whose part of the whole holds the draw, to the last of its 2^32 values', () => {
  const lottery = new Lottery([1, 1, 2])
  const draw = (fraction: number) => lottery.draw({ fraction: () => fraction } as never)
  const step = 2 ** -32
  const draws = [0, 0.25 - step, 0.25, 0.5 - step, 0.5, 1 - step]
  assert.equal(draws.map(draw), [0, 0, 1, 1, 2, 2])
})

test('never gives a position of weight 0, whatever is drawn', () => {
  const weights = fc.array(fc.constantFrom(0, 0.1, 0.2, 0.7, 3, 1e-12), { minLength: 1, maxLength: 6 })
  const fraction = fc.oneof(fc.constantFrom(0, 2 ** 32 - 1), fc.nat(2 ** 31)).map((n) => n / 2 ** 32)
  fc.assert(
    fc.property(weights, fraction, (list, drawn) => {
      fc.pre(list.some((weight) => weight > 0))
      const at = new Lottery(list).draw({ fraction: () => drawn } as never)
      assert.ok((list[at] as number) > 0)
    }),
  )
})

test('takes one draw, and does not change when the weights do', () => {
  const weights = Float64Array.of(1, 2, 3)
  const lottery = new Lottery(weights)
  weights.fill(0)
  const [one, other] = [rng('one draw'), rng('one draw')]
  for (let turn = 0; turn < 100; turn++) {
    assert.ok([0, 1, 2].includes(lottery.draw(one)))
    other.fraction()
  }
  assert.is(one.bits(), other.bits())
})

test('throws when no weight is above 0', () => {
  for (const weights of [[], [0], [0, 0], [Number.NaN]]) {
    assert.throws(
      () => new Lottery(weights),
      (error: Error) => error instanceof RangeError && /no weight is above 0/.test(error.message),
    )
  }
})

test.run()
