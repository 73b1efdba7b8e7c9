import { Lottery } from '../../random/lottery.ts'
import { Rng } from '../../random/rng.ts'
import { MODALITIES } from '../../scenario/file.ts'
import { type Population, workingDayShare } from '../../scenario/population.ts'
import { civil, type Day, mod, type Ticks, weekday } from '../../time/ticks.ts'
import { SERIES_BLOCK } from '../numbers.ts'
import { type Crowds, crowdsOf } from './crowd.ts'
import { type Division, standardNormal } from './division.ts'
import { HELD, type Law, urisOf } from './law.ts'
import { codeOf, KIND } from './participants.ts'

const RHYTHM = { weekly: 0, daily: 1, fortnightly: 2, monthly: 3 } as const

/** What a conference has before its day is known: also that of one which is held once. */
export interface Invitation {
  /** Start on the clock of the site, in ticks since midnight; beyond 24 h for the small hours of the next day. */
  readonly at: Ticks
  /** How long it is to be. */
  readonly slot: Ticks
  /** One of `AUDIO`. */
  readonly audio: number
  /** Nobody from outside is let in. */
  readonly isClosed: boolean
  /** A bit for each of `MODALITIES`. */
  readonly modalities: number
}

/** Series whose URIs have numbers; more are needed only where nearly all occurrences are cancelled, or far apart. */
const MOST_SERIES = Math.floor(SERIES_BLOCK / (MODALITIES.length + 1))

/** How alike the occurrences of a series are in size: about as much as if each member came or not by a lot of 0.85. */
export const SAMENESS = 0.984

/** A recurring conference: always the same members, and nearly as many of them each time. */
interface Series {
  readonly invitation: Invitation
  /** One of `RHYTHM`. */
  readonly rhythm: number
  /** From 0 for Sunday; of no meaning for a daily one. */
  readonly weekday: number
  /** Fortnights: which of two weeks. Months: which of the first four of its weekday. */
  readonly turn: number
  /** Where the series stands in the law of sizes. */
  readonly size: number
  /** Codes of its members; the first is its organizer. */
  readonly members: readonly number[]
  /** Number of its first URI among those of the division's series. */
  readonly uri: number
}

/** The series of a division, with those that meet on a day at hand. As columns: a company has tens of thousands. */
export class Timetable {
  readonly count: number
  readonly size: Float64Array
  readonly uri: Int32Array
  readonly modalities: Uint8Array
  private readonly at: Int32Array
  private readonly slot: Int32Array
  private readonly audio: Uint8Array
  private readonly isClosed: Uint8Array
  private readonly rhythm: Uint8Array
  private readonly weekday: Uint8Array
  private readonly turn: Uint8Array
  /** The members of all series, and where those of each begin. */
  private readonly codes: Int32Array
  private readonly codesFrom: Int32Array
  private readonly due = new Map<number, readonly number[]>()

  constructor(list: readonly Series[]) {
    const count = list.length
    this.count = count
    this.size = new Float64Array(count)
    this.uri = new Int32Array(count)
    this.modalities = new Uint8Array(count)
    this.at = new Int32Array(count)
    this.slot = new Int32Array(count)
    this.audio = new Uint8Array(count)
    this.isClosed = new Uint8Array(count)
    this.rhythm = new Uint8Array(count)
    this.weekday = new Uint8Array(count)
    this.turn = new Uint8Array(count)
    this.codesFrom = new Int32Array(count + 1)
    this.codes = new Int32Array(list.reduce((sum, { members }) => sum + members.length, 0))
    for (const [index, { invitation, rhythm, weekday, turn, size, members, uri }] of list.entries()) {
      this.size[index] = size
      this.uri[index] = uri
      this.modalities[index] = invitation.modalities
      this.at[index] = invitation.at
      this.slot[index] = invitation.slot
      this.audio[index] = invitation.audio
      this.isClosed[index] = Number(invitation.isClosed)
      this.rhythm[index] = rhythm
      this.weekday[index] = weekday
      this.turn[index] = turn
      this.codes.set(members, this.codesFrom[index]!)
      this.codesFrom[index + 1] = this.codesFrom[index]! + members.length
    }
  }

  invitation(index: number): Invitation {
    return {
      at: this.at[index]!,
      slot: this.slot[index]!,
      audio: this.audio[index]!,
      isClosed: this.isClosed[index] === 1,
      modalities: this.modalities[index]!,
    }
  }

  memberCount(index: number): number {
    return this.codesFrom[index + 1]! - this.codesFrom[index]!
  }

  /** The code of a member of a series, from 0 for its organizer. */
  member(index: number, member: number): number {
    return this.codes[this.codesFrom[index]! + member]!
  }

  organizer(index: number): number {
    return this.member(index, 0)
  }

