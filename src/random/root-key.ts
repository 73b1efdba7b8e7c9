import seedrandom from 'seedrandom'
import type { Words } from './mix.ts'

/**
 * The 128-bit key of a data set, from the text of its seed by `seedrandom` (RC4, seeded with the text).
 *
 * RC4 repeats a short key until it is long enough, and `seedrandom` takes the low byte of each character: `7` and `77`
 * give one key.
 */
export function rootKey(seed: string): Words {
  const generator = seedrandom(seed)
  return [generator.int32(), generator.int32(), generator.int32(), generator.int32()]
}
