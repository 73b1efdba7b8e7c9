import { Mix } from './mix.ts'
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
  private readonly name: Mix
  private s0: number
  private s1: number
  private s2: number
  private s3: number

  constructor(name: Mix) {
    this.name = name
    this.s0 = name.a
    this.s1 = name.b
    this.s2 = name.c
    this.s3 = name.d
  }

  /** A stream that has no name yet: `become` gives it one. */
  static unnamed(): Rng {
    return new Rng(new Mix([0, 0, 0, 0]))
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
    const name = new Mix([this.name.a, this.name.b, this.name.c, this.name.d])
    for (const label of labels) {
      if (typeof label === 'number') absorbNumber(name, label)
      else absorbText(name, label)
      name.finish()
    }
    return new Rng(name)
  }

  /**
   * Turns this stream into the child of `parent` with this number (an int32), and gives it back. Children are streams of
   * their own, other ones than `fork` gives, and cost a tenth: no object is made, for loops that name a stream for each
   * of millions of things. Whatever this stream was before is forgotten.
   */
  become(parent: Rng, index: number): this {
    const { name } = this
    name.child(parent.name, index)
    this.s0 = name.a
    this.s1 = name.b
    this.s2 = name.c
    this.s3 = name.d
    return this
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

  /** A number in [0, 1), a multiple of 2^-32. Takes one draw: half the price of `unit`, and fine enough for most ends. */
  fraction(): number {
    return (this.bits() >>> 0) / 0x100000000
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
  return new Rng(new Mix(rootKey(seed))).fork(seed)
}

const TEXT = 0x74000000 | 0
const NUMBER = 0x6e000000 | 0

// Each label opens with its kind and length, so that no two sequences of labels are the same words.
function absorbText(state: Mix, text: string): void {
  state.absorb(TEXT ^ text.length)
  for (let at = 0; at < text.length; at += 2) {
    const second = at + 1 < text.length ? text.charCodeAt(at + 1) : 0
    state.absorb(text.charCodeAt(at) | (second << 16))
  }
}

function absorbNumber(state: Mix, value: number): void {
  state.absorb(NUMBER)
  state.absorb(value | 0)
  state.absorb(Math.floor(value / 0x100000000) | 0)
}
