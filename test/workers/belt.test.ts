import fc from 'fast-check'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { Belt, type Laid, takeOff } from '../../src/workers/belt.ts'

const test = suite('belt')

const MB = 1 << 20

test('pieces keep their bytes until they are taken off, however often the belt goes round', () =>
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 1, max: 3 * MB }), { minLength: 30, maxLength: 60 }), (sizes) => {
      const belt = new Belt(16 * MB)
      const waiting: { readonly laid: Laid; readonly value: number; readonly size: number }[] = []
      const take = () => {
        const { laid, value, size } = waiting.shift()!
        const { bytes } = laid.piece
        assert.equal([bytes.length, bytes[0], bytes.at(-1)], [size, value, value])
        takeOff(laid)
      }
      for (const [value, size] of sizes.entries()) {
        // With more on it a thread would wait for us.
        while (waiting.reduce((sum, { size }) => sum + size, size) > 10 * MB) take()
        // Written where it will lie, as long as there is room for it.
        const room = belt.room()
        const bytes = (size <= room.length ? room.subarray(0, size) : new Uint8Array(size)).fill(value)
        const piece = { day: null, table: 'Users' as const, rows: 1, bytes }
        waiting.push({ laid: belt.lay(piece), value, size })
      }
      while (waiting.length > 0) take()
    }),
    { numRuns: 10 },
  ))

test.run()
