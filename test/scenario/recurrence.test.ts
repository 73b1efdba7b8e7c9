import fc from 'fast-check'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { fallsOn, type Recurrence } from '../../src/scenario/recurrence.ts'
import { civil, type Day, dayFromText, dayText, weekday } from '../../src/time/ticks.ts'

const test = suite('recurrence')

const day = (text: string): Day => dayFromText(text) as Day
const [from, until] = [day('2015-07-15'), day('2016-07-14')]

/** The days from 2015-07-01 to 2015-08-31 on which it falls, as `07-15`. */
function summer(recurrence: Recurrence): string[] {
  const days: string[] = []
  for (let at = day('2015-07-01'); at <= day('2015-08-31'); at++) {
    if (fallsOn(recurrence, at)) days.push(dayText(at).slice(5))
  }
  return days
}

test('once is on its day and no other', () => {
  assert.equal(summer({ kind: 'once', on: from }), ['07-15'])
})

test('daily is on every day of its range, both ends included', () => {
  const days = summer({ kind: 'daily', from, until: day('2015-07-18') })
  assert.equal(days, ['07-15', '07-16', '07-17', '07-18'])
})

test('weekly is on the named days of the week', () => {
  const weekly = { kind: 'weekly', from, until: day('2015-07-27'), weekdays: [1, 3], interval: 1 } as const
  assert.equal(summer(weekly), ['07-15', '07-20', '07-22', '07-27'])
})

test('every other week counts from the week of the first day, which starts on Sunday', () => {
  const weekly = { kind: 'weekly', from, until: day('2015-08-31'), weekdays: [0, 3], interval: 2 } as const
  // The 15th is a Wednesday; the Sunday of its week is before the range.
  assert.equal(summer(weekly), ['07-15', '07-26', '07-29', '08-09', '08-12', '08-23', '08-26'])
})

test('monthly is on the same day of each month, and a month without that day is left out', () => {
  const days: string[] = []
  const monthly = { kind: 'monthly', from: day('2015-01-31'), until: day('2015-12-31') } as const
  for (let at = day('2015-01-01'); at <= day('2015-12-31'); at++)
    if (fallsOn(monthly, at)) days.push(dayText(at).slice(5))
  assert.equal(days, ['01-31', '03-31', '05-31', '07-31', '08-31', '10-31', '12-31'])
})

test('a leap day comes once in four years', () => {
  const monthly = { kind: 'monthly', from: day('2016-02-29'), until: day('2020-12-31') } as const
  assert.ok(fallsOn(monthly, day('2020-02-29')))
  assert.not.ok(fallsOn(monthly, day('2019-02-28')))
})

const anySeries: fc.Arbitrary<Recurrence> = fc.oneof(
  fc.constant({ kind: 'daily', from, until } as const),
  fc.constant({ kind: 'monthly', from, until } as const),
  fc
    .record({
      weekdays: fc.subarray([0, 1, 2, 3, 4, 5, 6], { minLength: 1 }),
      interval: fc.integer({ min: 1, max: 3 }),
    })
    .map((rhythm) => ({ kind: 'weekly', from, until, ...rhythm }) as const),
)

test('no series leaves its range', () => {
  fc.assert(
    fc.property(anySeries, fc.integer({ min: from - 800, max: until + 800 }), (series, at) => {
      if (at < from || at > until) assert.not.ok(fallsOn(series, at))
    }),
  )
})

test('a series repeats after its own time', () => {
  fc.assert(
    fc.property(anySeries, fc.integer({ min: from, max: until - 21 }), (series, at) => {
      if (series.kind === 'weekly')
        assert.is(
          fallsOn(series, at),
          at + 7 * series.interval <= until ? fallsOn(series, at + 7 * series.interval) : fallsOn(series, at),
        )
      if (series.kind === 'weekly' && fallsOn(series, at)) assert.ok(series.weekdays.includes(weekday(at)))
      if (series.kind === 'monthly' && fallsOn(series, at)) assert.is(civil(at).dayOfMonth, 15)
    }),
  )
})

test.run()