  /** Positions of the series that have an occurrence on a day. */
  on(day: Day): readonly number[] {
    // Three things of a day decide: the weekday, which of two weeks, and which of its weekday in the month.
    const today = weekday(day)
    const week = mod(Math.floor((day + 3) / 7), 2)
    const turn = Math.floor((civil(day).dayOfMonth - 1) / 7)
    const key = (today * 2 + week) * 5 + turn
    const known = this.due.get(key)
    if (known) return known
    const found: number[] = []
    for (let index = 0; index < this.count; index++) {
      if (this.meets(index, today, week, turn)) found.push(index)
    }
    this.due.set(key, found)
    return found
  }

  private meets(index: number, today: number, week: number, turn: number): boolean {
    const rhythm = this.rhythm[index]
    if (rhythm === RHYTHM.daily) return today >= 1 && today <= 5
    if (this.weekday[index] !== today) return false
    if (rhythm === RHYTHM.weekly) return true
    return rhythm === RHYTHM.fortnightly ? week === this.turn[index]! % 2 : turn === this.turn[index]
  }
}

/** What is known of a division all year round. */
export interface Standing {
  readonly division: Division
  readonly timetable: Timetable
}

/**
 * The series of a division: as many as give recurring conferences their share (row 3) of an average week, when no more
 * are cancelled than usual.
 */
export function seriesOf(division: Division, population: Population, law: Law): Timetable {
  const { series, kinds, weekdays, conferencesPerUser } = population
  const perWeek = conferencesPerUser * division.users * kinds.scheduled * kinds.recurring
  const held =
    (perWeek / workingDayShare(population)) * (series.cancelled < 1 ? 1 / (1 - series.cancelled) : 0)
  const occurrences =
    series.weekly + 5 * series.daily + series.fortnightly / 2 + (series.monthly * 12 * 7) / 365
  const count = occurrences > 0 ? Math.min(MOST_SERIES, Math.round(held / occurrences)) : 0

  const rhythms = new Lottery([series.weekly, series.daily, series.fortnightly, series.monthly])
  const weekdayOf = otherWeekdays(weekdays, (5 * series.daily) / occurrences)
  const rng = division.rng.fork('series')
  const own = Rng.unnamed()
  const crowds = crowdsOf(law)
  const list: Series[] = []
  let uri = 0
  for (let at = 0; at < count; at++) {
    own.become(rng, at)
    const rhythm = rhythms.draw(own)
    const weekday = weekdayOf.draw(own)
    const turn = own.int(0, 3)
    const invitation = law.invitation(own, HELD.inSeries)
    const size = standardNormal(own)
    const members = membersOf(own.fork('members'), division, population, law, invitation, size, crowds)
    list.push({ invitation, rhythm, weekday, turn, size, members, uri })
    uri += urisOf(invitation.modalities)
  }
  return new Timetable(list)
}

/** Daily series meet on all five days alike, so the others take more of the days that have more. */
function otherWeekdays(weekdays: readonly number[], dailyPart: number): Lottery {
  const rest = weekdays.map((share, day) => Math.max(0, share - (day >= 1 && day <= 5 ? dailyPart / 5 : 0)))
  return new Lottery(rest.some((share) => share > 0) ? rest : weekdays.map(() => 1))
}

function membersOf(
  rng: Rng,
  division: Division,
  { series }: Population,
  law: Law,
  { audio, isClosed }: Invitation,
  size: number,
  crowds: Crowds,
): readonly number[] {
  const coming = law.size(SAMENESS * size)
  const count = Math.max(coming, Math.round(coming / Math.max(0.05, series.attendance)))
  const organizer = division.organizers.draw(rng)
  const members = [codeOf(law.origins.dialsIn(rng, audio) ? KIND.userByPhone : KIND.user, organizer)]
  for (const crowd of Object.values(crowds)) crowd.seek(0, -1)
  crowds.users.pick(organizer)
  for (let slot = 1; slot < count; slot++) {
    const kind = law.origins.draw(rng, audio, isClosed)
    const code = memberOf(rng, kind, slot, division, law, organizer, crowds)
    if (code >= 0) members.push(code)
  }
  return members
}

function memberOf(
  rng: Rng,
  kind: number,
  slot: number,
  division: Division,
  law: Law,
  organizer: number,
  { users, partners, callers }: Crowds,
): number {
  if (kind === KIND.guest) return codeOf(KIND.guest, slot)
  const isUser = kind === KIND.user || kind === KIND.userByPhone
  const crowd = isUser ? users : kind === KIND.partner ? partners : callers
  const number = isUser
    ? law.circles.find(rng, division, organizer, users)
    : crowd.firstFree(0, crowd.busy.length, law.popular(rng))
  if (number < 0) return isUser ? -1 : codeOf(KIND.guest, slot)
  crowd.pick(number)
  return codeOf(kind, number)
}
