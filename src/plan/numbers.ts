import { MODALITIES, type Modality } from '../scenario/file.ts'
import { DIVISION } from '../scenario/population.ts'
import { MAX_PEOPLE } from '../scenario/resolve-people.ts'
import type { Conference, Person } from '../scenario/scenario.ts'
import { type Day, mod } from '../time/ticks.ts'

// Surrogate keys without a counter: what is declared is numbered by its position, so that appending renumbers nobody,
// and each day owns a block for what only it knows. Blocks leave gaps, as real identity columns do.
//
//   Users                                          ConferenceUris
//   1              named people                    1              named conferences
//   100,001        users of the population         2,000,001      series of the population, by division
//   1,000,001      its partners and callers
//   3,000,001      announcement services, by pool
//   10,000,001     named guests, by day
//   60,000,001     its guests, by day and division 60,000,001     its other conferences, by day and division

/** Guests of named conferences that one day can number. */
export const GUESTS_PER_DAY = 10_000
/** A division has this much room for guests, and for conference URIs, on each day. */
export const CELL_BLOCK = 5000
/** Partners and callers that a division can know. */
export const DIRECTORY_BLOCK = 5000
/** Conference URIs of the series of one division. */
export const SERIES_BLOCK = 90_000

const DIVISIONS = 200
const DIRECTORY = 1_000_001
const SERIES = 2_000_001
const SERVICES = 3_000_001
const GUESTS = 10_000_001
const CELLS = 60_000_001

/** `Users.UserId` of somebody who is the same in every conference. */
export function userIdOf(person: Person): number {
  return person.index + 1
}

/** `Users.UserId` of the announcement service of a pool. */
export function announcementsId(pool: number): number {
  return SERVICES + pool
}

/** Guests are numbered from here on; everybody below is the same person in all conferences. */
export const FIRST_GUEST = GUESTS

/** `Users.UserId` of the n-th guest (from 0) of a slice. A scenario is shorter than the days after which they repeat. */
export function guestId(slice: Day, n: number): number {
  return GUESTS + mod(slice, 4096) * GUESTS_PER_DAY + n
}

/** `ConferenceUris.ConferenceUriId`: each conference has room for its focus and one URI for each kind of server. */
export function conferenceUriId(conference: Conference, modality: Modality | 'focus'): number {
  const kinds = MODALITIES.length + 1
  return conference.index * kinds + (modality === 'focus' ? 0 : MODALITIES.indexOf(modality) + 1) + 1
}

/** `Users.UserId` of the first user of a division of the population; the others follow. */
export function divisionUsers(division: number): number {
  return MAX_PEOPLE + 1 + division * DIVISION
}

/** `Users.UserId` of the first entry of a division's directory: its partners, then its callers. */
export function divisionDirectory(division: number): number {
  return DIRECTORY + division * DIRECTORY_BLOCK
}

/** `ConferenceUris.ConferenceUriId` of the first URI of a division's series. */
export function divisionSeries(division: number): number {
  return SERIES + division * SERIES_BLOCK
}

/**
 * The first number of the block that a division has on a day: for `Users.UserId` of guests, and for
 * `ConferenceUris.ConferenceUriId` of conferences that are held once. Days repeat after 2,048 of them.
 */
export function cellBlock(day: Day, division: number): number {
  return CELLS + (mod(day, 2048) * DIVISIONS + division) * CELL_BLOCK
}
