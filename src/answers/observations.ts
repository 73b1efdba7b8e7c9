import type { Plan } from '../plan/plan.ts'
import { type Cell, HOW } from '../plan/population/cell.ts'
import { holidayFactor } from '../plan/population/day-load.ts'
import { HELD, urisOf } from '../plan/population/law.ts'
import { KIND, kindOf } from '../plan/population/participants.ts'
import type { PopulationSlice } from '../plan/population/population-slice.ts'
import type { Population } from '../scenario/population.ts'
import { civil, DAY, type Day, HOUR, MINUTE, type Ticks, weekday } from '../time/ticks.ts'
import { LocalClocks } from './local-clocks.ts'
import { MinutesPresent } from './minutes-present.ts'

/** A part and the whole that it is of. */
export interface Part {
  count: number
  of: number
}

/** Somebody who comes later than this is late, and a conference that ends later than this runs over. */
const GRACE: Ticks = MINUTE
/** Whoever leaves sooner than this before the last one has left early. */
const ALL_LEAVE: Ticks = MINUTE

/**
 * What is seen in a population, slice by slice in order: counts and sums, never the rows. From the joins and leaves that
 * are recorded; from the plan only where no row could tell, such as when a conference was to begin.
 */
export class Observations {
  conferences = 0
  /** Conferences by how many people came. */
  readonly sizes: number[] = []
  /** Conferences by `HELD`. */
  readonly held = [0, 0, 0]
  /** From the first join to the last leave, all conferences together. */
  length: Ticks = 0
  /** Conferences by the hour on the clock of the site at which they were to begin. */
  readonly hours: number[] = Array(24).fill(0)
  /** Conferences on ordinary days by weekday from Sunday, and those days. */
  readonly weekdays = parts(7)
  /** Conferences on ordinary working days by month from January, and those days. */
  readonly months = parts(12)
  /** Greatest number of people present on each ordinary working day, summed up, and those days. */
  readonly peaks: Part = { count: 0, of: 0 }

  /** Scheduled conferences only, by size: two, three to six, more. People who came for a part of it do not count. */
  readonly late = parts(3)
  /** How late they all were together, and how many they were. */
  readonly lateness: Part = { count: 0, of: 0 }
  /** Scheduled conferences with somebody late. */
  readonly withLate: Part = { count: 0, of: 0 }
  /** Scheduled conferences that ended late. */
  readonly over: Part = { count: 0, of: 0 }
  /** Time that people were present in scheduled conferences, and that they would have been if all had stayed throughout. */
  readonly presence: Part = { count: 0, of: 0 }
  /** People who left before the others, in conferences of more than 30 minutes up to 60, and of more than 60. */
  readonly early = parts(2)
  readonly cut: Part = { count: 0, of: 0 }

  /** People in conferences who did not dial in: internal, remote, anonymous, federated. */
  readonly origins = [0, 0, 0, 0]
  readonly dialIn: Part = { count: 0, of: 0 }
  /** Their clients, in scheduled conferences and in others: current, Web App, earlier. */
  readonly clients: readonly [scheduled: number[], onTheSpot: number[]] = [
    [0, 0, 0],
    [0, 0, 0],
  ]
  /** What the rows of conferences take up, about. */
  bytes = 0

  private readonly plan: Plan
  private readonly population: Population
  private readonly clocks = new LocalClocks()
  private readonly minutes: MinutesPresent
  private peak = 0
  private peakDay: Day = Number.NaN

  constructor(plan: Plan, population: Population) {
    this.plan = plan
    this.population = population
    this.minutes = new MinutesPresent(this.seeMinute)
    const { start, days } = plan.scenario
    for (let day = start; day < start + days; day++) {
      if (!this.isOrdinary(day)) continue
      this.weekdays[weekday(day)]!.of++
      if (isWorkingDay(day)) this.months[civil(day).month - 1]!.of++
    }
  }

  /** Weeks of seven days. */
  get weeks(): number {
    return Math.floor(this.plan.scenario.days / 7)
  }

  add(slice: PopulationSlice, day: Day): void {
    this.minutes.settle(day * DAY)
    const { cells, conferences } = slice
    for (let n = 0; n < conferences.length; n++) {
      this.seeConference(cells[conferences.cell[n]!]!, conferences.at[n]!)
    }
  }

  finish(): void {
    this.minutes.finish()
    this.endDay()
  }

