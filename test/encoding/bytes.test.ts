import fc from 'fast-check'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { Bytes } from '../../src/encoding/bytes.ts'
import { DialogId } from '../../src/schema/dialog-id.ts'
import { Guid } from '../../src/schema/guid.ts'
import { DAY, dateTimeText, dayFromText } from '../../src/time/ticks.ts'

const test = suite('Bytes')

const T = 0x54
const int32 = fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 })
const guid = fc.tuple(int32, int32, int32, int32).map(([a, b, c, d]) => new Guid(a, b, c, d))
const dialogId = fc.array(int32, { minLength: 10, maxLength: 10 }).map((words) => {
  return new DialogId(Int32Array.from(words, (word, at) => (at === 5 ? word & 0xff : word)))
})
const moment = fc.integer({ min: 0, max: (dayFromText('2200-01-01') as number) * DAY - 1 })
const anyText = fc.string({ unit: 'binary', maxLength: 100 })

/** What a block holds after `write`. */
function written(write: (out: Bytes) => void, out = new Bytes()): string {
  write(out)
  return Buffer.from(out.view()).toString('utf8')
}

test('an int is spelled as JavaScript spells it, over the whole int32 range', () => {
  const isSame = (value: number) =>
    assert.is(
      written((out) => out.int(value)),
      String(value),
    )
  fc.assert(fc.property(int32, isSame))
  for (const value of [0, -1, 9, 10, 99, 100, -(2 ** 31), 2 ** 31 - 1]) isSame(value)
})

test('a time is spelled as dateTimeText spells it, from 1970 to 2199 and before', () => {
  const isSame = (value: number) =>
    assert.is(
      written((out) => out.dateTime(value, T)),
      dateTimeText(value),
    )
  fc.assert(fc.property(moment, isSame))
  fc.assert(fc.property(fc.integer({ min: -200 * 365 * DAY, max: -1 }), isSame))
})

test('every tick of a second has its own text, which ends in 0, 3 or 7', () => {
  const texts = Array.from({ length: 300 }, (_, tick) => written((out) => out.dateTime(tick, T)))
  assert.is(new Set(texts).size, 300)
  for (const text of texts) assert.match(text, /^1970-01-01T00:00:00\.\d\d[037]$/)
})

test('a GUID is spelled as its toString', () => {
  fc.assert(
    fc.property(guid, (value) =>
      assert.is(
        written((out) => out.guid(value)),
        value.toString(),
      ),
    ),
  )
})

test('a dialog id is spelled as its toString', () => {
  fc.assert(
    fc.property(dialogId, (id) =>
      assert.is(
        written((out) => out.dialogId(id)),
        id.toString(),
      ),
    ),
  )
})

test('any text becomes its UTF-8 bytes, a lone surrogate the replacement character', () => {
  const anyUnits = fc
    .array(fc.integer({ min: 0, max: 0xffff }), { maxLength: 60 })
    .map((units) => String.fromCharCode(...units))
  fc.assert(
    fc.property(fc.oneof(anyText, anyUnits), (text) => {
      const out = new Bytes()
      out.text(text)
      assert.equal([...out.view()], [...Buffer.from(text, 'utf8')])
    }),
  )
})

test('hexOf gives two small digits for each byte', () => {
  fc.assert(
    fc.property(fc.uint8Array(), (bytes) => {
      assert.is(
        written((out) => out.hexOf(bytes)),
        Buffer.from(bytes).toString('hex'),
      )
    }),
  )
})

test('a block grows over its border without losing a byte, whatever is written and however small it began', () => {
  const step = fc.oneof(
    anyText.map((text) => ({ text, write: (out: Bytes) => out.text(text) })),
    int32.map((value) => ({ text: String(value), write: (out: Bytes) => out.int(value) })),
    moment.map((value) => ({ text: dateTimeText(value), write: (out: Bytes) => out.dateTime(value, T) })),
    guid.map((value) => ({ text: value.toString(), write: (out: Bytes) => out.guid(value) })),
    dialogId.map((value) => ({ text: value.toString(), write: (out: Bytes) => out.dialogId(value) })),
    fc.constant({ text: ',', write: (out: Bytes) => out.byte(0x2c) }),
    anyText.map((text) => ({ text, write: (out: Bytes) => out.raw(Buffer.from(text)) })),
  )
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 64 }), fc.array(step, { maxLength: 40 }), (capacity, steps) => {
      const writeAll = (out: Bytes) => steps.forEach(({ write }) => void write(out))
      assert.is(written(writeAll, new Bytes(capacity)), steps.map(({ text }) => text).join(''))
    }),
  )
})

test('a cleared block is written anew from its beginning', () => {
  const out = new Bytes(4)
  out.text('something long')
  out.clear()
  assert.is(out.length, 0)
  assert.is(
    written((again) => again.text('short'), out),
    'short',
  )
})

test.run()
