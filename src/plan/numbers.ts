import { MODALITIES, type Modality } from '../scenario/file.ts'
import { MAX_PEOPLE } from '../scenario/resolve-people.ts'
import type { Conference, Person } from '../scenario/scenario.ts'
import type { Day } from '../time/ticks.ts'

// Surrogate keys without a counter: what is declared is numbered by its position, so that appending renumbers nobody,
// and each day owns a block for what only it knows. Blocks leave gaps, as real identity columns do.

/** Guests that one day can number. */
export const GUESTS_PER_DAY = 10_000

/** `Users.UserId` of somebody who is the same in every conference. */
export function userIdOf(person: Person): number {
  return person.index + 1
}

/** `Users.UserId` of the n-th guest (from 0) of a slice. Fits an `int` until the year 2500. */
export function guestId(slice: Day, n: number): number {
  return MAX_PEOPLE + 1 + slice * GUESTS_PER_DAY + n
}

/** `ConferenceUris.ConferenceUriId`: each conference has room for its focus and one URI for each kind of server. */
export function conferenceUriId(conference: Conference, modality: Modality | 'focus'): number {
  const kinds = MODALITIES.length + 1
  return conference.index * kinds + (modality === 'focus' ? 0 : MODALITIES.indexOf(modality) + 1) + 1
}
