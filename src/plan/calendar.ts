import type { Rng } from '../random/rng.ts'
import { occurrenceOn } from '../scenario/occurrence.ts'
import type { Conference, Scenario } from '../scenario/scenario.ts'
import { DAY, type Day, utcDay } from '../time/ticks.ts'
import { type Head, headOf, instanceStream, reachOf, sliceOf } from './head.ts'
import type { Identity } from './identity.ts'
import { type Invitations, invitedTo } from './invitations.ts'

/** When the conferences of a scenario are held: their heads, found by day. */
export interface Calendar {
  /** The heads of one slice, in its order: by `SessionIdTime`, then by declaration. */
  headsIn(slice: Day): readonly Head[]
  /** About how many people come to the conferences of a day, without making their heads. */
  expected(day: Day): number
  /** Days that a conference can go on after the slice that it belongs to. */
  readonly spill: number
  readonly firstSlice: Day
  readonly lastSlice: Day
}

/** Slices whose heads stay in memory: enough that going on to the next slice finds them made. */
const KEPT_SLICES = 64

export function calendarOf(root: Rng, scenario: Scenario, identities: readonly Identity[]): Calendar {
  const { conferences, start, days } = scenario
  const invited = new Map<Conference, Invitations>()
  const invitedOf = (conference: Conference) => {
    const known = invited.get(conference) ?? invitedTo(root, conference, identities)
    invited.set(conference, known)
    return known
  }
  const reaches = conferences.map(reachOf)
  const before = Math.ceil(Math.max(0, ...reaches.map((reach) => reach.before)) / DAY)
  const after = Math.ceil(Math.max(0, ...reaches.map((reach) => reach.after)) / DAY)

  // The local day of an occurrence and the UTC day of its key are at most one day and the reach of a conference apart.
  const made = new Map<Day, readonly Head[]>()
  const headsOn = (day: Day): readonly Head[] => {
    if (day < start || day >= start + days) return []
    const known = made.get(day)
    if (known) return known
    const heads = conferences.flatMap((conference) => {
      const occurrence = occurrenceOn(conference, day)
      return occurrence ? headOf(instanceStream(root, occurrence), occurrence, invitedOf(conference)) : []
    })
    if (made.size >= KEPT_SLICES) made.delete(made.keys().next().value as Day)
    made.set(day, heads)
    return heads
  }

  const slices = new Map<Day, readonly Head[]>()
  const headsIn = (slice: Day): readonly Head[] => {
    const known = slices.get(slice)
    if (known) return known
    const heads: Head[] = []
    for (let day = slice - after - 1; day <= slice + before + 1; day++) {
      heads.push(...headsOn(day).filter((head) => sliceOf(head) === slice))
    }
    heads.sort(inOrder)
    if (slices.size >= KEPT_SLICES) slices.delete(slices.keys().next().value as Day)
    slices.set(slice, heads)
    return heads
  }

  // People register on the clock of the scenario, whether they have a conference or not.
  const zones = [scenario.zone, ...conferences.map(({ zone }) => zone)]
  const moments = [start, start + days].flatMap((day) => zones.map((zone) => zone.moment(day, 0)))
  const expected = (day: Day): number => {
    if (day < start || day >= start + days) return 0
    return conferences.reduce((sum, conference) => {
      return occurrenceOn(conference, day) ? sum + invitedOf(conference).all.length : sum
    }, 0)
  }
  return {
    headsIn,
    expected,
    spill: before + after + 1,
    firstSlice: utcDay(Math.min(...moments, start * DAY)) - before,
    lastSlice: utcDay(Math.max(...moments, (start + days - 1) * DAY)) + after,
  }
}

/** By time of the key, then by declaration. Two occurrences of one conference differ in their day. */
function inOrder(a: Head, b: Head): number {
  const [one, other] = [a.occurrence, b.occurrence]
  return (
    a.sessionIdTime - b.sessionIdTime || one.conference.index - other.conference.index || one.day - other.day
  )
}
