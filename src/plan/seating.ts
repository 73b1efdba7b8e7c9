import type { Person } from '../scenario/scenario.ts'
import { DAY, type Day, SECOND, type Ticks, utcDay } from '../time/ticks.ts'
import { naturalSessions, type Session } from './attendance.ts'
import type { Calendar } from './calendar.ts'
import { type Head, sliceOf } from './head.ts'
import type { Endpoint } from './identity.ts'

/** Who sits where: the sessions of everybody in a conference, by position in `Head.invited`. */
export type Seats = readonly (readonly Session[])[]

/** What somebody needs between two conferences on one device, at least. */
const GAP: Ticks = 3 * SECOND
/** A drawn session that would be cut to less than this is declined. */
const WORTH_IT: Ticks = 60 * SECOND

interface Span {
  readonly endpoint: Endpoint
  readonly from: Ticks
  readonly to: Ticks
}

/**
 * Seats people so that nobody is in two conferences on one device: the conference that opened earlier keeps the device,
 * a later join waits until the leave and a gap, or is declined. What the scenario says exactly keeps its place before
 * all that is drawn. This is the one way in which a conference depends on another, and only through a person in both.
 */
export function seating(calendar: Calendar): (head: Head) => Seats {
  const seated = new Map<Head, Seats>()

  const seat = (head: Head): Seats => {
    const known = seated.get(head)
    if (known) return known
    const others = around(calendar, head).filter((other) => shareSomebody(head, other))
    const earlier = others.filter((other) => isEarlier(other, head)).map((other) => [other, seat(other)] as const)
    const organizerComes = head.exact.get(head.occurrence.conference.organizer)?.length !== 0
    const firstPresenter = head.invited.all.find(({ role, isOrganizer }) => role === 'presenter' && !isOrganizer)
    const seats = head.invited.all.map((guest) => {
      const { person } = guest.identity
      const given = others.flatMap((other) => spansOf(other.exact.get(person), other))
      const exact = head.exact.get(person)
      if (exact) return exact.map((session) => makeRoom(session, given))
      const mustCome = !organizerComes && guest === firstPresenter
      const busy = [...given, ...earlier.flatMap(([other, theirs]) => spansOf(theirs[other.invited.position.get(person) ?? -1], other))]
      return naturalSessions(guest.rng(head.rng), guest, head, mustCome).flatMap((session) => squeeze(session, busy, head) ?? [])
    })
    seated.set(head, seats)
    return seats
  }

  let newest: Day = Number.NEGATIVE_INFINITY
  return (head) => {
    const slice = sliceOf(head)
    if (slice > newest) {
      newest = slice
      for (const old of seated.keys()) if (sliceOf(old) < slice - 2 * calendar.spill) seated.delete(old)
    }
    return seat(head)
  }
}

/** The conferences that are open at some time while `head` is, other than itself. */
function around(calendar: Calendar, head: Head): Head[] {
  const found: Head[] = []
  for (let slice = utcDay(head.open) - calendar.spill; slice <= utcDay(head.close); slice++) {
    for (const other of calendar.headsIn(slice)) {
      if (other !== head && other.open - GAP <= head.close && head.open - GAP <= other.close) found.push(other)
    }
  }
  return found
}

function isEarlier(a: Head, b: Head): boolean {
  const [one, other] = [a.occurrence, b.occurrence]
  return (a.open - b.open || one.conference.index - other.conference.index || one.day - other.day) < 0
}

function shareSomebody(a: Head, b: Head): boolean {
  const [few, many] = a.invited.all.length < b.invited.all.length ? [a, b] : [b, a]
  return few.invited.all.some(({ identity }) => many.invited.position.has(identity.person))
}

/** When the sessions keep their devices. One without a recorded leave keeps it until the conference would have closed. */
function spansOf(sessions: readonly Session[] | undefined, head: Head): Span[] {
  return (sessions ?? []).map(({ endpoint, dialog, leave }) => ({ endpoint, from: dialog, to: leave ?? head.close }))
}

/** An exact session ends in time for the next exact one; one whose leave is given never has to. */
function makeRoom(session: Session, given: readonly Span[]): Session {
  const next = given.filter(({ endpoint, from }) => endpoint === session.endpoint && from > session.join).map(({ from }) => from)
  const latest = Math.min(...next) - 1
  if (session.leave === null || session.leave <= latest) return session
  return { ...session, leave: Math.max(session.join, latest) }
}

/** A drawn session in the time that its device is free; null when too little is left of it. */
function squeeze(session: Session, busy: readonly Span[], head: Head): Session | null {
  const spans = busy.filter(({ endpoint }) => endpoint === session.endpoint).sort((a, b) => a.from - b.from)
  let { dialog, join, leave } = session
  for (const { from, to } of spans) {
    const end = leave ?? head.close
    if (to + GAP <= dialog || from >= end + GAP) continue
    if (from - GAP - join >= WORTH_IT) {
      leave = from - GAP
      break
    }
    const wait = to + GAP - dialog
    dialog += wait
    join += wait
  }
  if (dialog === session.dialog && leave === session.leave) return session
  const end = leave ?? head.close
  return end - join < WORTH_IT ? null : { ...session, dialog, join, leave }
}
