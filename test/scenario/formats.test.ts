import fc from 'fast-check'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import {
  durationText,
  type FormatName,
  formats,
  resolveDay,
  ticksFromDuration,
  ticksFromTimeOfDay,
} from '../../src/scenario/formats.ts'
import { DAY, dayFromText, HOUR, MINUTE, SECOND } from '../../src/time/ticks.ts'

const test = suite('formats')

const table: Record<FormatName, { fits: string[]; not: string[] }> = {
  duration: {
    fits: ['15m', '1h30m', '90s', '250ms', '1.5s', '0s', '1d', '1d2h3m4s5ms', '1h1s', '007m'],
    not: [
      '',
      '15',
      '15min',
      '-1m',
      '+1m',
      '1h 30m',
      '30m1h',
      '1.5m',
      'm',
      's',
      '1m1m',
      '1,5s',
      '.5s',
      '1ms1s',
      '15M',
    ],
  },
  offset: {
    fits: ['-1m', '+1m', '0s', '7m30s', '-250ms', '1h'],
    not: ['', '-', '+', '--1m', '- 1m', '1', 'never', '1m-'],
  },
  ending: { fits: ['never', '7m', '-1m', '+1h'], not: ['', 'Never', '-never', 'nevermore', 'never7m', '7'] },
  'time of day': {
    fits: ['00:00', '09:30', '23:59', '09:30:15', '23:59:59'],
    not: ['', '9:30', '24:00', '09:60', '09:30:60', '09:30:15.5', '0930', '09:30 ', '9:30 pm', '09:30\n'],
  },
  date: {
    fits: ['2015-07-13', '9999-99-99'],
    not: ['', '2015-7-13', '13.07.2015', '2015-07-13T00:00', '20150713'],
  },
  'first day': {
    fits: ['2015-07-13', 'today', 'today - 60 days', 'today-1 day', 'today + 0 days', 'today  -  9 days'],
    not: [
      '',
      'Today',
      'today -',
      'today - 60',
      'today - x days',
      'today - 123456 days',
      'yesterday',
      'today60 days',
    ],
  },
  name: {
    fits: ['a', 'ann', 'Ann-Bell_2', 'a'.repeat(64), 'constructor'],
    not: ['', '7up', 'ann bell', 'ann.bell', 'Jürgen', '_ann', '-ann', 'a'.repeat(65), 'ann\n', '__proto__'],
  },
  line: {
    fits: ['Ann Bell', '安', '🎉', 'x', ''],
    not: ['a\nb', 'a\tb', '\0', '\ud800', '\u001b[31m', '\u0085'],
  },
  'domain name': {
    fits: [
      'contoso.com',
      'pool01.contoso.com',
      'a.b',
      '1.2',
      'xn--bcher-kva.example',
      `${'a'.repeat(63)}.com`,
    ],
    not: [
      '',
      'contoso',
      '.com',
      'contoso.',
      '-a.com',
      'a-.com',
      'a..b',
      'a_b.com',
      'a b.com',
      `${'a'.repeat(64)}.com`,
    ],
  },
  address: {
    fits: ['ann.bell@contoso.com', 'a@b', 'jürgen@contoso.com', 'o-brien@contoso.com'],
    not: [
      '',
      'ann',
      '@contoso.com',
      'ann@',
      'a@b@c',
      'ann bell@contoso.com',
      'a;b@c',
      'a<b@c',
      "o'brien@contoso.com",
    ],
  },
  'phone number': {
    fits: ['+441214960123', '+1555', `+${'9'.repeat(15)}`],
    not: ['', '441214960123', '+44 1212', '+0123', '+12', `+${'9'.repeat(16)}`, '+44-121', '+4412x'],
  },
  hour: { fits: ['0', '9', '10', '19', '20', '23'], not: ['', '24', '09', '-1', '9.5', '100', 'nine'] },
  minute: { fits: ['0', '5', '30', '59'], not: ['', '60', '05', '-1', '0.5', ':30'] },
  participants: { fits: ['2', '9', '10', '250', '999', '1000'], not: ['', '0', '1', '1001', '02', '2.5'] },
  holiday: {
    fits: ['12-25', '2015-11-26'],
    not: ['', '25 Dec', '1225', '12-5', '15-11-26', '2015-11', '12-25-2015'],
  },
}

