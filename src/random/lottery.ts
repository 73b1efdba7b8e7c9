import type { Rng } from './rng.ts'

/** Draws positions of a list, each as likely as its weight says. Made once, for many draws. */
export class Lottery {
  private readonly upTo: Float64Array

  /** Weights need not add up to 1. Throws a RangeError when none is above 0. */
  constructor(weights: ArrayLike<number>) {
    this.upTo = new Float64Array(weights.length)
    let sum = 0
    for (let at = 0; at < weights.length; at++) this.upTo[at] = sum += weights[at]!
    if (!(sum > 0)) throw new RangeError('Lottery: no weight is above 0')
  }

  /** A position; takes one draw. */
  draw(rng: Rng): number {
    const { upTo } = this
    const last = upTo.length - 1
    const ticket = rng.fraction() * upTo[last]!
    let from = 0
    let to = last
    while (from < to) {
      const middle = (from + to) >>> 1
      if (ticket < upTo[middle]!) to = middle
      else from = middle + 1
    }
    return from
  }
}
