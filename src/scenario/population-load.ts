import { DIVISION, type Population, workingDayShare } from './population.ts'
import type { PopulationEntry } from './population-file.ts'
import type { Desk } from './population-shares.ts'
import { meanParticipants } from './sizes.ts'

/**
 * Guests, and URIs of conferences that are held once, that a division may expect on its busiest day: half of what its
 * blocks of numbers hold (see `plan/numbers.ts`).
 */
const MOST_A_DAY = 2500
/** URIs of a conference: of its focus and of its servers. */
const URIS_EACH = 3

/** Keys that decide how many numbers a day takes. */
export const LOAD_KEYS: readonly (keyof PopulationEntry)[] = [
  'users',
  'preset',
  'conferencesPerUser',
  'participants',
  'kinds',
  'series',
  'weekdays',
  'months',
  'audio',
  'dialInOfMixed',
  'origins',
]

/** Refuses what would give more guests or conferences than a division has numbers for on a day. */
export function checkLoad(population: Population, { report }: Desk): void {
  const { conferencesPerUser, weekdays, months, kinds, audio, origins, series } = population
  const users = Math.min(population.users, DIVISION)
  const busiest = (Math.max(...weekdays) / workingDayShare(population)) * Math.max(...months)
  const conferences = conferencesPerUser * users * busiest
  const dialIn = audio.dialIn + audio.mixed * population.dialInOfMixed
  const guestsEach = meanParticipants(population.participants) * (1 - dialIn) * origins.anonymous
  // Where every occurrence is cancelled there are no series, and others are held in their place.
  const inSeries = series.cancelled < 1 ? kinds.scheduled * kinds.recurring : 0
  const uris = conferences * (1 - inSeries) * URIS_EACH
  const guests = conferences * guestsEach
  const most = Math.max(uris, guests)
  if (most <= MOST_A_DAY) return
  const what = guests > uris ? 'anonymous guests' : 'URIs of conferences that are held once'
  const message = `${conferencesPerUser} gives ${Math.round(most)} ${what} on the busiest day of ${users} users`
  const greatest = Math.floor((conferencesPerUser * MOST_A_DAY * 1000) / most) / 1000
  const hint = greatest > 0 ? `Use ${greatest} or less` : 'Use smaller factors and shares'
  report('out-of-range', ['conferencesPerUser'], message, `${hint}: there is room for ${MOST_A_DAY}.`)
}