for (const [name, { fits, not }] of Object.entries(table)) {
  const { pattern, example } = formats[name as FormatName]
  test(`a ${name} has the form that its pattern says`, () => {
    for (const text of fits) assert.ok(pattern.test(text), JSON.stringify(text))
    for (const text of not) assert.not.ok(pattern.test(text), JSON.stringify(text))
  })
  test(`what a message gives as an example of a ${name} is one`, () => {
    const [, quoted = ''] = /Write it as "?([^",]+?)"?(?:,| or|\.$)/.exec(example) ?? []
    if (quoted) assert.ok(pattern.test(quoted), quoted)
  })
}

test('patterns are quick with long texts that do not fit', () => {
  for (const { pattern } of Object.values(formats)) {
    for (const part of ['1', '1m', 'a', 'a.', 'a-', '+1', ' ', '1d1h1m1s']) {
      const start = performance.now()
      pattern.test(`${part.repeat(20_000)}!`)
      assert.ok(performance.now() - start < 200, `${pattern}`)
    }
  }
})

test('a duration is the sum of its parts', () => {
  assert.is(ticksFromDuration('1h30m'), 90 * MINUTE)
  assert.is(ticksFromDuration('1d2h3m4s'), DAY + 2 * HOUR + 3 * MINUTE + 4 * SECOND)
  assert.is(ticksFromDuration('+7m30s'), 450 * SECOND)
  assert.is(ticksFromDuration('-1m'), -MINUTE)
  assert.is(ticksFromDuration('1.5s'), 450)
})

test('the sum is rounded to a tick once, as SQL Server rounds milliseconds', () => {
  assert.is(ticksFromDuration('2ms'), 1)
  assert.is(ticksFromDuration('1ms'), 0)
  assert.is(ticksFromDuration('999ms'), SECOND)
  assert.is(ticksFromDuration('0.5s501ms'), SECOND)
})

test('no duration is a negative zero', () => {
  for (const text of ['0s', '-0s', '-1ms', '+0m']) assert.ok(Object.is(ticksFromDuration(text), 0), text)
})

test('a minus turns a duration round', () => {
  fc.assert(
    fc.property(fc.nat(99), fc.nat(99), fc.nat(99), (h, m, s) => {
      const text = `${h}h${m}m${s}s`
      assert.is(Math.abs(ticksFromDuration(`-${text}`)), ticksFromDuration(text))
    }),
  )
})

test('a span that is written out has the form of an offset and reads back as the same span', () => {
  fc.assert(
    fc.property(fc.integer({ min: -8 * DAY, max: 8 * DAY }), (ticks) => {
      const text = durationText(ticks)
      assert.ok(formats.offset.pattern.test(text), text)
      assert.is(ticksFromDuration(text), ticks)
    }),
    { numRuns: 2000 },
  )
  assert.is(durationText(90 * MINUTE), '1h30m')
  assert.is(durationText(-2 * MINUTE), '-2m')
  assert.is(durationText(0), '0s')
})

test('a time of day counts from midnight', () => {
  assert.is(ticksFromTimeOfDay('00:00'), 0)
  assert.is(ticksFromTimeOfDay('09:30'), 9 * HOUR + 30 * MINUTE)
  assert.is(ticksFromTimeOfDay('23:59:59'), DAY - SECOND)
})

test('a first day is a date, or counts from today', () => {
  const today = () => 16_000
  assert.is(resolveDay('2015-07-13', null), dayFromText('2015-07-13'))
  assert.is(resolveDay('2015-02-29', today), 'impossible')
  assert.is(resolveDay('today', null), 'unresolved')
  assert.is(resolveDay('today', today), 16_000)
  assert.is(resolveDay('today - 60 days', today), 15_940)
  assert.is(resolveDay('today+1 day', today), 16_001)
})

test('nobody is asked what day it is for a scenario that says the date', () => {
  resolveDay('2015-07-13', () => {
    throw new Error('asked')
  })
})

test.run()
