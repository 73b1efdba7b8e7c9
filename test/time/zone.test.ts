import fc from 'fast-check'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import {
  DAY,
  dateTimeText,
  dayFromText,
  dayText,
  HOUR,
  MINUTE,
  mod,
  ticksFromText,
} from '../../src/time/ticks.ts'
import { dayIn, type Zone, zone, zoneNames } from '../../src/time/zone.ts'

const test = suite('zone')

/** UTC of what clocks in a zone show, both as texts. */
function utc(name: string, local: string): string {
  const [date = '', time = ''] = local.split(' ')
  const [hours = 0, minutes = 0] = time.split(':').map(Number)
  return dateTimeText(
    named(name).moment(dayFromText(date) as number, hours * HOUR + minutes * MINUTE),
    ' ',
  ).slice(0, 16)
}

function named(name: string): Zone {
  const found = zone(name)
  assert.ok(found, name)
  return found as Zone
}

test('clocks show what the rules of the zone say', () => {
  const known = [
    ['UTC', '2015-07-13 09:30', '2015-07-13 09:30'],
    ['Europe/London', '2015-01-13 09:30', '2015-01-13 09:30'],
    ['Europe/London', '2015-07-13 09:30', '2015-07-13 08:30'],
    ['America/New_York', '2015-07-13 20:00', '2015-07-14 00:00'],
    ['Asia/Kolkata', '2015-07-13 02:00', '2015-07-12 20:30'],
    ['Pacific/Kiritimati', '2015-07-13 00:00', '2015-07-12 10:00'],
    ['Australia/Sydney', '2015-07-13 09:30', '2015-07-12 23:30'],
    ['Australia/Sydney', '2015-01-13 09:30', '2015-01-12 22:30'],
  ] as const
  for (const [name, local, moment] of known) assert.is(utc(name, local), moment, `${name} ${local}`)
})

test('a time that a spring change skips moves on by as much as the clocks do', () => {
  // London, 2015-03-29: from 01:00 to 02:00 at 01:00 UTC. Sydney, 2015-10-04: from 02:00 to 03:00 at 16:00 UTC.
  assert.is(utc('Europe/London', '2015-03-29 00:59'), '2015-03-29 00:59')
  assert.is(utc('Europe/London', '2015-03-29 01:00'), '2015-03-29 01:00')
  assert.is(utc('Europe/London', '2015-03-29 01:30'), '2015-03-29 01:30')
  assert.is(utc('Europe/London', '2015-03-29 02:00'), '2015-03-29 01:00')
  assert.is(utc('Europe/London', '2015-03-29 02:30'), '2015-03-29 01:30')
  assert.is(utc('Australia/Sydney', '2015-10-04 01:59'), '2015-10-03 15:59')
  assert.is(utc('Australia/Sydney', '2015-10-04 02:30'), '2015-10-03 16:30')
  assert.is(utc('Australia/Sydney', '2015-10-04 03:30'), '2015-10-03 16:30')
})

test('of a time that an autumn change repeats, the first is meant', () => {
  // London, 2015-10-25: from 02:00 to 01:00 at 01:00 UTC. Sydney, 2015-04-05: from 03:00 to 02:00 at 16:00 UTC.
  assert.is(utc('Europe/London', '2015-10-25 00:59'), '2015-10-24 23:59')
  assert.is(utc('Europe/London', '2015-10-25 01:00'), '2015-10-25 00:00')
  assert.is(utc('Europe/London', '2015-10-25 01:59'), '2015-10-25 00:59')
  assert.is(utc('Europe/London', '2015-10-25 02:00'), '2015-10-25 02:00')
  assert.is(utc('Australia/Sydney', '2015-04-05 01:59'), '2015-04-04 14:59')
  assert.is(utc('Australia/Sydney', '2015-04-05 02:30'), '2015-04-04 15:30')
  assert.is(utc('Australia/Sydney', '2015-04-05 03:00'), '2015-04-04 17:00')
})

test('a midnight that a change skips moves on too', () => {
  // São Paulo, 2015-10-18: from 00:00 to 01:00. Samoa had no 2011-12-30 at all.
  assert.is(utc('America/Sao_Paulo', '2015-10-18 00:00'), '2015-10-18 03:00')
  assert.is(utc('America/Sao_Paulo', '2015-10-18 01:00'), '2015-10-18 03:00')
  assert.is(utc('Pacific/Apia', '2011-12-30 09:00'), utc('Pacific/Apia', '2011-12-31 09:00'))
})

const anyZone = fc.constantFrom(...zoneNames()).map(named)
const anyDay = fc.integer({ min: 0, max: dayFromText('2199-12-31') as number })
const anyTime = fc.integer({ min: 0, max: DAY - 1 })

test('a moment keeps its fraction of a second', () => {
  fc.assert(
    fc.property(
      fc.constantFrom('UTC', 'Asia/Kolkata', 'Europe/London').map(named),
      anyDay,
      anyTime,
      (at, day, time) => {
        assert.is(mod(at.moment(day, time), 300), mod(time, 300))
      },
    ),
  )
})

test('the clock of a zone shows a time at the moment of that time, or the time is skipped that day', () => {
  fc.assert(
    fc.property(anyZone, anyDay, anyTime, (at, day, time) => {
      const shown = at.clock(at.moment(day, time))
      const skipped = shown - (day * DAY + time)
      assert.ok(skipped >= 0 && skipped <= DAY, `${at.name} ${dayText(day)} ${time}`)
      if (skipped > 0) assert.is(at.clock(at.moment(day, time) - skipped) < day * DAY + time, true)
    }),
    { numRuns: 3000 },
  )
})

test('a day in a zone contains the moments of its times', () => {
  fc.assert(
    fc.property(
      fc.constantFrom('UTC', 'Pacific/Kiritimati', 'Pacific/Niue').map(named),
      anyDay,
      anyTime,
      (at, day, time) => {
        assert.is(dayIn(at, Math.floor((at.moment(day, time) / 3) * 10)), day)
      },
    ),
  )
})

test('today is what people there call it', () => {
  const now = Date.UTC(2015, 6, 13, 10, 30)
  const today = (name: string, ms = now) => dayText(dayIn(named(name), ms))
  assert.is(today('UTC'), '2015-07-13')
  assert.is(today('Pacific/Kiritimati'), '2015-07-14')
  assert.is(today('Pacific/Niue'), '2015-07-12')
  assert.is(today('Europe/London', Date.UTC(2015, 6, 13, 22, 59, 59, 999)), '2015-07-13')
  assert.is(today('Europe/London', Date.UTC(2015, 6, 13, 23, 0)), '2015-07-14')
})

test('only names of the pinned rules are zones', () => {
  for (const name of ['Europe/London', 'UTC', 'America/Argentina/Buenos_Aires'])
    assert.is(zone(name)?.name, name)
  for (const name of ['', 'Europe/Londn', 'europe/london', 'BST', '+01:00', 'Z', 'SYSTEM', '__proto__']) {
    assert.is(zone(name), null, name)
  }
})

test('names of zones come in the order of the alphabet, each once', () => {
  const names = [...zoneNames()]
  assert.ok(names.length > 400)
  assert.equal(names, [...new Set(names)].sort())
})

test('the time zone of the machine changes nothing', () => {
  assert.is(process.env.TZ, 'America/Los_Angeles')
  assert.is(
    named('Europe/London').moment(dayFromText('2015-07-13') as number, 0),
    ticksFromText('2015-07-12T23:00:00'),
  )
})

test.run()
