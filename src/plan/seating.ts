import { type Day, SECOND, type Ticks, utcDay } from '../time/ticks.ts'
import { naturalSessions } from './attendance.ts'
import type { Calendar } from './calendar.ts'
import { type Head, nameOf, sliceOf } from './head.ts'
import type { Invited } from './invitations.ts'
import type { Session } from './session.ts'

/** Who sits where: the sessions of everybody in a conference in order of joins, by position in `Head.invited`. */
export type Seats = readonly (readonly Session[])[]

/** What somebody needs between two conferences on one device, at least. */
const GAP: Ticks = 3 * SECOND
/** A drawn session that would be cut to less than this is declined. */
const WORTH_IT: Ticks = 60 * SECOND

/**
 * Seats people so that nobody is in two conferences on one device: the conference that opened earlier keeps the device,
 * a later join waits until the leave and a gap, or is declined. What the scenario says exactly keeps its place before
 * all that is drawn. This is the one way in which a conference depends on another, and only through a person in both.
 */
export function seating(calendar: Calendar): (head: Head) => Seats {
  const seated = new Map<string, { readonly slice: Day; readonly seats: Seats }>()

  const seatsOf = (head: Head): Seats => seated.get(nameOf(head))?.seats ?? []

  const seat = (head: Head): Seats => {
    // A stack of our own: a chain of conferences that overlap can be longer than calls can be deep.
    const waiting = [head]
    for (let next = waiting.at(-1); next; next = waiting.at(-1)) {
      const name = nameOf(next)
      if (seated.has(name)) {
        waiting.pop()
        continue
      }
      const others = companions(calendar, next)
      const earlier = others.filter((other) => isEarlier(other, next))
      const unseated = earlier.filter((other) => !seated.has(nameOf(other)))
      waiting.push(...unseated)
      if (unseated.length > 0) continue
      seated.set(name, { slice: sliceOf(next), seats: seatsIn(next, others, earlier, seatsOf) })
    }
    return seatsOf(head)
  }

  let newest: Day = Number.NEGATIVE_INFINITY
  return (head) => {
    const now = sliceOf(head)
    if (now > newest) {
      newest = now
      for (const [name, { slice }] of seated) if (slice < now - 2 * calendar.spill) seated.delete(name)
    }
    return seat(head)
  }
}

function seatsIn(
  head: Head,
  others: readonly Head[],
  earlier: readonly Head[],
  seatsOf: (other: Head) => Seats,
): Seats {
  const given = [head, ...others].filter(({ exact }) => exact.size > 0)
  const seat = (invited: Invited, mustCome: boolean): readonly Session[] => {
    const { person } = invited.identity
    const exact = given.flatMap((one) => one.exact.get(person) ?? []).filter(saysTime)
    const drawn = earlier.flatMap((other) => seatsOf(other)[other.invited.position.get(person) ?? -1] ?? [])
    const natural = () => naturalSessions(invited.rng(head.rng), invited, head, mustCome)
    const sessions = head.exact.get(person) ?? natural().map((session) => untilClose(session, head))
    const seats = sessions.flatMap((session) => {
      return saysTime(session) ? makeRoom(session, exact) : (squeeze(session, [...exact, ...drawn]) ?? [])
    })
    return seats.sort((a, b) => a.join - b.join || a.dialog - b.dialog)
  }
  const seats = head.invited.all.map((invited) => seat(invited, false))
  for (const at of presentersByLot(head)) {
    if (seats.flat().some(({ role }) => role === 'presenter')) break
    seats[at] = seat(head.invited.all[at] as Invited, true)
  }
  return seats
}

/** A drawn session whose leave is not recorded keeps the device until the conference closes. */
function untilClose(session: Session, head: Head): Session {
  return session.stays && session.leave < head.close ? { ...session, leave: head.close } : session
}

