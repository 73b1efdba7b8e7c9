import type { Slice } from '../plan/plan.ts'
import { DAY, type Ticks } from '../time/ticks.ts'

/** The greatest number of people present at once, and when that was first so. */
export interface Peak {
  readonly people: number
  readonly at: Ticks | null
}

/**
 * Follows how many sessions are present while slices come in order. Holds the changes of the last slices only.
 * Sessions without a recorded leave count until the conference closes, or to the end.
 */
export function presence() {
  let changes = new Map<Ticks, number>()
  let present = 0
  let peak: Peak = { people: 0, at: null }

  /** Nothing can change any more before `until`. */
  const settle = (until: Ticks) => {
    const settled = [...changes].filter(([tick]) => tick < until).sort(([a], [b]) => a - b)
    for (const [tick, change] of settled) {
      present += change
      if (present > peak.people) peak = { people: present, at: tick }
    }
    changes = new Map([...changes].filter(([tick]) => tick >= until))
  }
  const change = (tick: Ticks, by: number) => changes.set(tick, (changes.get(tick) ?? 0) + by)

  return {
    add(slice: Slice): void {
      settle(slice.day * DAY)
      for (const { attendances, close } of slice.conferences) {
        for (const { join, leave } of attendances) {
          const until = leave ?? close
          change(join, 1)
          if (until !== null) change(until, -1)
        }
      }
    },
    result(): Peak {
      settle(Number.POSITIVE_INFINITY)
      return peak
    },
  }
}
