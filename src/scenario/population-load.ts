import { DIVISION, type Population, workingDayShare } from './population.ts'
import type { PopulationEntry } from './population-file.ts'
import type { Desk } from './population-shares.ts'
import { meanParticipants } from './sizes.ts'

/** What the blocks of numbers of a division hold on one day (see `plan/numbers.ts`). */
const BLOCK = 5000
/** Of it, what leaves room for chance on a rare day. */
const ALMOST_ALL = 0.8 * BLOCK
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
 * How much more than usual a day of the company is of which there are three in a hundred thousand (Wilson and Hilferty's
 * approximation of a gamma variate's quantiles, 1931).
 */
function rareDay({ dayVariation: v }: Population): number {
  return (1 - (v * v) / 9 + (4 * v) / 3) ** 3
}

/** Something of which a division has room for so many on a day. */
interface Demand {
  readonly what: string
  readonly on: string
  readonly amount: number
  readonly room: number
}

/** Refuses what would give more guests or conferences than a division has numbers for on a day. */
export function checkLoad(population: Population, { report }: Desk): void {
  const { conferencesPerUser, weekdays, months, kinds, audio, origins, series } = population
  const users = Math.min(population.users, DIVISION)
  const usual = (conferencesPerUser * users * Math.max(...weekdays)) / workingDayShare(population)
  const busiest = Math.max(...months)
  const rare = rareDay(population)
  const dialIn = audio.dialIn + audio.mixed * population.dialInOfMixed
  const guestsEach = meanParticipants(population.participants) * (1 - dialIn) * origins.anonymous
  // Where every occurrence is cancelled there are no series, and others are held in their place.
  const inSeries = series.cancelled < 1 ? kinds.scheduled * kinds.recurring : 0
  // A day has no more occurrences than are due, so all that makes it busier comes on top of those.
  const due = series.cancelled < 1 ? 1 / (1 - series.cancelled) : 0
  const once = usual * (busiest * rare - inSeries * Math.min(busiest * rare, due))
  // What is expected fits twice, and also on a rare day.
  const room = Math.floor(BLOCK / Math.max(2, rare))
  const uris = 'URIs of conferences that are held once'
  const demands: readonly Demand[] = [
    { what: 'anonymous guests', on: 'the busiest day', amount: usual * busiest * guestsEach, room },
    { what: uris, on: 'the busiest day', amount: usual * busiest * (1 - inSeries) * URIS_EACH, room },
    { what: uris, on: 'a day that chance makes busy', amount: once * URIS_EACH, room: ALMOST_ALL },
  ]
  const worst = demands.reduce((most, one) => (one.amount / one.room > most.amount / most.room ? one : most))
  if (worst.amount <= worst.room) return
  const message = `${conferencesPerUser} gives ${Math.round(worst.amount)} ${worst.what} on ${worst.on} of ${users} users`
  const greatest = Math.floor((conferencesPerUser * worst.room * 1000) / worst.amount) / 1000
  const hint = greatest > 0 ? `Use ${greatest} or less` : 'Use smaller factors and shares'
  report('out-of-range', ['conferencesPerUser'], message, `${hint}: there is room for ${worst.room}.`)
}
