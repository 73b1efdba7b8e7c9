import { normal } from './normal.ts'
import type { Rng } from './rng.ts'

/**
 * A gamma variate of mean 1 and the given coefficient of variation, at most 1; always 1 for less than a millionth.
 *
 * G. Marsaglia and W. W. Tsang, "A simple method for generating gamma variables", ACM TOMS 26, 2000.
 */
export function gamma(rng: Rng, variation: number): number {
  // The shape would be too large to calculate with, at last infinite.
  if (variation < 1e-6) return 1
  const shape = 1 / (variation * variation)
  const d = shape - 1 / 3
  const c = 1 / Math.sqrt(9 * d)
  for (;;) {
    const x = normal(rng, 0, 1)
    // Not by `**`: engines may round a power in different ways, never a product.
    const root = 1 + c * x
    const v = root * root * root
    if (v > 0 && Math.log(1 - rng.unit()) < 0.5 * x * x + d * (1 - v + Math.log(v))) return (d * v) / shape
  }
}
