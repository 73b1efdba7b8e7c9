/**
 * The name among `known` that was probably meant by `given`; null when none is clearly near.
 *
 * Near means: at most one edit per three characters, where an edit adds, drops, changes or swaps letters
 * (the optimal string alignment distance).
 */
export function suggest(given: string, known: Iterable<string>): string | null {
  let best: string | null = null
  let bestDistance = Math.floor(Math.max(3, given.length) / 3) + 1
  for (const name of known) {
    if (Math.abs(name.length - given.length) >= bestDistance) continue
    const distance = edits(given.toLowerCase(), name.toLowerCase())
    if (distance < bestDistance) {
      best = name
      bestDistance = distance
    }
  }
  return best
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
