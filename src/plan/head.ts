import { erlang } from '../random/erlang.ts'
import { exponential } from '../random/exponential.ts'
import { logNormal } from '../random/log-normal.ts'
import type { Rng } from '../random/rng.ts'
import { weighted } from '../random/weighted.ts'
import type { Occurrence } from '../scenario/occurrence.ts'
import type { Conference, ExactAttendance, Person } from '../scenario/scenario.ts'
import { dayText, HOUR, MINUTE, SECOND, type Ticks, ticksFromSeconds, utcDay } from '../time/ticks.ts'
import { exactSessions } from './exact-attendance.ts'
import type { Invitations } from './invitations.ts'
import type { Limits, Session } from './session.ts'
import { LONGEST_SETUP } from './setup-time.ts'

/**
 * What is known of a conference instance before anybody is seated: its key and its clock.
 *
 * SessionIdTime < open = ConferenceStartTime <= dialog <= join < leave <= close = ConferenceEndTime. All of it comes
 * from the conference's own stream and from what the scenario says exactly, so nobody's attendance moves the key.
 */
export interface Head extends Limits {
  readonly occurrence: Occurrence
  /** The stream of this instance. */
  readonly rng: Rng
  readonly invited: Invitations
  /** Attendances that the scenario gives, by person; an empty list for somebody who does not come. */
  readonly exact: ReadonlyMap<Person, readonly Session[]>
  readonly sessionIdTime: Ticks
  /** Between which people come and go who are drawn: an exact join of somebody else widens the conference, not this. */
  readonly drawn: Limits
}

/** Names an instance within its scenario. A head that is made twice is the same conference. */
export function nameOf({ occurrence }: Head): string {
  return `${occurrence.conference.id}/${occurrence.day}`
}

/** The UTC day whose slice the instance belongs to. */
export function sliceOf(head: Head): number {
  return utcDay(head.sessionIdTime)
}

/** The longest natural time before the scheduled start at which a conference opens (realism table 3, row 13). */
const EARLIEST = 15 * MINUTE
/** Slack of a natural length beyond its slot: an overrun has a mean of four minutes, and more than this is cut. */
const LATEST_END = 4 * HOUR
const LONGEST_MEET_NOW = 8 * HOUR
const SHORTEST_MEET_NOW = 12 * SECOND

/** Ticks before and after its scheduled start between which all times of any instance lie, whatever is drawn. */
export function reachOf(conference: Conference): { before: Ticks; after: Ticks } {
  const longestSlot = conference.kind === 'meet-now' ? LONGEST_MEET_NOW : 2 * HOUR
  let before = EARLIEST
  let after = 0
  for (const clock of [conference, ...conference.occurrences.values()]) {
    if (clock === null) continue
    const given = [clock.requested, clock.opens, clock.closes].filter((offset) => typeof offset === 'number')
    before = Math.max(before, -(firstGiven(clock.joins, 0) ?? 0), ...given.map((offset) => -offset))
    after = Math.max(
      after,
      (clock.length ?? longestSlot) + LATEST_END,
      lastGiven(clock.joins, 0) ?? 0,
      ...given,
    )
  }
  // The request before it opens, the dialog before a join, and the last leaves each take less than their part of this.
  return { before: before + 5 * MINUTE, after: after + HOUR }
}

