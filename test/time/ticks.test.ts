import fc from 'fast-check'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import {
  civil,
  DAY,
  dateTimeText,
  dayFromText,
  dayText,
  msFromTicks,
  SECOND,
  ticksFromMs,
  ticksFromSeconds,
  ticksFromText,
  utcDay,
  weekday,
} from '../../src/time/ticks.ts'

const test = suite('ticks')

const FIRST = 0
const LAST = (dayFromText('2199-12-31') as number) + 1
const tick = fc.integer({ min: FIRST * DAY, max: LAST * DAY - 1 })
const day = fc.integer({ min: FIRST, max: LAST - 1 })

test('milliseconds round as in the examples of the SQL Server documentation', () => {
  const rounded: Record<number, number> = {
    990: 990,
    991: 990,
    992: 993,
    993: 993,
    994: 993,
    995: 997,
    996: 997,
    997: 997,
    998: 997,
    999: 1000,
  }
  for (const [ms, expected] of Object.entries(rounded)) {
    assert.is(msFromTicks(ticksFromMs(Number(ms))), expected, `${ms} ms`)
  }
})

test('a tick is less than 2 ms away from the milliseconds that it was made of', () => {
  fc.assert(
    fc.property(fc.integer({ min: -1e15, max: 1e15 }), (ms) => {
      const difference = Math.abs(msFromTicks(ticksFromMs(ms)) - ms)
      assert.ok(difference <= 2, `${difference} ms`)
    }),
  )
})

test('the milliseconds of a tick end in 0, 3 or 7, and give the same tick again', () => {
  fc.assert(
    fc.property(fc.integer({ min: -1e12, max: 1e12 }), (ticks) => {
      const ms = msFromTicks(ticks)
      assert.ok([0, 3, 7].includes(((ms % 10) + 10) % 10), `${ms}`)
      assert.is(ticksFromMs(ms), ticks)
    }),
  )
})

test('later milliseconds never make an earlier tick', () => {
  fc.assert(
    fc.property(fc.integer({ min: -1e12, max: 1e12 }), (ms) => {
      assert.ok(ticksFromMs(ms) <= ticksFromMs(ms + 1))
    }),
  )
})

test('the last millisecond of a day rounds to the first tick of the next', () => {
  assert.is(ticksFromMs(86_399_999), DAY)
  assert.is(ticksFromText('2015-12-31T23:59:59.999'), (dayFromText('2016-01-01') as number) * DAY)
})

test('a drawn time in seconds becomes the nearest tick', () => {
  assert.is(ticksFromSeconds(1), SECOND)
  fc.assert(
    fc.property(fc.double({ min: -1e6, max: 1e6, noNaN: true }), (seconds) => {
      assert.ok(Math.abs(ticksFromSeconds(seconds) / SECOND - seconds) <= 0.5 / SECOND + 1e-9)
    }),
  )
})

test('every tick from 1970 to 2199 comes back from its text, with T, with a blank and with Z', () => {
  fc.assert(
    fc.property(tick, (ticks) => {
      const text = dateTimeText(ticks)
      assert.match(text, /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d\d[037]$/)
      assert.is(ticksFromText(text), ticks)
      assert.is(ticksFromText(dateTimeText(ticks, ' ')), ticks)
      assert.is(ticksFromText(`${text}Z`), ticks)
    }),
    { numRuns: 2000 },
  )
})

test('texts sort as their ticks do, so a file in order of text is in order of time', () => {
  fc.assert(
    fc.property(tick, tick, (a, b) => {
      assert.is(a < b, dateTimeText(a) < dateTimeText(b))
    }),
  )
})

test('a text says the same moment as Date does', () => {
  fc.assert(
    fc.property(tick, (ticks) => {
      const whole = ticks - (((ticks % 3) + 3) % 3)
      assert.is(`${dateTimeText(whole)}Z`, new Date((whole / 3) * 10).toISOString())
    }),
  )
})

test('a text that is no date and time has no tick', () => {
  const texts = [
    '',
    'today',
    '2015-07-15',
    '2015-02-29T10:00:00',
    '2015-07-15T24:00:00',
    '2015-07-15T10:60:00',
    '2015-07-15T10:00:60',
    '2015-07-15T10:00',
    '2015-07-15T10:00:00.0001',
    '2015-07-15T10:00:00+01:00',
    ' 2015-07-15T10:00:00',
    '2015-07-15T10:00:00\n',
  ]
  for (const text of texts) assert.is(ticksFromText(text), null, JSON.stringify(text))
})

test('fractions of a second may have one to three digits', () => {
  const base = ticksFromText('2015-07-15T10:00:00') as number
  assert.is(ticksFromText('2015-07-15T10:00:00.5'), base + 150)
  assert.is(ticksFromText('2015-07-15T10:00:00.05'), base + 15)
  assert.is(ticksFromText('2015-07-15T10:00:00.007'), base + 2)
})

test('every day from 1970 to 2199 comes back from its text, and is one day after the day before', () => {
  let before = dayText(FIRST - 1)
  for (let at = FIRST; at < LAST; at++) {
    const text = dayText(at)
    if (dayFromText(text) !== at || text <= before) assert.unreachable(text)
    before = text
  }
})

test('a day that never was has no number', () => {
  const texts = [
    '2015-02-29',
    '1900-02-29',
    '2015-04-31',
    '2015-13-01',
    '2015-00-10',
    '2015-01-00',
    '15-07-15',
    '2015-7-15',
  ]
  for (const text of texts) assert.is(dayFromText(text), null, text)
  assert.is.not(dayFromText('2016-02-29'), null)
  assert.is.not(dayFromText('2000-02-29'), null)
})

test('year, month and day of the month are those of the text', () => {
  fc.assert(
    fc.property(day, (at) => {
      const { year, month, dayOfMonth } = civil(at)
      assert.equal([year, month, dayOfMonth], dayText(at).split('-').map(Number))
    }),
  )
})

test('weekdays count from Sunday, and go on by one each day', () => {
  assert.is(weekday(dayFromText('2015-07-13') as number), 1)
  assert.is(weekday(dayFromText('1970-01-01') as number), 4)
  assert.is(weekday(dayFromText('1969-12-28') as number), 0)
  fc.assert(
    fc.property(day, (at) => {
      assert.is(weekday(at), new Date(at * 86_400_000).getUTCDay())
      assert.is(weekday(at + 1), (weekday(at) + 1) % 7)
    }),
  )
})

test('a moment belongs to the UTC day that its text names', () => {
  fc.assert(
    fc.property(tick, (ticks) => {
      assert.is(dayText(utcDay(ticks)), dateTimeText(ticks).slice(0, 10))
    }),
  )
})

test.run()
