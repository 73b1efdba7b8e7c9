/**
 * Four 32-bit words, the whole name of a stream and the whole state of a generator. Words are int32.
 *
 * All 128 bits count: a million names cut down to 32 bits hold about 116 pairs of twins, and twins share every draw.
 */
export type Words = [number, number, number, number]

// Odd constants with no structure of their own (the golden ratio and the first digits of pi), so that neither a
// run of zero words nor a repeated word is a fixed point of the mix.
const GOLDEN = 0x9e3779b9 | 0
const PI_0 = 0x243f6a88 | 0
const PI_1 = 0x85a308d3 | 0
const PI_0_ODD = PI_0 | 1
const PI_1_ODD = PI_1 | 1

/** A state that takes words in, one after the other. Its four words are fields, so that no array is made for a name. */
export class Mix {
  a: number
  b: number
  c: number
  d: number

  constructor([a, b, c, d]: Words) {
    this.a = a
    this.b = b
    this.c = c
    this.d = d
  }

  /** Goes on from where `other` is. */
  copy(other: Mix): void {
    this.a = other.a
    this.b = other.b
    this.c = other.c
    this.d = other.d
  }

  /**
   * Becomes the `index`-th child of `parent`, which differs in every bit from its brothers about half of the time. A
   * bijection of the parent's state for each index, and of the index for each parent.
   *
   * For names that are made by the million: the four words go through MurmurHash3's 32-bit finalizer side by side
   * (A. Appleby, public domain), so a processor works on all of them at once, and mix between its two turns.
   */
  child(parent: Mix, index: number): void {
    const a = finalized(parent.a ^ index)
    const b = finalized((parent.b + Math.imul(index, GOLDEN)) | 0)
    const c = finalized(parent.c ^ Math.imul(index, PI_0_ODD))
    const d = finalized((parent.d + Math.imul(index, PI_1_ODD)) | 0)
    const b2 = b ^ a
    const c2 = (c + b2) | 0
    const d2 = d ^ c2
    const a2 = (a + d2) | 0
    this.a = finalized(a2 ^ PI_0)
    this.b = finalized((b2 + a2) | 0)
    this.c = finalized((c2 + a2) ^ PI_1)
    this.d = finalized((d2 + GOLDEN) | 0)
  }

  words(): Words {
    return [this.a, this.b, this.c, this.d]
  }

  /**
   * Takes one word in. A bijection of the state for each word, so nothing that came in before is lost.
   *
   * The mix is the quarter round of ChaCha (RFC 8439, section 2.1): additions, exclusive ors and rotations in 32 bits.
   */
  absorb(word: number): void {
    this.quarterRound((this.a ^ word) | 0, this.b, this.c, (this.d + GOLDEN) | 0)
  }

  /** Ends a word sequence: after it each bit that was ever absorbed moves about half of the bits of the state. */
  finish(): void {
    for (let round = 0; round < 3; round++) {
      // The words change places between rounds, because one quarter round treats them unlike.
      this.quarterRound((this.b + PI_0) | 0, this.c, (this.d ^ PI_1) | 0, this.a)
    }
  }

  private quarterRound(a: number, b: number, c: number, d: number): void {
    a = (a + b) | 0
    d ^= a
    d = (d << 16) | (d >>> 16)
    c = (c + d) | 0
    b ^= c
    b = (b << 12) | (b >>> 20)
    a = (a + b) | 0
    d ^= a
    d = (d << 8) | (d >>> 24)
    c = (c + d) | 0
    b ^= c
    b = (b << 7) | (b >>> 25)
    this.a = a
    this.b = b
    this.c = c
    this.d = d
  }
}

function finalized(word: number): number {
  word = Math.imul(word ^ (word >>> 16), 0x85ebca6b)
  word = Math.imul(word ^ (word >>> 13), 0xc2b2ae35)
  return word ^ (word >>> 16)
}
