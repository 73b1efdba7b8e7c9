import type { Rng } from './rng.ts'

/** One of `items`, each as likely as the others. Throws a RangeError when there are none. */
export function pick<T>(rng: Rng, items: readonly T[]): T {
  if (items.length === 0) throw new RangeError('pick: there is nothing to pick from')
  return items[rng.int(0, items.length - 1)] as T
}
