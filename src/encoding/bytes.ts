import { Buffer } from 'node:buffer'
import type { DialogId } from '../schema/dialog-id.ts'
import type { Guid } from '../schema/guid.ts'
import { DAY, dayText, MINUTE, msFromTicks, type Ticks } from '../time/ticks.ts'

/** Two ASCII hex digits for each byte: 256 pairs, small and capital. */
const SMALL = pairs('0123456789abcdef')
const CAPITAL = pairs('0123456789ABCDEF')
const ZERO = 0x30
const DASH = 0x2d

/**
 * A block of bytes that grows and is used again: text is written into it as ASCII digits and copied bytes, so that no
 * string is made per value.
 */
export class Bytes {
  private block: Buffer
  private used = 0
  private day = Number.NaN
  private readonly date = Buffer.alloc(10)

  constructor(capacity = 1 << 16) {
    this.block = Buffer.allocUnsafe(capacity)
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

  /** Bytes that were encoded before. */
  raw(bytes: Uint8Array): void {
    this.room(bytes.length)
    this.block.set(bytes, this.used)
    this.used += bytes.length
  }

  /** Any text, as UTF-8. */
  text(text: string): void {
    this.room(text.length * 3)
    this.used += this.block.write(text, this.used, 'utf8')
  }

  int(value: number): void {
    this.room(20)
    let rest = value
    if (rest < 0) {
      this.block[this.used++] = DASH
      rest = -rest
    }
    let digits = 1
    for (let bound = 10; rest >= bound; bound *= 10) digits++
    for (let at = this.used + digits - 1; at >= this.used; at--) {
      const tenth = Math.floor(rest / 10)
      this.block[at] = ZERO + rest - tenth * 10
      rest = tenth
    }
    this.used += digits
  }

  /** `2015-07-15T10:00:00.007`, with the separator given as a byte. */
  dateTime(moment: Ticks, separator: number): void {
    this.room(23)
    const day = Math.floor(moment / DAY)
    if (day !== this.day) {
      this.date.write(dayText(day), 'latin1')
      this.day = day
    }
    this.block.set(this.date, this.used)
    const { block } = this
    let at = this.used + 10
    const time = moment - day * DAY
    const minutes = Math.floor(time / MINUTE)
    const ms = msFromTicks(time - minutes * MINUTE)
    const hour = Math.floor(minutes / 60)
    block[at++] = separator
    at = twoDigits(block, at, hour)
    block[at++] = 0x3a
    at = twoDigits(block, at, minutes - hour * 60)
    block[at++] = 0x3a
    const seconds = Math.floor(ms / 1000)
    at = twoDigits(block, at, seconds)
    block[at++] = 0x2e
    const rest = ms - seconds * 1000
    const hundreds = Math.floor(rest / 100)
    block[at++] = ZERO + hundreds
    this.used = twoDigits(block, at, rest - hundreds * 100)
  }

  /** `0F8FAD5B-D9CB-469F-A165-70867728950E`. */
  guid({ a, b, c, d }: Guid): void {
    this.room(36)
    this.hex(a, 4, CAPITAL)
    this.block[this.used++] = DASH
    this.hex(b >>> 16, 2, CAPITAL)
    this.block[this.used++] = DASH
    this.hex(b, 2, CAPITAL)
    this.block[this.used++] = DASH
    this.hex(c >>> 16, 2, CAPITAL)
    this.block[this.used++] = DASH
    this.hex(c, 2, CAPITAL)
    this.hex(d, 4, CAPITAL)
  }

  /** The text of a dialog id: `call-id;from-tag;to-tag`. */
  dialogId(id: DialogId): void {
    this.room(76)
    this.hex(id.c0, 4, SMALL)
    this.hex(id.c1, 4, SMALL)
    this.hex(id.c2, 4, SMALL)
    this.hex(id.c3, 4, SMALL)
    this.block[this.used++] = 0x3b
    this.hex(id.f0, 4, SMALL)
    this.hex(id.f1, 1, SMALL)
    this.block[this.used++] = 0x3b
    this.hex(id.t0, 4, CAPITAL)
    this.hex(id.t1, 4, CAPITAL)
    this.hex(id.t2, 4, CAPITAL)
    this.hex(id.t3, 4, CAPITAL)
  }

  /** Hex digits of bytes, in small letters. */
  hexOf(bytes: Uint8Array): void {
    this.room(bytes.length * 2)
    for (const byte of bytes) this.hex(byte, 1, SMALL)
  }

  /** The lowest bytes of a word, highest first. */
  private hex(word: number, bytes: number, digits: Uint8Array): void {
    for (let shift = (bytes - 1) * 8; shift >= 0; shift -= 8) {
      const pair = ((word >>> shift) & 0xff) * 2
      this.block[this.used++] = digits[pair] as number
      this.block[this.used++] = digits[pair + 1] as number
    }
  }

  private room(bytes: number): void {
    if (this.used + bytes > this.block.length) this.grow(bytes)
  }

  private grow(bytes: number): void {
    const larger = Buffer.allocUnsafe(Math.max(this.block.length * 2, this.used + bytes))
    this.block.copy(larger, 0, 0, this.used)
    this.block = larger
  }
}

function twoDigits(block: Buffer, at: number, value: number): number {
  const tens = Math.floor(value / 10)
  block[at] = ZERO + tens
  block[at + 1] = ZERO + value - tens * 10
  return at + 2
}

function pairs(digits: string): Uint8Array {
  return Buffer.from([...digits].flatMap((high) => [...digits].map((low) => high + low)).join(''), 'latin1')
}
