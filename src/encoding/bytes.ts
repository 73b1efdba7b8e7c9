import { Buffer } from 'node:buffer'
import type { DialogId } from '../schema/dialog-id.ts'
import type { Guid } from '../schema/guid.ts'
import { DAY, type Day, dayText, MINUTE, msFromTicks, type Ticks } from '../time/ticks.ts'

const ZERO = 0x30
const DASH = 0x2d

// Digits are looked up several at a time and stored with one write, high byte first as they are read.
/** Two ASCII hex digits for each byte, small and capital. */
const SMALL = pairs('0123456789abcdef')
const CAPITAL = pairs('0123456789ABCDEF')
/** `0042`: four digits for each number below 10,000. */
const FOUR_DIGITS = Uint32Array.from({ length: 10_000 }, (_, value) => wordOf(String(value).padStart(4, '0')))
/** `07:3` and `5:` of each minute of a day. */
const MINUTES = Array.from(
  { length: 1440 },
  (_, minute) => `${two(Math.floor(minute / 60))}:${two(minute % 60)}:`,
)
const MINUTE_HIGH = Uint32Array.from(MINUTES, (text) => wordOf(text.slice(0, 4)))
const MINUTE_LOW = Uint16Array.from(MINUTES, (text) => wordOf(text.slice(4)))
/** `59.9` and `97` of each tick of a minute. */
const TICKS = Array.from({ length: MINUTE }, (_, tick) => {
  const ms = msFromTicks(tick)
  return `${two(Math.floor(ms / 1000))}.${String(ms % 1000).padStart(3, '0')}`
})
const TICK_HIGH = Uint32Array.from(TICKS, (text) => wordOf(text.slice(0, 4)))
const TICK_LOW = Uint16Array.from(TICKS, (text) => wordOf(text.slice(4)))

/**
 * A block of bytes that grows and is used again: text is written into it as ASCII digits and copied bytes, so that no
 * string is made per value.
 */
export class Bytes {
  private block: Buffer
  private words: DataView
  private used = 0
  /** Of the day that the next fields spell. */
  private midnight = Number.NaN
  private date = { high: 0, low: 0, end: 0 }

  constructor(capacity = 1 << 16) {
    this.block = Buffer.allocUnsafeSlow(capacity)
    this.words = new DataView(this.block.buffer)
  }

  /** Begins anew in some memory; in memory of its own where that is not enough. */
  moveTo({ buffer, byteOffset, byteLength }: Uint8Array): void {
    this.block = Buffer.from(buffer, byteOffset, byteLength)
    this.words = new DataView(buffer, byteOffset, byteLength)
    this.used = 0
  }

  get length(): number {
    return this.used
  }

  /** What was written since the last `clear`. Valid until the next write: copy it, or hand it on and wait. */
  view(): Uint8Array {
    return this.block.subarray(0, this.used)
  }

  clear(): void {
    this.used = 0
  }

  byte(value: number): void {
    if (this.used === this.block.length) this.grow(1)
    this.block[this.used++] = value
  }

  /** Blanks, up to a length of all. */
  pad(length: number): void {
    this.room(length - this.used)
    while (this.used < length) this.block[this.used++] = 0x20
  }

  /** Bytes that were encoded before. */
  raw(bytes: Uint8Array): void {
    const { length } = bytes
    this.room(length)
    if (length > 16) this.block.set(bytes, this.used)
    else for (let at = 0; at < length; at++) this.block[this.used + at] = bytes[at]!
    this.used += length
  }

  /** Any text, as UTF-8. */
  text(text: string): void {
    const { length } = text
    this.room(length * 3)
    const { block, used } = this
    if (length <= 100) {
      let at = 0
      for (; at < length; at++) {
        const unit = text.charCodeAt(at)
        if (unit >= 0x80) break
        block[used + at] = unit
      }
      if (at === length) {
        this.used += length
        return
      }
    }
    this.used += block.write(text, used, 'utf8')
  }

  /** A text of ASCII characters of which none is marked in `special`; false, with nothing written, for any other text. */
  plainText(text: string, special: Uint8Array): boolean {
    const { length } = text
    this.room(length)
    const { block, used } = this
    for (let at = 0; at < length; at++) {
      const unit = text.charCodeAt(at)
      if (unit >= 0x80 || special[unit] === 1) return false
      block[used + at] = unit
    }
    this.used += length
    return true
  }

  /** A safe integer. */
  int(value: number): void {
    this.room(20)
    let rest = value
    if (rest < 0) {
      this.block[this.used++] = DASH
      rest = -rest
    }
    if (rest < 10) this.block[this.used++] = ZERO + rest
    else if (rest < 10_000) this.leading(rest)
    else if (rest < 100_000_000) {
      const high = (rest / 10_000) | 0
      this.leading(high)
      this.fourDigits(rest - high * 10_000)
    } else {
      const high = Math.floor(rest / 100_000_000)
      this.int(high)
      const low = rest - high * 100_000_000
      const middle = (low / 10_000) | 0
      this.fourDigits(middle)
      this.fourDigits(low - middle * 10_000)
    }
  }

