import type { Ticks } from '../time/ticks.ts'

/** Gives `SessionIdSeq`: 1 for the first of a tick, 2 for the second, and so on. */
export interface Counter {
  next(tick: Ticks): number
}

export function numberFrom(): Counter {
  const last = new Map<Ticks, number>()
  return {
    next(tick) {
      const number = (last.get(tick) ?? 0) + 1
      last.set(tick, number)
      return number
    },
  }
}
