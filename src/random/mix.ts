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

/**
 * Takes one word into `state`. A bijection of the state for each word, so nothing that came in before is lost.
 *
 * The mix is the quarter round of ChaCha (RFC 8439, section 2.1): additions, exclusive ors and rotations in 32 bits.
 */
export function absorb(state: Words, word: number): void {
  const a = (state[0] ^ word) | 0
  quarterRound(state, a, state[1], state[2], (state[3] + GOLDEN) | 0)
}

/** Ends a word sequence: after it each bit that was ever absorbed moves about half of the bits of the state. */
export function finish(state: Words): void {
  for (let round = 0; round < 3; round++) {
    // The words change places between rounds, because one quarter round treats them unlike.
    quarterRound(state, (state[1] + PI_0) | 0, state[2], (state[3] ^ PI_1) | 0, state[0])
  }
}

function quarterRound(state: Words, a: number, b: number, c: number, d: number): void {
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
  state[0] = a
  state[1] = b
  state[2] = c
  state[3] = d
}