  /** `2015-07-15T10:00:00.007`, with the separator given as a byte. */
  dateTime(moment: Ticks, separator: number): void {
    this.room(23)
    let time = moment - this.midnight
    if (!(time >= 0 && time < DAY)) {
      this.turnTo(Math.floor(moment / DAY))
      time = moment - this.midnight
    }
    const minute = (time / MINUTE) | 0
    const tick = time - minute * MINUTE
    const { words, used, date } = this
    words.setUint32(used, date.high)
    words.setUint32(used + 4, date.low)
    words.setUint16(used + 8, date.end)
    words.setUint8(used + 10, separator)
    words.setUint32(used + 11, MINUTE_HIGH[minute]!)
    words.setUint16(used + 15, MINUTE_LOW[minute]!)
    words.setUint32(used + 17, TICK_HIGH[tick]!)
    words.setUint16(used + 21, TICK_LOW[tick]!)
    this.used = used + 23
  }

  /** `0F8FAD5B-D9CB-469F-A165-70867728950E`. */
  guid({ a, b, c, d }: Guid): void {
    this.room(36)
    this.hex(a, CAPITAL)
    this.block[this.used++] = DASH
    this.halfHex(b >>> 16, CAPITAL)
    this.block[this.used++] = DASH
    this.halfHex(b, CAPITAL)
    this.block[this.used++] = DASH
    this.halfHex(c >>> 16, CAPITAL)
    this.block[this.used++] = DASH
    this.halfHex(c, CAPITAL)
    this.hex(d, CAPITAL)
  }

  /** The text of a dialog id: `call-id;from-tag;to-tag`. */
  dialogId(id: DialogId): void {
    this.room(76)
    this.hex(id.c0, SMALL)
    this.hex(id.c1, SMALL)
    this.hex(id.c2, SMALL)
    this.hex(id.c3, SMALL)
    this.block[this.used++] = 0x3b
    this.hex(id.f0, SMALL)
    this.words.setUint16(this.used, SMALL[id.f1]!)
    this.used += 2
    this.block[this.used++] = 0x3b
    this.hex(id.t0, CAPITAL)
    this.hex(id.t1, CAPITAL)
    this.hex(id.t2, CAPITAL)
    this.hex(id.t3, CAPITAL)
  }

  /** Hex digits of bytes, in small letters. */
  hexOf(bytes: Uint8Array): void {
    this.room(bytes.length * 2)
    for (const byte of bytes) {
      this.words.setUint16(this.used, SMALL[byte]!)
      this.used += 2
    }
  }

  /** A number of two bytes, the lower one first, signed or not. */
  int16(value: number): void {
    this.room(2)
    this.words.setUint16(this.used, value, true)
    this.used += 2
  }

  /** A number of four bytes, the lowest first, signed or not. */
  int32(value: number): void {
    this.room(4)
    this.words.setUint32(this.used, value, true)
    this.used += 4
  }

  /** Any text, as UTF-16, the lower byte of a unit first. */
  utf16(text: string): void {
    this.room(text.length * 2)
    this.used += this.block.write(text, this.used, 'utf16le')
  }

  /** Eight digits of a word. */
  private hex(word: number, digits: Uint16Array): void {
    const { words, used } = this
    words.setUint16(used, digits[word >>> 24]!)
    words.setUint16(used + 2, digits[(word >>> 16) & 0xff]!)
    words.setUint16(used + 4, digits[(word >>> 8) & 0xff]!)
    words.setUint16(used + 6, digits[word & 0xff]!)
    this.used = used + 8
  }

  /** Four digits of the lower half of a word. */
  private halfHex(word: number, digits: Uint16Array): void {
    const { words, used } = this
    words.setUint16(used, digits[(word >>> 8) & 0xff]!)
    words.setUint16(used + 2, digits[word & 0xff]!)
    this.used = used + 4
  }

  /** A number below 10,000 without leading zeros. */
  private leading(value: number): void {
    const digits = FOUR_DIGITS[value]!
    const { block } = this
    if (value >= 1000) block[this.used++] = digits >>> 24
    if (value >= 100) block[this.used++] = digits >>> 16
    if (value >= 10) block[this.used++] = digits >>> 8
    block[this.used++] = digits
  }

  private fourDigits(value: number): void {
    this.words.setUint32(this.used, FOUR_DIGITS[value]!)
    this.used += 4
  }

  private turnTo(day: Day): void {
    this.midnight = day * DAY
    this.date = dates.get(day) ?? dateOf(day)
  }

  private room(bytes: number): void {
    if (this.used + bytes > this.block.length) this.grow(bytes)
  }

  private grow(bytes: number): void {
    const larger = Buffer.allocUnsafeSlow(Math.max(this.block.length * 2, this.used + bytes))
    this.block.copy(larger, 0, 0, this.used)
    this.block = larger
    this.words = new DataView(larger.buffer)
  }
}

/** `2015`, `-07-` and `15` of the days that were asked for: the columns of a row are of several days, a data set of few. */
const dates = new Map<Day, { readonly high: number; readonly low: number; readonly end: number }>()

function dateOf(day: Day) {
  const text = dayText(day)
  const date = { high: wordOf(text.slice(0, 4)), low: wordOf(text.slice(4, 8)), end: wordOf(text.slice(8)) }
  dates.set(day, date)
  return date
}

function pairs(digits: string): Uint16Array {
  return Uint16Array.from([...digits].flatMap((high) => [...digits].map((low) => wordOf(high + low))))
}

/** The ASCII codes of up to four characters as one number, the first character highest. */
function wordOf(text: string): number {
  return [...text].reduce((word, character) => word * 256 + character.charCodeAt(0), 0)
}

function two(value: number): string {
  return String(value).padStart(2, '0')
}