/** Who comes when no presenter would, one after the other: by their own lots, not in the order of the list. */
function presentersByLot(head: Head): number[] {
  const presenters = head.invited.all.flatMap((invited, at) => {
    const isFree =
      invited.isInvited && invited.role === 'presenter' && !head.exact.has(invited.identity.person)
    return isFree ? { at, lot: invited.rng(head.rng).fork('lot').unit() } : []
  })
  return presenters.sort((a, b) => a.lot - b.lot).map(({ at }) => at)
}

/** The conferences that are open at some time while `head` is, other than itself, and in which somebody of it may be. */
function companions(calendar: Calendar, head: Head): Head[] {
  const found: Head[] = []
  for (let slice = utcDay(head.open) - calendar.spill; slice <= utcDay(head.close + GAP); slice++) {
    for (const other of calendar.headsIn(slice)) {
      const isNear = other.open - GAP <= head.close && head.open - GAP <= other.close
      if (isNear && nameOf(other) !== nameOf(head) && shareSomebody(head, other)) found.push(other)
    }
  }
  return found
}

/** By code units: the order of declaration must not decide who keeps a device. */
function byName(a: string, b: string): number {
  return a === b ? 0 : a < b ? -1 : 1
}

function isEarlier(a: Head, b: Head): boolean {
  const [one, other] = [a.occurrence, b.occurrence]
  return (
    (a.drawn.open - b.drawn.open || byName(one.conference.id, other.conference.id) || one.day - other.day) < 0
  )
}

function shareSomebody(a: Head, b: Head): boolean {
  const [few, many] = a.invited.all.length < b.invited.all.length ? [a, b] : [b, a]
  return few.invited.all.some(({ identity }) => many.invited.position.has(identity.person))
}

/**
 * An exact session among the exact ones of its person. Only what is drawn of it gives way: it ends before the next one
 * begins, and begins after the one before.
 */
function makeRoom(session: Session, exact: readonly Session[]): Session {
  let { dialog, leave } = session
  for (const other of exact) {
    if (other === session || other.endpoint !== session.endpoint) continue
    if (anchor(other) >= anchor(session)) {
      if (session.exact?.leave === null) leave = Math.min(leave, other.dialog - 1)
    } else if (!isBeginGiven(session)) {
      dialog = Math.max(dialog, 1 + (other.exact?.leave === null ? other.join : other.leave))
    }
  }
  const join = isBeginGiven(session) ? session.join : Math.min(leave, session.join + dialog - session.dialog)
  if (leave === session.leave) return { ...session, dialog: Math.min(dialog, join), join }
  return { ...session, leave: Math.max(join + 1, leave), stays: false }
}

/** Whether the scenario gives a time of it; all others can wait, or be declined. */
function saysTime(session: Session): boolean {
  return isBeginGiven(session) || typeof session.exact?.leave === 'number'
}

function isBeginGiven({ exact }: Session): boolean {
  return exact !== null && (exact.join !== null || exact.invite !== null)
}

/** The moment of an exact session that stands for its place among the others. */
function anchor(session: Session): Ticks {
  return isBeginGiven(session) ? session.join : session.leave
}

/** A drawn session in the time that its device is free; null when too little is left of it. */
function squeeze(session: Session, busy: readonly Session[]): Session | null {
  const rivals = busy
    .filter(({ endpoint }) => endpoint === session.endpoint)
    .sort((a, b) => a.dialog - b.dialog)
  let { dialog, join, leave } = session
  for (const rival of rivals) {
    if (rival.leave + GAP <= dialog || rival.dialog >= leave + GAP) continue
    if (session.exact?.leave !== 'never' && rival.dialog - GAP - join >= WORTH_IT) {
      leave = rival.dialog - GAP
      break
    }
    const wait = rival.leave + GAP - dialog
    dialog += wait
    join += wait
  }
  if (dialog === session.dialog && leave === session.leave) return session
  return leave - join < WORTH_IT
    ? null
    : {
        ...session,
        dialog,
        join,
        leave,
        stays: session.stays && leave === session.leave,
        isCut: session.isCut && leave === session.leave,
      }
}
