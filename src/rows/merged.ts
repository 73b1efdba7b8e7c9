/** Rows that go to a sink together: few enough that they are young when they are written. */
const BATCH = 512

/**
 * Batches of rows of both worlds in one order: those that a scenario names, which are made, and `count` of the population,
 * which `make` makes. `isFirst` tells whether a named row goes before the one of the population at a position; both are in
 * order by themselves.
 */
export function* merged<R>(
  named: readonly R[],
  count: number,
  isFirst: (row: R, at: number) => boolean,
  make: (from: number, to: number) => R[],
): Iterable<readonly R[]> {
  let done = 0
  for (const row of named) {
    const until = positionOf(row, done, count, isFirst)
    for (; done < until; done = Math.min(done + BATCH, until)) yield make(done, Math.min(done + BATCH, until))
    yield [row]
  }
  for (; done < count; done += BATCH) yield make(done, Math.min(done + BATCH, count))
}

/** The first position from `from` on that the row goes before. */
function positionOf<R>(row: R, from: number, to: number, isFirst: (row: R, at: number) => boolean): number {
  let [low, high] = [from, to]
  while (low < high) {
    const middle = (low + high) >>> 1
    if (isFirst(row, middle)) high = middle
    else low = middle + 1
  }
  return low
}
