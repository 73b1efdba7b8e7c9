import type { Ticks } from '../time/ticks.ts'
import type { Zone } from '../time/zone.ts'
import type { Spread } from './scenario.ts'

/** Presets of a population, by the published evidence that they follow (conference-realism, section 3). */
export const PRESETS = ['sfb-2016', 'heavy-2013', 'remote-2022', 'load-test'] as const

export type Preset = (typeof PRESETS)[number]

/** A value with the probability that it is drawn. The probabilities of a table sum up to 1, give or take 0.001. */
export type Shares<T> = readonly (readonly [value: T, share: number])[]

/**
 * A company that nobody wrote down. What the numbers are called `row` for is table 3 of conference-realism.
 * Shares are probabilities from 0 to 1, spans are ticks.
 */
export interface Population {
  readonly preset: Preset
  /** Users with an account in the company's own pools. */
  readonly users: number
  /** Where they work; the shares say how many of the divisions of 2,000 users are there. */
  readonly sites: Shares<Zone>

  /** Row 1: conferences per user and working day of average length and month. */
  readonly conferencesPerUser: number
  /** Row 1: how much company days differ, as standard deviation over mean. */
  readonly dayVariation: number
  /** Row 2: unique participants. */
  readonly participants: Sizes
  /** Row 2a: share of conferences to which nobody else comes. */
  readonly alone: number
  /** Row 3. */
  readonly kinds: Kinds
  /** Row 4: share of the conferences that start in each hour of the local day, 24 numbers. */
  readonly hours: readonly number[]
  /** Row 5: share of each weekday, from Sunday, seven numbers. */
  readonly weekdays: readonly number[]
  /** Row 6: factor of each month, from January, twelve numbers. */
  readonly months: readonly number[]
  readonly holidays: Holidays
  /** Row 7: minutes past the hour at which scheduled conferences start. */
  readonly startMinutes: Shares<number>
  /** Row 9: scheduled lengths. */
  readonly slots: Shares<Ticks>
  /** Row 10: how a scheduled conference ends against its slot. */
  readonly ends: Ends
  /** Row 11: length of a conference on the spot. */
  readonly meetNow: Spread & { readonly shortest: Ticks; readonly longest: Ticks }

  /** Row 12: probability to be late, in conferences of two, of three to six, and of more. */
  readonly late: { readonly two: number; readonly few: number; readonly many: number }
  /** Row 13: how late the late are, beyond the first minute. */
  readonly lateBy: Spread
  /** Row 13: mean time before the end of the first minute at which the punctual join. */
  readonly early: Ticks
  /** Row 14: how long after the first the others join a conference on the spot. */
  readonly soon: Spread
  /** Joins uniform within this span of the start, in place of rows 12 to 14; null for those rows. */
  readonly joinsWithin: Ticks | null
  /** Row 15. */
  readonly partial: number
  /** Row 16: by actual length up to 30 minutes, up to 60, longer. */
  readonly earlyLeave: { readonly short: number; readonly medium: number; readonly long: number }
  /** Row 17: deviation of ordinary leaves around the end. */
  readonly leaveSpread: Ticks
  /** Row 18. */
  readonly drop: number
  readonly rejoin: number
  readonly rejoinAfter: Spread
  readonly changeDevice: number
  /** Row 19. */
  readonly secondDevice: number
  /** Of each session: that an attempt to join fails before it. */
  readonly failedJoin: number

  /** Row 21: conferences by their audio. */
  readonly audio: {
    readonly mixed: number
    readonly voip: number
    readonly dialIn: number
    readonly none: number
  }
  /** Row 21: share of a mixed conference that dials in. */
  readonly dialInOfMixed: number
  /** Row 20: share of the dial-in callers whom nobody knows. */
  readonly anonymousCallers: number
  /** Row 20: those who do not dial in, by where they are from. */
  readonly origins: {
    readonly internal: number
    readonly remote: number
    readonly anonymous: number
    readonly federated: number
  }
  /** Row 22: Web App in scheduled conferences, and clients of an earlier product in all. */
  readonly clients: { readonly web: number; readonly earlier: number }
  /** Row 23: share of the current clients that are a phone or tablet. */
  readonly mobile: number
  /** Row 24: how far behind the newest build somebody stays: not at all, one, two, three builds. */
  readonly builds: readonly number[]
  /** Row 24: time in which a new build goes from a tenth of its users to nine tenths. */
  readonly adoption: Ticks
  /** Row 25. */
  readonly lobby: { readonly phone: number; readonly other: number; readonly wait: Spread }

  readonly series: SeriesLaw
  /** Row 27: deviation of the logarithm of how much somebody organizes. */
  readonly organizerSigma: number
  /** Row 28: whom an organizer invites. */
  readonly invited: { readonly team: number; readonly department: number; readonly company: number }
  /** Row 28: people in a team. */
  readonly teams: { readonly median: number; readonly sigma: number }
  /** Teams in a department. */
  readonly teamsPerDepartment: number
  /** People of federated companies and telephone numbers that each division knows. */
  readonly directory: { readonly partners: number; readonly callers: number }
}

export type Sizes =
  | { readonly law: 'log-normal'; readonly median: number; readonly sigma: number; readonly most: number }
  | { readonly law: 'shares'; readonly shares: Shares<number>; readonly most: number }

export interface Kinds {
  /** Of all conferences; the others are held on the spot. */
  readonly scheduled: number
  /** Of the scheduled: occurrences of a series. */
  readonly recurring: number
  /** Of the scheduled: held once, and nobody from outside is let in. */
  readonly closed: number
}

export interface Holidays {
  /** Days of the year as `12-25`, or of one year as `2015-11-26`. */
  readonly days: ReadonlySet<string>
  /** Factor of a holiday. */
  readonly factor: number
  /** Factor of the day before. */
  readonly eve: number
}

export interface Ends {
  /** Share that runs over. */
  readonly over: number
  /** By at least this. */
  readonly overBy: Ticks
  /** And more, with this mean. */
  readonly overMean: Ticks
  /** Mean part of the slot by which the others end early. */
  readonly earlyMean: number
  /** And the most. */
  readonly earlyMost: number
}

/** Row 26. */
export interface SeriesLaw {
  readonly daily: number
  readonly weekly: number
  readonly fortnightly: number
  readonly monthly: number
  /** Share of its members that comes to an occurrence. */
  readonly attendance: number
  /** Share of the occurrences that do not happen. */
  readonly cancelled: number
}

/** Share of an average day from Monday to Friday; 1 where nobody works then. */
export function workingDayShare({ weekdays }: Pick<Population, 'weekdays'>): number {
  return weekdays.slice(1, 6).reduce((sum, share) => sum + share, 0) / 5 || 1
}

/** Users of a full division: a small company of its own, in one time zone. */
export const DIVISION = 2000
/** What numbers in an `int` leave room for; see `plan/numbers.ts`. */
export const MAX_USERS = 400_000
/** Days of a scenario that has a population. */
export const MAX_POPULATION_DAYS = 2000
