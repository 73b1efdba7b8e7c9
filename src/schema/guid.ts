import type { Rng } from '../random/rng.ts'
import { hex } from './hex.ts'

/** Words of a GUID. */
export const GUID_WORDS = 4

/** A `uniqueidentifier` as four int32 words, because making the text costs more than all the rest of a row. */
export class Guid {
  readonly a: number
  readonly b: number
  readonly c: number
  readonly d: number

  constructor(a: number, b: number, c: number, d: number) {
    this.a = a
    this.b = b
    this.c = c
    this.d = d
  }

  /** A random GUID, of version 4. */
  static random(rng: Rng): Guid {
    const words = new Int32Array(GUID_WORDS)
    randomGuid(rng, words, 0)
    return Guid.of(words, 0)
  }

  /** Of four words of `words`, from `at` on. */
  static of(words: Int32Array, at: number): Guid {
    return new Guid(words[at]!, words[at + 1]!, words[at + 2]!, words[at + 3]!)
  }

  /** The GUID of a text such as `0F8FAD5B-D9CB-469F-A165-70867728950E`, in capitals or not; null for any other text. */
  static parse(text: string): Guid | null {
    if (!/^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i.test(text)) return null
    const digits = text.replaceAll('-', '')
    const [a, b, c, d] = [0, 8, 16, 24].map((at) => Number.parseInt(digits.slice(at, at + 8), 16) | 0)
    return new Guid(a as number, b as number, c as number, d as number)
  }

  /** As SQL Server shows it: `0F8FAD5B-D9CB-469F-A165-70867728950E`. */
  toString(): string {
    const [b, c] = [hex(this.b, 8), hex(this.c, 8)]
    const text = `${hex(this.a, 8)}-${b.slice(0, 4)}-${b.slice(4)}-${c.slice(0, 4)}-${c.slice(4)}${hex(this.d, 8)}`
    return text.toUpperCase()
  }

  toJSON(): string {
    return this.toString()
  }
}

/** Puts a random GUID, of version 4, into `words` from `at` on. */
export function randomGuid(rng: Rng, words: Int32Array, at: number): void {
  for (let word = at; word < at + GUID_WORDS; word++) words[word] = rng.bits()
  asVersion4(words, at)
}

/** Makes four random words from `at` on a GUID of version 4, variant 1 (RFC 9562, section 5.4). */
export function asVersion4(words: Int32Array, at: number): void {
  words[at + 1] = (words[at + 1]! & 0xffff0fff) | 0x4000
  words[at + 2] = (words[at + 2]! & 0x3fffffff) | 0x80000000
}
