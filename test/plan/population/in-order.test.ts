import fc from 'fast-check'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { inOrder } from '../../../src/plan/population/in-order.ts'

const test = suite('inOrder')

test('gives the positions by tick, and those of one tick as they are', () => {
  const tick = fc.oneof(fc.nat(3), fc.nat({ max: 2 ** 27 - 1 }))
  fc.assert(
    fc.property(fc.array(tick), (ticks) => {
      const expected = ticks.map((_, at) => at).sort((a, b) => ticks[a]! - ticks[b]! || a - b)
      assert.equal([...inOrder(Int32Array.from(ticks))], expected)
    }),
  )
})

test.run()
