/** A class of a distribution: from its lower edge to before the next one's, and how many there are in it. */
export interface Class {
  readonly name: string
  readonly count: number
}

/** Counts values by classes with whole edges, which are its unit: people or minutes. */
export class Classes {
  private readonly edges: readonly number[]
  private readonly names: readonly string[]
  private readonly counts: number[]

  /** Each class goes up to before the next edge, the last one on and on. The first edge is 0. */
  constructor(edges: readonly number[], names: readonly string[]) {
    this.edges = edges
    this.names = names
    this.counts = edges.map(() => 0)
  }

  add(value: number): void {
    const { edges, counts } = this
    let at = edges.length - 1
    while (at > 0 && value < edges[at]!) at--
    counts[at]!++
  }

  /** The classes between the first and the last that have any, those between included. */
  result(): readonly Class[] {
    const { counts, names } = this
    const first = counts.findIndex((count) => count > 0)
    if (first < 0) return []
    const last = counts.findLastIndex((count) => count > 0)
    return names.map((name, at) => ({ name, count: counts[at]! })).slice(first, last + 1)
  }
}

/** Classes of numbers of people: one by one where most are, wider above. */
export function peopleClasses(): Classes {
  return classesOf([0, 1, 2, 3, 4, 5, 6, 7, 10, 15, 20, 30, 50, 100, 250], (from, to) => {
    if (to === null) return `${from} and more`
    return to === from + 1 ? `${from}` : `${from}–${to - 1}`
  })
}

/** Classes of spans in minutes. */
export function spanClasses(): Classes {
  return classesOf([0, 1, 5, 10, 15, 20, 30, 45, 60, 90, 120, 240, 480], minutesName)
}

/** Classes of lateness in minutes; the edges of the answer `join-lateness` are among them. */
export function latenessClasses(): Classes {
  return classesOf([0, 1, 2, 3, 5, 10, 15, 30, 60], minutesName)
}

/** `under 5 min`, `5–10 min`, `1–2 h`, `8 h and more`. */
function minutesName(from: number, to: number | null): string {
  const [unit, by] = from >= 60 ? ['h', 60] : ['min', 1]
  const shown = (minutes: number) => `${minutes / by}`
  if (to === null) return `${shown(from)} ${unit} and more`
  return from === 0 ? `under ${to} min` : `${shown(from)}–${shown(to)} ${unit}`
}

function classesOf(edges: readonly number[], nameOf: (from: number, to: number | null) => string): Classes {
  return new Classes(
    edges,
    edges.map((from, at) => nameOf(from, edges[at + 1] ?? null)),
  )
}
