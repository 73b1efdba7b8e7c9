import { poisson } from '../../random/poisson.ts'
import { Rng } from '../../random/rng.ts'
import { DAY, type Day, HOUR, type Ticks } from '../../time/ticks.ts'
import type { Zone } from '../../time/zone.ts'
import type { DayLoad } from './day-load.ts'
import { type Division, standardNormal } from './division.ts'
import { DAYBREAK, HELD, type Law } from './law.ts'
import { type Invitation, SAMENESS, type Timetable } from './series.ts'

/** A conference of which everything is decided but who comes. */
export interface Head {
  /** One of `HELD`. */
  readonly held: number
  /** Which series of the division, or which of the others of the day: with `held` it names the stream. */
  readonly index: number
  readonly invitation: Invitation
  readonly scheduled: Ticks
  /** When the talk ends. */
  readonly end: Ticks
  /** How many people come. */
  readonly size: number
}

/**
 * Nothing goes on for longer than this beyond its slot, and nothing with those who come early and leave late for longer than
 * a day (row 30): also where clocks go forward, a daily series is over before it meets again.
 */
const LATEST_END = 4 * HOUR
const LONGEST = DAY - 2 * HOUR

/** Children of the stream of a conference. */
export const HEAD_STREAM = 0

/** The stream of a cell, of which those of its conferences are children. */
export function cellStream(division: Division, day: Day): Rng {
  return division.rng.fork(day)
}

/** The stream of a cell that tells where people work on its day, by their numbers. */
export function placesStream(cell: Rng): Rng {
  return cell.fork('places')
}

/** Whether somebody works inside the network of the company; `place` is the person's own among those of the day. */
export function isInOffice(place: Rng, { remoteChance }: Law): boolean {
  return place.fraction() >= remoteChance
}

export function conferenceLabel({ held, index }: Pick<Head, 'held' | 'index'>): number {
  return (held << 24) | index
}

const KEPT = 1 - SAMENESS * SAMENESS

/** The heads of one division and local day, in the order of their labels. They need no other day, and nobody's attendance. */
export function headsOf(law: Law, division: Division, timetable: Timetable, day: Day, load: DayLoad): Head[] {
  const { population } = law
  const cell = cellStream(division, day)
  const clock = localClock(division.zone, day)
  if (clock === null) return []
  const latest = law.latestEnd(division.zone, day)
  const mean = population.conferencesPerUser * division.users * load.weekday * load.season
  const scheduledCount = poisson(cell.fork('scheduled'), mean * population.kinds.scheduled)
  const spotCount = poisson(cell.fork('on the spot'), mean * (1 - population.kinds.scheduled))

  const conference = Rng.unnamed()
  const draws = Rng.unnamed()
  const heads: Head[] = []
  const add = (held: number, index: number) => {
    conference.become(cell, conferenceLabel({ held, index }))
    draws.become(conference, HEAD_STREAM)
    const isInSeries = held === HELD.inSeries
    const invitation = isInSeries ? timetable.invitation(index) : law.invitation(draws, held)
    const scheduled = clock(invitation.at)
    const length = held === HELD.onTheSpot ? spotLength(draws, law) : lengthHeld(draws, law, invitation.slot)
    const z = standardNormal(draws)
    const place = isInSeries ? SAMENESS * timetable.size[index]! + Math.sqrt(KEPT) * z : z
    const size = draws.fraction() < population.alone ? 1 : law.size(place)
    const end = Math.min(latest, scheduled + length)
    heads.push({ held, index, invitation, scheduled, end, size })
  }
  for (const index of seriesHeld(cell, law, timetable.on(day), load, scheduledCount))
    add(HELD.inSeries, index)
  for (let index = 0; heads.length < scheduledCount; index++) add(HELD.once, index)
  for (let index = 0; index < spotCount; index++) add(HELD.onTheSpot, index)
  return heads
}

/**
 * Which series meet. A day that is to have fewer conferences than usual cancels more of them; one that is to have fewer
 * than are left keeps those with the lowest lots.
 */
function seriesHeld(
  cell: Rng,
  { population }: Law,
  due: readonly number[],
  { season }: DayLoad,
  most: number,
): number[] {
  const chance = (1 - population.series.cancelled) * season
  const lots = cell.fork('lots')
  const own = Rng.unnamed()
  const held: { index: number; lot: number }[] = []
  for (const index of due) {
    const lot = own.become(lots, index).fraction()
    if (lot < chance) held.push({ index, lot })
  }
  if (held.length > most) {
    held.sort((a, b) => a.lot - b.lot || a.index - b.index).length = most
    held.sort((a, b) => a.index - b.index)
  }
  return held.map(({ index }) => index)
}

/** Row 10. */
function lengthHeld(draws: Rng, { population }: Law, slot: Ticks): Ticks {
  const { over, overBy, overMean, earlyMean, earlyMost } = population.ends
  const isOver = draws.fraction() < over
  const exponential = -Math.log1p(-draws.fraction())
  if (isOver)
    return Math.min(LONGEST, slot + overBy + Math.min(LATEST_END, Math.round(exponential * overMean)))
  return Math.min(LONGEST, slot - Math.round(slot * Math.min(earlyMost, exponential * earlyMean)))
}

/** Row 11. */
function spotLength(draws: Rng, { population }: Law): Ticks {
  const { median, sigma, shortest, longest } = population.meetNow
  const length = Math.round(median * Math.exp(sigma * standardNormal(draws)))
  return Math.min(LONGEST, longest, Math.max(shortest, length))
}

/**
 * From times on the clock of a local day, which can go on after midnight, to moments. Null for a day that there was not:
 * Samoa went from 29 to 31 December 2011.
 */
function localClock(zone: Zone, day: Day): ((at: Ticks) => Ticks) | null {
  const daybreak = zone.moment(day, DAYBREAK)
  const length = zone.moment(day + 1, DAYBREAK) - daybreak
  if (length === 0) return null
  // Rules are asked only on the two days of a year on which clocks change.
  if (length === DAY) return (at) => daybreak + (at - DAYBREAK)
  return (at) => (at < DAY ? zone.moment(day, at) : zone.moment(day + 1, at - DAY))
}
