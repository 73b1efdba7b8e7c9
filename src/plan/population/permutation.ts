import type { Rng } from '../../random/rng.ts'

/** Puts the numbers below `size` into another order, by a multiplication that has an inverse. */
export class Permutation {
  private readonly size: number
  private readonly factor: number
  private readonly offset: number

  constructor(rng: Rng, size: number) {
    this.size = size
    let factor = rng.int(Math.floor(size / 3), size - 1)
    while (greatestDivisor(factor, size) !== 1) factor--
    this.factor = factor
    this.offset = rng.int(0, size - 1)
  }

  at(index: number): number {
    // Below 2^53: a factor and an index below two millions each.
    return (this.factor * (index % this.size) + this.offset) % this.size
  }

  indexOf(value: number): number {
    const inverse = modularInverse(BigInt(this.factor), BigInt(this.size))
    const shifted = BigInt((value - this.offset + this.size) % this.size)
    return Number((shifted * inverse) % BigInt(this.size))
  }
}

function greatestDivisor(a: number, b: number): number {
  return b === 0 ? a : greatestDivisor(b, a % b)
}

function modularInverse(value: bigint, modulus: bigint): bigint {
  let [r0, r1, t0, t1] = [modulus, value, 0n, 1n]
  while (r1 !== 0n) {
    const quotient = r0 / r1
    ;[r0, r1] = [r1, r0 - quotient * r1]
    ;[t0, t1] = [t1, t0 - quotient * t1]
  }
  return ((t0 % modulus) + modulus) % modulus
}
