import type { Rng } from '../random/rng.ts'
import { hex } from './hex.ts'

/** Words of a dialog id. */
export const DIALOG_WORDS = 10

/**
 * A SIP dialog id, `call-id;from-tag;to-tag`, as ten int32 words.
 *
 * The forms are those of a Lync Server 2013 trace: a Call-ID of 32 small hex digits without a domain, a client's tag of
 * 10 small hex digits, and a server's tag of 32 capital ones. The database keeps the text as bytes.
 */
export class DialogId {
  /** The Call-ID. */
  readonly c0: number
  readonly c1: number
  readonly c2: number
  readonly c3: number
  /** The from-tag: a word, and a byte. */
  readonly f0: number
  readonly f1: number
  /** The to-tag. */
  readonly t0: number
  readonly t1: number
  readonly t2: number
  readonly t3: number

  /** Copies ten words of `words`, from `at` on; only a byte of the sixth counts. */
  constructor(words: Int32Array, at = 0) {
    this.c0 = words[at]!
    this.c1 = words[at + 1]!
    this.c2 = words[at + 2]!
    this.c3 = words[at + 3]!
    this.f0 = words[at + 4]!
    this.f1 = words[at + 5]! & 0xff
    this.t0 = words[at + 6]!
    this.t1 = words[at + 7]!
    this.t2 = words[at + 8]!
    this.t3 = words[at + 9]!
  }

  static random(rng: Rng): DialogId {
    const words = new Int32Array(DIALOG_WORDS)
    for (let at = 0; at < DIALOG_WORDS; at++) words[at] = rng.bits()
    return new DialogId(words)
  }

  /** The text: 76 ASCII characters. */
  toString(): string {
    const callId = hex(this.c0, 8) + hex(this.c1, 8) + hex(this.c2, 8) + hex(this.c3, 8)
    const toTag = hex(this.t0, 8) + hex(this.t1, 8) + hex(this.t2, 8) + hex(this.t3, 8)
    return `${callId};${hex(this.f0, 8)}${hex(this.f1, 2)};${toTag.toUpperCase()}`
  }

  /** What `Dialogs.ExternalChecksum` holds: see `checksum`. */
  checksum(): number {
    let sum = step(step(step(step(OFFSET, this.c0), this.c1), this.c2), this.c3)
    sum = step(step(sum, this.f0), this.f1)
    return step(step(step(step(sum, this.t0), this.t1), this.t2), this.t3)
  }

  toJSON(): string {
    return this.toString()
  }
}

/**
 * A stable int32 for faster look-up of a text.
 * The documentation says that the database keeps such checksums, not how they are made; this is FNV-1a over UTF-16 units.
 * `before` is the checksum of a text that this one follows: `checksum('ab')` is `checksum('b', checksum('a'))`.
 */
export function checksum(text: string, before = OFFSET): number {
  let sum = before
  for (let at = 0; at < text.length; at++) sum = step(sum, text.charCodeAt(at))
  return sum
}

const OFFSET = 0x811c9dc5 | 0

function step(sum: number, value: number): number {
  return Math.imul(sum ^ value, 0x01000193)
}
