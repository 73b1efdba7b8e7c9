/** Whole numbers by minute since 1970, wherever they begin: room is made as they come. */
export class MinuteChanges {
  /** The minute of the first entry. */
  private base = 0
  private changes = new Int32Array(0)

  add(minute: number, change: number): void {
    const at = minute - this.base
    if (at < 0 || at >= this.changes.length) this.widen(minute)
    const place = minute - this.base
    this.changes[place] = this.changes[place]! + change
  }

  merge(other: MinuteChanges): void {
    for (const [minute, change] of other.entries()) this.add(minute, change)
  }

  at(minute: number): number {
    return this.changes[minute - this.base] ?? 0
  }

  /** The minutes with a change, in order. */
  *entries(): Iterable<readonly [minute: number, change: number]> {
    for (const [at, change] of this.changes.entries()) if (change !== 0) yield [this.base + at, change]
  }

  /** Makes room for a minute, and for as much again on its side. */
  private widen(minute: number): void {
    const { base, changes } = this
    const room = Math.max(ROOM, changes.length)
    const isEmpty = changes.length === 0
    const from = isEmpty || minute < base ? minute - room : base
    const to = isEmpty || minute >= base + changes.length ? minute + room : base + changes.length
    this.base = from
    this.changes = new Int32Array(to - from)
    if (!isEmpty) this.changes.set(changes, base - from)
  }
}

/** Minutes of a week. */
const ROOM = 7 * 24 * 60
