import { DAY, type Day, dayText, type Ticks } from '../time/ticks.ts'
import { MAX_OFFSET, type Occurrence, occurrenceOn } from './occurrence.ts'
import type { Report } from './report.ts'
import type { Clock, Conference, ExactAttendance, Person } from './scenario.ts'

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

/** Of the attendances on a device so far, those that the next one can meet. */
interface Held {
  /** The one with the last leave. */
  readonly longest: Given
  /** The one with the last `join` that is given. */
  readonly newest: Given | null
}

/** How far from the midnight of its day an attendance can begin: time zones are less than a day from UTC. */
const REACH: Ticks = MAX_OFFSET + 2 * DAY
/** Days between two looks at what has been gathered. */
const STRIDE = 16

/**
 * Reports exact attendances that put one person on one device in two places at once.
 * Drawn ones never do: they wait, or are declined (see `plan/seating.ts`).
 */
export function checkOverlaps(
  conferences: readonly Conference[],
  { start, days }: { readonly start: Day; readonly days: number },
  report: Report,
): void {
  const exact = conferences.filter(({ joins, occurrences }) => {
    return joins.size > 0 || [...occurrences.values()].some((clock) => clock?.joins.size)
  })
  if (exact.length === 0) return
  const check = checkerOf(report)
  // Days go outermost, and what no later day can come before is done with: a long period needs no more memory.
  const waiting: Given[] = []
  const checkUntil = (end: Ticks) => {
    waiting.sort((a, b) => a.join - b.join)
    const later = waiting.findIndex(({ join }) => join >= end)
    for (const given of waiting.splice(0, later < 0 ? waiting.length : later)) check(given)
  }
  for (let day = start; day < start + days; day++) {
    if ((day - start) % STRIDE === 0) checkUntil(day * DAY - REACH)
    for (const conference of exact) for (const given of givenOn(conference, day)) waiting.push(given)
  }
  checkUntil(Number.POSITIVE_INFINITY)
}

/** Takes attendances in order of their joins. */
function checkerOf(report: Report): (later: Given) => void {
  const devices = new Map<string, Held>()
  /** Guests are new in each conference: one who never leaves is in the way there and nowhere else. */
  const stayingGuests = new Map<string, Given>()
  // An attendance of a series is reported once, not for each day.
  const reported = new Set<ExactAttendance>()
  return (later) => {
    const { person, attendance, occurrence } = later
    const device = `${person.index}/${attendance.device ?? person.devices?.[0]?.kind ?? 'desktop'}`
    const place = `${device}/${occurrence.conference.index}/${occurrence.day}`
    const held = devices.get(device)
    const earlier = [held?.longest, held?.newest, stayingGuests.get(place)].find((given) => {
      return given && isInTheWay(given, later)
    })
    if (earlier && !reported.has(attendance)) {
      reported.add(attendance)
      reportOverlap(earlier, later, report)
    }
    if (person.kind === 'anonymous' && attendance.leave === 'never') {
      for (const [name, { occurrence }] of stayingGuests) {
        if (occurrence.scheduled + MAX_OFFSET >= later.join) break
        stayingGuests.delete(name)
      }
      if (!stayingGuests.has(place)) stayingGuests.set(place, later)
    } else {
      devices.set(device, {
        longest: held && held.longest.leave >= later.leave ? held.longest : later,
        newest: later.key === 'join' ? later : (held?.newest ?? null),
      })
    }
  }
}

function isInTheWay(earlier: Given, later: Given): boolean {
  if (later.join < earlier.leave) return true
  if (later.join !== earlier.join) return false
  return later.leave === earlier.leave || (later.key === 'join' && earlier.key === 'join')
}

function givenOn(conference: Conference, day: Day): Given[] {
  const occurrence = occurrenceOn(conference, day)
  if (!occurrence) return []
  const { scheduled, clock } = occurrence
  return [...clock.joins].flatMap(([person, attendances]) =>
    attendances.flatMap((attendance, at): Given[] => {
      const { join, invite, leave } = attendance
      const key = join !== null ? 'join' : invite !== null ? 'invite' : 'leave'
      const first = join ?? invite ?? (typeof leave === 'number' ? leave : null)
      if (first === null) return []
      const end = leave === 'never' ? endOf(clock) : (leave ?? first)
      const times = { join: scheduled + first, leave: scheduled + Math.max(first, end) }
      return [{ occurrence, person, attendance, at, key, ...times }]
    }),
  )
}

/** Somebody whose leave was not recorded keeps the device until the conference closes, which is drawn unless it is given. */
function endOf({ closes }: Clock): Ticks {
  return typeof closes === 'number' ? closes : Number.POSITIVE_INFINITY
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
      ? `With \`leave: never\` the other attendance lasts until its conference closes: give "${other.id}" a \`closes\` before this, or the attendance a leave, or use another \`device\`.`
      : 'Let the other attendance end before, or use another `device`.'
  const path = ['conferences', conference.id, ...own, 'joins', person.id, at, key]
  report('overlap', path, `"${person.id}" is still ${where} on ${device} on ${dayText(day)}`, hint)
}
