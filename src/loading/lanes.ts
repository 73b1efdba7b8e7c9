/**
 * Does something for each number from 0 to `count`, in this order, so many at a time. When one fails no further one
 * begins; what it threw is thrown when all that are under way have ended.
 */
export async function inLanes(
  count: number,
  lanes: number,
  work: (at: number) => Promise<void>,
): Promise<void> {
  let next = 0
  let failure: { readonly cause: unknown } | null = null
  const lane = async () => {
    while (next < count && failure === null) {
      try {
        await work(next++)
      } catch (cause) {
        failure ??= { cause }
      }
    }
  }
  await Promise.all(Array.from({ length: lanes }, lane))
  if (failure !== null) throw (failure as { readonly cause: unknown }).cause
}
