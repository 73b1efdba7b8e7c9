import type { Ticks } from '../time/ticks.ts'

/** Gives `SessionIdSeq`: 1 for the first of a tick, 2 for the second, and so on. */
export class Counter {
  private readonly last = new Map<Ticks, number>()

  /** The next number of a tick. */
  next(tick: Ticks): number {
    const number = this.count(tick) + 1
    this.last.set(tick, number)
    return number
  }

  /** How many numbers of a tick are taken. */
  count(tick: Ticks): number {
    return this.last.get(tick) ?? 0
  }
}
