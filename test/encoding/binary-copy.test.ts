import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { CopyBlock, copyEncoder } from '../../src/encoding/binary-copy.ts'
import { DialogId } from '../../src/schema/dialog-id.ts'
import { Guid } from '../../src/schema/guid.ts'
import { msFromTicks, ticksFromText } from '../../src/time/ticks.ts'

const test = suite('binary COPY')

/** The bytes of one value, without its length. */
function bytesOf(put: (block: CopyBlock) => void): Buffer {
  const block = new CopyBlock(1)
  put(block)
  const bytes = block.copy()
  assert.is(bytes.readInt32BE(0), bytes.length - 4)
  return bytes.subarray(4)
}

test('times are microseconds since 2000, exact in every year of datetime', () => {
  for (const text of [
    '1753-01-01 00:00:00.000',
    '1999-12-31 23:59:59.997',
    '2000-01-01 00:00:00.000',
    '2015-07-15 10:00:00.007',
    '9999-12-31 23:59:59.997',
  ]) {
    const moment = ticksFromText(text) as number
    const expected = (BigInt(msFromTicks(moment)) - 946_684_800_000n) * 1000n
    assert.is(bytesOf((block) => block.timestamp(moment)).readBigInt64BE(), expected, text)
  }
})

test('integers keep their sign in two, four and eight bytes', () => {
  for (const value of [0, 1, -1, 32_767, -32_768])
    assert.is(bytesOf((block) => block.int2(value)).readInt16BE(), value)
  for (const value of [2 ** 31 - 1, -(2 ** 31)])
    assert.is(bytesOf((block) => block.int4(value)).readInt32BE(), value)
  for (const value of [0, -1, -(2 ** 31), 2 ** 32, -(2 ** 32), 2 ** 53 - 1, -(2 ** 53) + 1])
    assert.is(bytesOf((block) => block.int8(value)).readBigInt64BE(), BigInt(value))
})

test('texts are UTF-8, short and long', () => {
  for (const text of ['', 'ann', 'Dóra', '👍'.repeat(225), 'x'.repeat(450), `${'x'.repeat(99)}é`])
    assert.is(bytesOf((block) => block.text(text)).toString('utf8'), text)
})

test('a GUID is its sixteen bytes, a dialog id its text', () => {
  const guid = Guid.parse('0F8FAD5B-D9CB-469F-A165-70867728950E') as Guid
  assert.is(bytesOf((block) => block.uuid(guid)).toString('hex'), '0f8fad5bd9cb469fa16570867728950e')
  const id = new DialogId(Int32Array.from({ length: 10 }, (_, at) => at * 0x1234567))
  assert.is(bytesOf((block) => block.dialogId(id)).toString('latin1'), id.toString())
})

test('a row is the number of its values, and each with its length or none', () => {
  const encode = copyEncoder('Roles', [
    { name: 'RoleId', put: (out, value) => out.int2(value as number) },
    { name: 'Role', put: (out, value) => out.bool(value as boolean) },
  ])
  const block = new CopyBlock()
  encode(block, { RoleId: 7, Role: true })
  encode(block, { Role: null, RoleId: null })
  assert.is(block.copy().toString('hex'), '00020000000200070000000101' + '0002ffffffffffffffff')
  block.clear()
  assert.is(block.copy().length, 0)
})

test.run()
