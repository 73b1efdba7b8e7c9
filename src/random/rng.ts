import { absorb, finish, type Words } from './mix.ts'
import { rootKey } from './root-key.ts'

/** One step of a stream's name. Numbers are whole; `1` and `'1'` are different labels. */
export type Label = string | number

/**
 * A stream: a source of chance that is found by its name, not by its turn.
 *
 * The generator is xoshiro128** (Blackman and Vigna, "Scrambled linear pseudorandom number generators", ACM TOMS 47,
 * 2021); its whole 128-bit state is the mixed name of the stream. Within one stream the order of draws is part of
 * the algorithm's version: code that needs one more draw takes one more stream.
 */
export class Rng {
  private readonly name: Words
  private s0: number
  private s1: number
  private s2: number
  private s3: number

  constructor(name: Words) {
    this.name = name
    this.s0 = name[0]
    this.s1 = name[1]
    this.s2 = name[2]
    this.s3 = name[3]
  }

  /**
   * Another stream, named by `labels` below this one.
   *
   * The same seed and labels always give the same stream, and draws from either never move the other.
   * `fork('a', 'b')` is `fork('a').fork('b')`, and never `fork('ab')`.
   * @example
   * rng('42').fork('conference', 'standup').int(1, 6)
   */
  fork(...labels: readonly Label[]): Rng {
    const name: Words = [this.name[0], this.name[1], this.name[2], this.name[3]]
    for (const label of labels) {
      if (typeof label === 'number') absorbNumber(name, label)
      else absorbText(name, label)
      finish(name)
    }
    return new Rng(name)
  }

  /** 32 random bits as an int32. */
  bits(): number {
    const product = Math.imul(this.s1, 5)
    const result = Math.imul((product << 7) | (product >>> 25), 9)
    const shifted = this.s1 << 9
    this.s2 ^= this.s0
    this.s3 ^= this.s1
    this.s1 ^= this.s2
    this.s0 ^= this.s3
    this.s2 ^= shifted
    this.s3 = (this.s3 << 11) | (this.s3 >>> 21)
    return result
  }

  /** A number in [0, 1), a multiple of 2^-53. Takes two draws. */
  unit(): number {
    const high = this.bits() >>> 5
    const low = this.bits() >>> 6
    return (high * 0x4000000 + low) / 0x20000000000000
  }

  /** A whole number between `from` (included) and `to` (included); both are safe integers less than 2^53 apart. */
  int(from: number, to: number): number {
    return from + Math.floor(this.unit() * (to - from + 1))
  }

  /** True with this probability: never for 0, always for 1. */
  chance(probability: number): boolean {
    return this.unit() < probability
  }
}

/** The stream from which all others of a data set are forked. `seed` is a text: 42 and '42' are one seed. */
export function rng(seed: string): Rng {
  // The key alone would take some seeds for one another; see `rootKey`.
  return new Rng(rootKey(seed)).fork(seed)
}

const TEXT = 0x74000000 | 0
const NUMBER = 0x6e000000 | 0

// Each label opens with its kind and length, so that no two sequences of labels are the same words.
function absorbText(state: Words, text: string): void {
  absorb(state, TEXT ^ text.length)
  for (let at = 0; at < text.length; at += 2) {
    const second = at + 1 < text.length ? text.charCodeAt(at + 1) : 0
    absorb(state, text.charCodeAt(at) | (second << 16))
  }
}

function absorbNumber(state: Words, value: number): void {
  absorb(state, NUMBER)
  absorb(state, value | 0)
  absorb(state, Math.floor(value / 0x100000000) | 0)
}
