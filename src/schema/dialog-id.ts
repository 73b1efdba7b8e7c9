import type { Rng } from '../random/rng.ts'
import { hex } from './hex.ts'

/**
 * A SIP dialog id, `call-id;from-tag;to-tag`, as ten int32 words.
 *
 * The forms are those of a Lync Server 2013 trace: a Call-ID of 32 small hex digits without a domain, a client's tag of
 * 10 small hex digits, and a server's tag of 32 capital ones. The database keeps the text as bytes.
 */
export class DialogId {
  /** Call-ID (4 words), from-tag (5 bytes in 2 words, the second one byte long), to-tag (4 words). */
  readonly words: Int32Array

  constructor(words: Int32Array) {
    this.words = words
  }

  static random(rng: Rng): DialogId {
    const words = new Int32Array(10)
    for (let at = 0; at < 10; at++) words[at] = rng.bits()
    words[5] = (words[5] as number) & 0xff
    return new DialogId(words)
  }

  /** The text: 76 ASCII characters. */
  toString(): string {
    const w = this.words
    const callId = hex(w[0]!, 8) + hex(w[1]!, 8) + hex(w[2]!, 8) + hex(w[3]!, 8)
    const toTag = hex(w[6]!, 8) + hex(w[7]!, 8) + hex(w[8]!, 8) + hex(w[9]!, 8)
    return `${callId};${hex(w[4]!, 8)}${hex(w[5]!, 2)};${toTag.toUpperCase()}`
  }

  /** What `Dialogs.ExternalChecksum` holds: see `checksum`. */
  checksum(): number {
    let sum = OFFSET
    for (const word of this.words) sum = step(sum, word)
    return sum
  }

  toJSON(): string {
    return this.toString()
  }
}

/**
 * A stable int32 for faster look-up of a text.
 * The documentation says that the database keeps such checksums, not how they are made; this is FNV-1a over UTF-16 units.
 */
export function checksum(text: string): number {
  let sum = OFFSET
  for (let at = 0; at < text.length; at++) sum = step(sum, text.charCodeAt(at))
  return sum
}

const OFFSET = 0x811c9dc5 | 0

function step(sum: number, value: number): number {
  return Math.imul(sum ^ value, 0x01000193)
}
