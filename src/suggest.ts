/**
 * The name among `known` that was probably meant by `given`; null when none is clearly near, or two are as near.
 *
 * Near means: at most one edit per three characters, and not as many as there are characters, where an edit adds, drops,
 * changes or swaps letters (the optimal string alignment distance).
 */
export function suggest(given: string, known: Iterable<string>): string | null {
  let nearest: string[] = []
  let least = Math.min(Math.floor(Math.max(3, given.length) / 3), given.length - 1)
  for (const name of known) {
    if (Math.abs(name.length - given.length) > least) continue
    const distance = edits(given.toLowerCase(), name.toLowerCase())
    if (distance > least) continue
    nearest = distance === least ? [...nearest, name] : [name]
    least = distance
  }
  return nearest.length === 1 ? (nearest[0] as string) : null
}

/** `Did you mean \`presenters\`?`, or null when no name is near. */
export function didYouMean(given: string, known: Iterable<string>): string | null {
  const name = suggest(given, known)
  return name === null ? null : `Did you mean \`${name}\`?`
}

function edits(a: string, b: string): number {
  let twoAgo: number[] = []
  let previous = Array.from({ length: b.length + 1 }, (_, at) => at)
  for (let i = 1; i <= a.length; i++) {
    const row = [i]
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1]
      let least = Math.min(previous[j]! + 1, row[j - 1]! + 1, previous[j - 1]! + (same ? 0 : 1))
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
        least = Math.min(least, twoAgo[j - 2]! + 1)
      row.push(least)
    }
    twoAgo = previous
    previous = row
  }
  return previous[b.length]!
}