  private seeConference(cell: Cell, at: number): void {
    const { conferences, attendances } = cell
    const [from, to] = [conferences.from[at]!, conferences.to[at]!]
    const { join, leave, userId, how } = attendances
    const scheduled = conferences.scheduled[at]!
    let [first, last] = [Number.POSITIVE_INFINITY, 0]
    for (let one = from; one < to; one++) {
      if (join[one]! < first) first = join[one]!
      if (leave[one]! > last) last = leave[one]!
      count(this.cut, (how[one]! & HOW.cut) !== 0)
    }
    const isScheduled = conferences.held[at] !== HELD.onTheSpot
    let [people, present, steady, late] = [0, 0, 0, 0]
    for (let one = from; one < to; ) {
      let after = one + 1
      while (after < to && userId[after] === userId[one]) after++
      people++
      present += this.seePresence(cell, one, after)
      this.seePerson(cell, one, isScheduled)
      if (!(how[one]! & HOW.partial)) {
        steady++
        if (isScheduled && this.isLate(join[one]! - scheduled)) late++
        this.seeLeave(cell, one, after, last, last - scheduled)
      }
      one = after
    }
    this.conferences++
    this.sizes[people] = (this.sizes[people] ?? 0) + 1
    this.held[conferences.held[at]!]!++
    this.length += last - first
    this.seeStart(this.clocks.clock(cell.division.zone, scheduled))
    const uris = urisOf(conferences.modalities[at]!)
    this.bytes += BYTES.conference + uris * BYTES.uri + (to - from) * BYTES.session
    if (!isScheduled) return
    const ofSize = this.late[people <= 2 ? 0 : people <= 6 ? 1 : 2]!
    ofSize.count += late
    ofSize.of += steady
    count(this.withLate, late > 0)
    count(this.over, last > scheduled + conferences.slot[at]! + GRACE)
    this.presence.count += present
    this.presence.of += people * (last - first)
  }

  private seeStart(local: Ticks): void {
    const day = Math.floor(local / DAY)
    this.hours[Math.floor((local - day * DAY) / HOUR)]!++
    if (!this.isOrdinary(day)) return
    this.weekdays[weekday(day)]!.count++
    if (isWorkingDay(day)) this.months[civil(day).month - 1]!.count++
  }

  /** Somebody with two devices is there once. Gives how long. */
  private seePresence({ attendances }: Cell, from: number, to: number): Ticks {
    const { join } = attendances
    // With two devices of which one is cut, the sessions of one follow those of the other.
    const order = to - from > 2 ? range(from, to).sort((a, b) => join[a]! - join[b]!) : null
    let [present, until] = [0, 0]
    for (let at = from; at < to; at++) {
      const one = order ? order[at - from]! : at
      const start = Math.max(until, join[one]!)
      until = Math.max(until, attendances.leave[one]!)
      if (start >= until) continue
      present += until - start
      this.minutes.add(start, until)
    }
    return present
  }

  private isLate(lateness: Ticks): boolean {
    if (lateness <= GRACE) return false
    this.lateness.count += lateness
    this.lateness.of++
    return true
  }

  private seeLeave({ attendances }: Cell, from: number, to: number, last: Ticks, length: Ticks): void {
    if (length <= 30 * MINUTE) return
    let leave = 0
    for (let one = from; one < to; one++) leave = Math.max(leave, attendances.leave[one]!)
    count(this.early[length <= HOUR ? 0 : 1]!, leave < last - ALL_LEAVE)
  }

  private seePerson({ attendances }: Cell, one: number, isScheduled: boolean): void {
    const how = attendances.how[one]!
    const kind = kindOf(attendances.code[one]!)
    const isDialIn = attendances.hasEndpoint[one] === 0
    if (kind === KIND.guest) this.bytes += BYTES.guest
    count(this.dialIn, isDialIn)
    if (isDialIn) return
    const origin =
      kind === KIND.guest ? 2 : kind === KIND.partner ? 3 : attendances.isInternal[one] === 1 ? 0 : 1
    this.origins[origin]!++
    const family = how & HOW.earlierClient ? 2 : how & HOW.web ? 1 : 0
    this.clients[isScheduled ? 0 : 1][family]!++
  }

  private readonly seeMinute = (minute: number, present: number): void => {
    const day = Math.floor(this.clocks.clock(this.plan.scenario.zone, minute * MINUTE) / DAY)
    if (day !== this.peakDay) {
      this.endDay()
      this.peakDay = day
      this.peak = 0
    }
    if (present > this.peak) this.peak = present
  }

  private endDay(): void {
    const { start, days } = this.plan.scenario
    const day = this.peakDay
    if (!(day >= start && day < start + days) || !isWorkingDay(day) || !this.isOrdinary(day)) return
    this.peaks.count += this.peak
    this.peaks.of++
  }

  private isOrdinary(day: Day): boolean {
    return holidayFactor(this.population, day) === 1
  }
}

/**
 * Bytes of a row with its row header and its place in the key, as SQL Server stores it: a join with its dialog, a
 * conference, a URI, a guest. Texts take two bytes a letter.
 */
const BYTES = { session: 280, conference: 110, uri: 260, guest: 140 } as const

function isWorkingDay(day: Day): boolean {
  return weekday(day) >= 1 && weekday(day) <= 5
}

function parts(length: number): readonly Part[] {
  return Array.from({ length }, () => ({ count: 0, of: 0 }))
}

function range(from: number, to: number): number[] {
  return Array.from({ length: to - from }, (_, at) => from + at)
}

function count(part: Part, isSo: boolean): void {
  part.of++
  if (isSo) part.count++
}