/** The head of one occurrence. `invited` is everybody who might come. */
export function headOf(rng: Rng, occurrence: Occurrence, invited: Invitations): Head {
  const { conference, clock, scheduled } = occurrence
  const at = (offset: Ticks | null) => (offset === null ? null : scheduled + offset)
  const isMeetNow = conference.kind === 'meet-now'
  const length = clock.length ?? drawnLength(rng, isMeetNow)

  const naturalEnd = scheduled + (isMeetNow ? length : lengthHeld(rng.fork('end'), length))
  const firstExact = firstGiven(clock.joins, scheduled)
  const requested = at(clock.requested)
  const naturalOpen = isMeetNow ? scheduled : scheduled - earlyOpening(rng.fork('open'), conference)
  const given = typeof clock.closes === 'number' ? scheduled + clock.closes : null
  const before = given === null ? naturalOpen : Math.min(naturalOpen, given - SECOND)
  const drawnOpen = at(clock.opens) ?? (requested === null ? before : Math.max(before, requested + 1))
  const open = clock.opens === null ? Math.min(drawnOpen, firstExact ?? drawnOpen) : drawnOpen
  const lead = Math.min(MINUTE, ticksFromSeconds(0.2 + exponential(rng.fork('request'), 0.6)))
  const sessionIdTime = requested ?? open - lead

  const spread = conference.behavior.leaveSpread
  // The conference closes some seconds after the talk ends, so that almost every leave falls before it by itself.
  const end = Math.max(drawnOpen + SECOND, given === null ? naturalEnd : given - 3 * spread)
  const margin = Math.min(10 * MINUTE, 3 * spread + ticksFromSeconds(1 + exponential(rng.fork('close'), 15)))
  const drawnClose = given ?? end + margin
  const close = given ?? Math.max(drawnClose, lastGiven(clock.joins, scheduled) ?? drawnClose)
  const isRunning = clock.closes === 'never'

  const drawn: Limits = { open: drawnOpen, end: Math.min(end, drawnClose), close: drawnClose, isRunning }
  const exact = new Map<Person, readonly Session[]>()
  for (const { identity, rng: own, role } of invited.all) {
    const attendances = clock.joins.get(identity.person)
    if (attendances)
      exact.set(
        identity.person,
        exactSessions(own(rng), identity, role, attendances, scheduled, drawn, { open, close }),
      )
  }
  return { occurrence, rng, invited, exact, sessionIdTime, drawn, open, end: drawn.end, close, isRunning }
}

/** The stream of the instance of a conference on one day of its own calendar. */
export function instanceStream(root: Rng, { conference, day }: Occurrence): Rng {
  return root.fork('conference', conference.id, dayText(day))
}

const SLOT_MINUTES = [
  [15, 7],
  [30, 43],
  [45, 7],
  [60, 35],
  [90, 5],
  [120, 3],
] as const

/** Row 9 for a slot of the calendar, row 11 for a conference on the spot. */
function drawnLength(rng: Rng, isMeetNow: boolean): Ticks {
  if (!isMeetNow) return weighted(rng.fork('slot'), SLOT_MINUTES) * MINUTE
  const length = ticksFromSeconds(logNormal(rng.fork('length'), 600, 1.1))
  return Math.min(LONGEST_MEET_NOW, Math.max(SHORTEST_MEET_NOW, length))
}

/** Row 10: with 0.51 it runs over by more than a minute, otherwise it ends early by some part of the slot. */
function lengthHeld(rng: Rng, slot: Ticks): Ticks {
  if (rng.chance(0.51)) return slot + Math.min(LATEST_END, ticksFromSeconds(60 + exponential(rng, 240)))
  return slot - Math.round(Math.min(0.8 * slot, exponential(rng, 0.12 * slot)))
}

/** Early enough for almost everybody who comes early; the few others wait (see `arrival` in `attendance.ts`). */
function earlyOpening(rng: Rng, { behavior }: Conference): Ticks {
  const { early } = behavior
  return Math.min(EARLIEST, early + Math.round(erlang(rng, 2, early)) - Math.min(MINUTE, early))
}

type Joins = ReadonlyMap<Person, readonly ExactAttendance[]>

/** The earliest moment that the scenario names, with room for the dialog of a join; only it widens the opening. */
function firstGiven(joins: Joins, scheduled: Ticks): Ticks | null {
  const offsets = [...joins.values()].flat().flatMap(({ invite, join, leave }) => {
    if (invite !== null) return [invite]
    return join !== null
      ? [join - LONGEST_SETUP]
      : typeof leave === 'number'
        ? [leave - LONGEST_SETUP - SECOND]
        : []
  })
  return offsets.length === 0 ? null : scheduled + Math.min(...offsets)
}

function lastGiven(joins: Joins, scheduled: Ticks): Ticks | null {
  const offsets = [...joins.values()].flat().flatMap(({ invite, join, leave }) => {
    if (typeof leave === 'number') return [leave]
    return join !== null ? [join + SECOND] : invite !== null ? [invite + LONGEST_SETUP + SECOND] : []
  })
  return offsets.length === 0 ? null : scheduled + Math.max(...offsets)
}
