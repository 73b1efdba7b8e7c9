import { dayText, HOUR, type Ticks } from '../time/ticks.ts'
import { type Occurrence, occurrenceOn } from './occurrence.ts'
import type { Report } from './report.ts'
import type { ExactAttendance, Person, Scenario } from './scenario.ts'

/** Of a conference whose length is to be drawn. */
const LONGEST_SLOT = 2 * HOUR

interface Given {
  readonly occurrence: Occurrence
  readonly person: Person
  readonly attendance: ExactAttendance
  /** Position of the attendance among those of the person. */
  readonly at: number
  /** The join; where it is to be drawn, the first moment that is given. */
  readonly key: 'join' | 'invite' | 'leave'
  readonly join: Ticks
  /** The same as `join` where the leave is to be drawn: then it makes room for what comes next. */
  readonly leave: Ticks
}

/**
 * Reports exact attendances that put one person on one device in two places at once.
 * Drawn ones never do: they wait, or are declined (see `plan/seating.ts`).
 */
export function checkOverlaps(scenario: Scenario, report: Report): void {
  for (const given of givenByDevice(scenario).values()) {
    given.sort((a, b) => a.join - b.join)
    // An attendance of a series is reported once, not for each day.
    const reported = new Set<ExactAttendance>()
    let longest = given[0] as Given
    for (const later of given.slice(1)) {
      const isThere =
        later.join < longest.leave || (later.join === longest.join && later.leave === longest.leave)
      if (isThere && !reported.has(later.attendance)) {
        reported.add(later.attendance)
        reportOverlap(longest, later, report)
      }
      if (later.leave > longest.leave) longest = later
    }
  }
}

function givenByDevice({ conferences, start, days }: Scenario): Map<string, Given[]> {
  const byDevice = new Map<string, Given[]>()
  for (const conference of conferences) {
    const saysJoins =
      conference.joins.size > 0 || [...conference.occurrences.values()].some((clock) => clock?.joins.size)
    if (!saysJoins) continue
    for (let day = start; day < start + days; day++) {
      const occurrence = occurrenceOn(conference, day)
      if (!occurrence) continue
      for (const [person, attendances] of occurrence.clock.joins) {
        for (const [at, attendance] of attendances.entries()) {
          const { join, invite, leave, device } = attendance
          const key = join !== null ? 'join' : invite !== null ? 'invite' : 'leave'
          const first = join ?? invite ?? (typeof leave === 'number' ? leave : null)
          if (first === null) continue
          const owner = `${person.index}/${device ?? person.devices?.[0]?.kind ?? 'desktop'}`
          const from = occurrence.scheduled + first
          const to = leave === 'never' ? endOf(occurrence, from) : occurrence.scheduled + (leave ?? first)
          const list = byDevice.get(owner) ?? []
          if (list.length === 0) byDevice.set(owner, list)
          list.push({ occurrence, person, attendance, at, key, join: from, leave: to })
        }
      }
    }
  }
  return byDevice
}

/** Somebody whose leave was not recorded keeps the device for as long as the conference may go on. */
function endOf({ scheduled, clock: { closes, length } }: Occurrence, join: Ticks): Ticks {
  if (closes === 'never') return Number.POSITIVE_INFINITY
  return Math.max(join, scheduled + (closes ?? length ?? LONGEST_SLOT))
}

function reportOverlap(
  earlier: Given,
  { occurrence, person, attendance, at, key }: Given,
  report: Report,
): void {
  const { conference, day } = occurrence
  const isUsual = conference.joins.get(person)?.[at] === attendance
  const own = isUsual ? [] : ['occurrences', dayText(day)]
  const other = earlier.occurrence.conference
  const where = other === conference ? 'here' : `in "${other.id}"`
  const device = attendance.device ?? person.devices?.[0]?.kind ?? 'the same device'
  const hint =
    earlier.attendance.leave === 'never'
      ? 'With `leave: never` the other attendance may last as long as its conference: give it a leave, or use another `device`.'
      : 'Let the other attendance end before, or use another `device`.'
  const path = ['conferences', conference.id, ...own, 'joins', person.id, at, key]
  report('overlap', path, `"${person.id}" is still ${where} on ${device} on ${dayText(day)}`, hint)
}
