import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { duration, progress } from '../../src/cli/progress.ts'

const test = suite('progress')

/** A terminal of some width, or none, and a clock that stands still until it is moved. */
function watched(columns?: number) {
  let moment = 0
  const writes: string[] = []
  const shown = progress({
    stderr: { write: (text) => writes.push(text), columns },
    now: () => moment,
  })
  /** What is written when so much is done so long after the beginning. */
  const at = (ms: number, part: number, rows = 1_234_567): string => {
    moment = ms
    const before = writes.length
    shown.tell({ part, rows })
    return writes.slice(before).join('')
  }
  const end = (): string => {
    const before = writes.length
    shown.end()
    return writes.slice(before).join('')
  }
  return { at, end }
}

test('short work tells nothing, in a terminal or elsewhere', () => {
  for (const columns of [80, undefined]) {
    const { at, end } = watched(columns)
    assert.is(at(0, 0) + at(500, 0.5) + at(999, 0.99) + end(), '')
  }
})

test('elsewhere a line is written every ten seconds', () => {
  const { at, end } = watched()
  assert.is(at(0, 0) + at(1000, 0.1) + at(5000, 0.2) + at(9999, 0.3), '')
  assert.is(at(11_000, 0.5), '50 %  1,234,567 rows  11 s left\n')
  assert.is(at(20_999, 0.6), '')
  assert.is(at(60_000, 0.25), '25 %  1,234,567 rows  3 min 0 s left\n')
  assert.is(end(), '')
})

test('in a terminal one line is drawn over itself, ten times a second at the most, and taken away at the end', () => {
  const { at, end } = watched(80)
  assert.is(at(0, 0), '')
  assert.is(at(1000, 0.25), '\r[######..................] 25 %  1,234,567 rows  3.0 s left\x1b[K')
  assert.is(at(1050, 0.3) + at(1099, 0.3), '')
  assert.is(at(1100, 0.5), '\r[############............] 50 %  1,234,567 rows  1.1 s left\x1b[K')
  assert.is(end(), '\r\x1b[K')
})

test('no line is as wide as the terminal, however narrow, and a terminal without a width has one', () => {
  for (let columns = 1; columns <= 120; columns++) {
    const { at } = watched(columns)
    const drawn = at(0, 0) + at(100_000_000, 0.01, 123_456_789_012)
    assert.ok(drawn.startsWith('\r') && drawn.endsWith('\x1b[K'))
    assert.ok(drawn.slice(1, -3).length < columns, `${columns}: ${drawn}`)
  }
  const { at } = watched(0)
  assert.match(at(0, 0) + at(2000, 0.5), /^\r\[#{12}\.{12}\] 50 % {2}1,234,567 rows {2}2\.0 s left/)
})

test('nothing is told when nothing is known of the end, and when it is there', () => {
  for (const columns of [80, undefined]) {
    const { at, end } = watched(columns)
    assert.is(at(20_000, 0) + at(40_000, 1) + end(), '')
  }
})

test('the time left is that of work: not of what it takes until the first part is done', () => {
  const { at } = watched()
  assert.is(at(30_000, 0.2), '')
  assert.is(at(40_000, 0.4), '40 %  1,234,567 rows  30 s left\n')
})

test('durations are told as precisely as they are of use', () => {
  assert.equal([0, 0.44, 9.94, 9.96, 12.4, 59.4, 59.6, 125, 3599.4, 3599.6, 12_000].map(duration), [
    '0.0 s',
    '0.4 s',
    '9.9 s',
    '10 s',
    '12 s',
    '59 s',
    '1 min 0 s',
    '2 min 5 s',
    '59 min 59 s',
    '1 h 0 min',
    '3 h 20 min',
  ])
})

test.run()
