import { DIVISION, type Population, workingDayShare } from './population.ts'
import type { PopulationEntry } from './population-file.ts'
import type { Desk } from './population-shares.ts'
import { meanParticipants } from './sizes.ts'

/** What the blocks of numbers of a division hold on one day (see `plan/numbers.ts`). */
const BLOCK = 5000
/** URIs of a conference: of its focus and of its servers. */
const URIS_EACH = 3

/** Keys that decide how many numbers a day takes. */
export const LOAD_KEYS: readonly (keyof PopulationEntry)[] = [
  'users',
  'preset',
  'conferencesPerUser',
  'dayVariation',
  'participants',
  'kinds',
  'series',
  'weekdays',
  'months',
  'audio',
  'dialInOfMixed',
  'origins',
]

/**
 * Guests, and URIs of conferences that are held once, that a division may expect on its busiest day, so that they fit also
 * where chance makes of it a day of which there are three in a hundred thousand: half of the block, or less where days
 * differ much (Wilson and Hilferty's approximation of a gamma variate's quantiles, 1931).
 */
function mostADay({ dayVariation: v }: Population): number {
  return Math.floor(BLOCK / Math.max(2, (1 - (v * v) / 9 + (4 * v) / 3) ** 3))
}

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
  const room = mostADay(population)
  if (most <= room) return
  const what = guests > uris ? 'anonymous guests' : 'URIs of conferences that are held once'
  const message = `${conferencesPerUser} gives ${Math.round(most)} ${what} on the busiest day of ${users} users`
  const greatest = Math.floor((conferencesPerUser * room * 1000) / most) / 1000
  const hint = greatest > 0 ? `Use ${greatest} or less` : 'Use smaller factors and shares'
  report('out-of-range', ['conferencesPerUser'], message, `${hint}: there is room for ${room}.`)
}
