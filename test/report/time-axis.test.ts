import fc from 'fast-check'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { timeAxis } from '../../src/report/time-axis.ts'
import { DAY, dayFromText, MINUTE } from '../../src/time/ticks.ts'
import { zone } from '../../src/time/zone.ts'

const test = suite('time axes')
const london = zone('Europe/London')!
const start = dayFromText('2016-03-07')!

test('name at least two moments of any period, and at most as many as there is room for, in order and inside', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 30, max: 60 * 24 * 2000 }),
      fc.nat(60 * 24 * 7),
      fc.integer({ min: 4, max: 12 }),
      (minutes, after, most) => {
        const from = start * DAY + after * MINUTE
        const to = from + minutes * MINUTE
        const ticks = timeAxis(london, from, to, most)
        assert.ok(ticks.length >= 2 && ticks.length <= most + 1, `${ticks.length} of ${most}`)
        for (const [at, { at: moment }] of ticks.entries()) {
          assert.ok(moment >= from && moment <= to)
          if (at > 0) assert.ok(moment > ticks[at - 1]!.at)
        }
      },
    ),
    { numRuns: 2000 },
  )
})

test('of a week on a phone it is every second day', () => {
  const names = timeAxis(london, start * DAY, (start + 7) * DAY, 4).map(({ name }) => name)
  assert.equal(names, ['7 Mar', '9 Mar', '11 Mar', '13 Mar'])
})

test('of a longer time it is Mondays, then months', () => {
  const names = (days: number, most: number) =>
    timeAxis(london, start * DAY, (start + days) * DAY, most).map(({ name }) => name)
  assert.equal(names(21, 4), ['7 Mar', '14 Mar', '21 Mar', '28 Mar'])
  assert.equal(names(90, 4), ['Apr 2016', 'May 2016', 'Jun 2016'])
})

test.run()
