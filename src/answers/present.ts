import type { Slice } from '../plan/plan.ts'
import { eachAttendance } from '../plan/population/population-slice.ts'
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
  // A join at a tick is twice the tick and one more, a leave twice the tick: numbers that sort by time.
  let changes: number[] = []
  let present = 0
  let peak: Peak = { people: 0, at: null }

  /** Nothing can change any more before `until`. */
  const settle = (until: Ticks) => {
    const sorted = Float64Array.from(changes).sort()
    let at = 0
    while (at < sorted.length && sorted[at]! < 2 * until) {
      const tick = Math.floor(sorted[at]! / 2)
      // What happens within one tick happens at once.
      for (; at < sorted.length && Math.floor(sorted[at]! / 2) === tick; at++)
        present += sorted[at] === 2 * tick ? -1 : 1
      if (present > peak.people) peak = { people: present, at: tick }
    }
    changes = [...sorted.subarray(at)]
  }
  const change = (join: Ticks, leave: Ticks | null) => {
    changes.push(2 * join + 1)
    if (leave !== null) changes.push(2 * leave)
  }

  return {
    add({ day, conferences, population }: Slice): void {
      settle(day * DAY)
      for (const { attendances, close } of conferences) {
        for (const { join, leave } of attendances) change(join, leave ?? close)
      }
      for (const { attendances, at } of population ? eachAttendance(population) : [])
        change(attendances.join[at]!, attendances.leave[at]!)
    },
    result(): Peak {
      settle(Number.POSITIVE_INFINITY)
      return peak
    },
  }
}
