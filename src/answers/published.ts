import type { Population } from '../scenario/population.ts'
import type { PresetNumbers } from '../scenario/presets.ts'
import { MINUTE, SECOND } from '../time/ticks.ts'
import type { Observations, Part } from './observations.ts'

export type Band = readonly [from: number, to: number]

/** What it takes to tell a figure from luck. */
export interface Needs {
  readonly users?: number
  readonly weeks?: number
  /** Ordinary working days. */
  readonly days?: number
  readonly conferences?: number
  /** Working days of October and of December. */
  readonly months?: number
  readonly oneZone?: true
}

interface Said {
  readonly id: string
  readonly name: string
  /** As it was published. */
  readonly published: string
  /** Tags of the sources, as in section 9 of conference-realism. */
  readonly source: string
  readonly unit: '%' | 'min' | 's' | 'KB' | ''
  /** The numbers of a population that it follows from. */
  readonly follows: readonly (keyof PresetNumbers)[]
  readonly needs: Needs
  values(seen: Observations, population: Population): readonly number[]
}

/** A published figure with what is near enough to it: a band for each value, or an order of the values. */
export type Published =
  | (Said & { readonly bands: readonly Band[] })
  | (Said & { readonly rule: string; holds(values: readonly number[]): boolean })

/** Table 6.2 of conference-realism. What they need was tried out: so many that luck leaves hardly any band. Users beside
 * conferences, because those of a series are alike. */
export const PUBLISHED: readonly Published[] = [
  {
    id: 'R1',
    name: 'conferences under 20 people',
    published: '>= 80 %',
    source: '[S3]',
    unit: '%',
    bands: [[80, 99]],
    follows: ['participants', 'alone'],
    needs: { users: 1000, conferences: 2000 },
    values: ({ sizes, conferences }) => [percent(below(sizes, 20), conferences)],
  },
  {
    id: 'R2',
    name: 'conferences under 100 people',
    published: '99.98 %',
    source: '[S3]',
    unit: '%',
    bands: [[99.9, 100]],
    follows: ['participants', 'alone'],
    needs: { users: 8000, conferences: 10_000 },
    values: ({ sizes, conferences }) => [percent(below(sizes, 100), conferences)],
  },
  {
    id: 'R3',
    name: 'mean participants',
    published: '4-6, test mix 4.55',
    source: '[S1] [S3] [S17]',
    unit: '',
    bands: [[4, 8]],
    follows: ['participants', 'alone'],
    needs: { users: 1000, conferences: 2000 },
    values: ({ sizes, conferences }) => [moment(sizes, 1) / conferences],
  },
  {
    id: 'R4',
    name: 'conferences of two people',
    published: '17 % (2020), 42 % (2022)',
    source: '[S12]',
    unit: '%',
    bands: [[15, 45]],
    follows: ['participants', 'alone'],
    needs: { users: 1000, conferences: 2000 },
    values: ({ sizes, conferences }) => [percent(sizes[2] ?? 0, conferences)],
  },
  {
    id: 'R5',
    name: 'mean conference length',
    published: '36-39 min',
    source: '[S10] [S12]',
    unit: 'min',
    bands: [[30, 45]],
    follows: ['kinds', 'slots', 'ends', 'meetNow'],
    needs: { users: 1000, conferences: 2000 },
    values: ({ length, conferences }) => [length / MINUTE / conferences],
  },
  {
    id: 'R6',
    name: 'scheduled, in series',
    published: '60, 48 %',
    source: '[S1]',
    unit: '%',
    bands: around(3, 60, 48),
    follows: ['kinds', 'series'],
    needs: { users: 20_000, weeks: 1 },
    values: ({ held, conferences }) => [
      percent(held[0]! + held[1]!, conferences),
      percent(held[0]!, conferences),
    ],
  },
  {
    id: 'R7',
    name: 'daily peak of users in conferences',
    published: '5 %',
    source: '[S1]',
    unit: '%',
    bands: [[3.5, 6.5]],
    follows: [
      'conferencesPerUser',
      'participants',
      'alone',
      'kinds',
      'hours',
      'weekdays',
      'months',
      'startMinutes',
      'slots',
      'ends',
      'meetNow',
    ],
    needs: { users: 20_000, days: 5, oneZone: true },
    values: ({ peaks }, { users }) => [percent(peaks.count / users, peaks.of)],
  },
  {
    id: 'R8',
    name: 'four busiest hours over mean of eight',
    published: '1.0 (2025), 1.5 (load model)',
    source: '[S1] [S16]',
    unit: '',
    bands: [[1, 1.5]],
    follows: ['hours'],
    needs: { users: 2000, conferences: 2000 },
    values: ({ hours, conferences }) => {
      const busiest = hours.toSorted((a, b) => b - a).slice(0, 4)
      return [sum(busiest) / 4 / (conferences / 8)]
    },
  },
  {
    id: 'R9',
    name: 'starts in 9-11 h and 13-15 h',
    published: '50 %, at most 75 %',
    source: '[S1] [S16]',
    unit: '%',
    bands: [[45, 65]],
    follows: ['hours'],
    needs: { users: 4000, conferences: 4000 },
    values: ({ hours, conferences }) => [
      percent(hours[9]! + hours[10]! + hours[13]! + hours[14]!, conferences),
    ],
  },
  {
    id: 'R10',
    name: 'starts at noon over those at 13 h',
    published: '0.69',
    source: '[S18]',
    unit: '',
    bands: [[0.5, 0.9]],
    follows: ['hours'],
    needs: { users: 8000, conferences: 10_000 },
    values: ({ hours }) => [hours[12]! / hours[13]!],
  },
  {
    id: 'R11',
    name: 'weekdays from Monday',
    published: 'most on Tue-Thu',
    source: '[S17] [S28] [S29]',
    unit: '%',
    rule: 'Tue-Thu > Mon, Fri; weekend < 3 %',
    holds: ([mon = 0, tue = 0, wed = 0, thu = 0, fri = 0, sat = 0, sun = 0]) =>
      Math.min(tue, wed, thu) > Math.max(mon, fri) && sat + sun < 3,
    follows: ['weekdays'],
    needs: { users: 2000, weeks: 8, conferences: 10_000 },
    values: ({ weekdays }) => {
      const means = [1, 2, 3, 4, 5, 6, 0].map((day) => mean(weekdays[day]!))
      return means.map((one) => percent(one, sum(means)))
    },
  },
  {
    id: 'R12',
    name: 'late of 2 people, of 3-6, of 7 or more',
    published: '17, 29, 51 %',
    source: '[S13]',
    unit: '%',
    bands: around(4, 17, 29, 51),
    follows: ['late', 'joinsWithin'],
    needs: { users: 1000, conferences: 4000 },
    values: ({ late }) => late.map((part) => 100 * mean(part)),
  },
  {
    id: 'R13',
    name: 'mean lateness of the late',
    published: '222 s',
    source: '[S13]',
    unit: 's',
    bands: [[180, 265]],
    follows: ['lateBy', 'joinsWithin'],
    needs: { conferences: 2000 },
    values: ({ lateness }) => [mean(lateness) / SECOND],
  },
  {
    id: 'R14',
    name: 'scheduled with somebody late',
    published: '64 %',
    source: '[S13]',
    unit: '%',
    bands: [[55, 75]],
    follows: ['participants', 'alone', 'late', 'joinsWithin'],
    needs: { users: 2000, conferences: 4000 },
    values: ({ withLate }) => [100 * mean(withLate)],
  },
  {
    id: 'R15',
    name: 'scheduled that end over 1 min late',
    published: '51 %',
    source: '[S13]',
    unit: '%',
    bands: [[46, 56]],
    follows: ['ends', 'leaveSpread'],
    needs: { conferences: 4000 },
    values: ({ over }) => [100 * mean(over)],
  },
  {
    id: 'R16',
    name: 'presence',
    published: '0.75-0.87',
    source: '[S10]',
    unit: '',
    bands: [[0.75, 0.87]],
    follows: ['slots', 'ends', 'late', 'lateBy', 'joinsWithin', 'partial', 'earlyLeave', 'drop', 'rejoin'],
    needs: { conferences: 2000 },
    values: ({ presence }) => [mean(presence)],
  },
  {
    id: 'R17',
    name: 'leave early: of over 30 min, of over 60',
    published: '11, 26 %',
    source: '[S10]',
    unit: '%',
    bands: [
      [8, 14],
      [21, 31],
    ],
    follows: ['earlyLeave'],
    needs: { conferences: 10_000 },
    values: ({ early }) => early.map((part) => 100 * mean(part)),
  },
  {
    id: 'R18',
    name: 'sessions cut',
    published: 'target <= 3 %',
    source: '[S6]',
    unit: '%',
    bands: [[0.5, 3]],
    follows: ['drop'],
    needs: { conferences: 4000 },
    values: ({ cut }) => [100 * mean(cut)],
  },
  {
    id: 'R19',
    name: 'internal, remote, anonymous, federated',
    published: '50, 25, 15, 10 %',
    source: '[S1]',
    unit: '%',
    bands: around(3, 50, 25, 15, 10),
    follows: ['origins'],
    needs: { users: 8000, conferences: 10_000 },
    values: ({ origins }) => origins.map((count) => percent(count, sum(origins))),
  },
  {
    id: 'R20',
    name: 'dial-in',
    published: '25 %',
    source: '[S1]',
    unit: '%',
    bands: [[20, 30]],
    follows: ['audio', 'dialInOfMixed'],
    needs: { users: 8000, conferences: 10_000 },
    values: ({ dialIn }) => [100 * mean(dialIn)],
  },
  {
    id: 'R21',
    name: 'clients current, web, earlier; Meet Now',
    published: '65, 5, 30; 70, 30 %',
    source: '[S1]',
    unit: '%',
    bands: around(3, 65, 5, 30, 70, 30),
    follows: ['clients'],
    needs: { users: 8000, conferences: 10_000 },
    values: ({ clients: [scheduled, spot] }) => [
      ...scheduled.map((count) => percent(count, sum(scheduled))),
      percent(spot[0]!, sum(spot)),
      percent(spot[2]!, sum(spot)),
    ],
  },
  {
    id: 'R22',
    name: 'size that people see over mean size',
    published: '2.29 untruncated',
    source: '(derived)',
    unit: '',
    bands: [[1.8, 2.6]],
    follows: ['participants', 'alone'],
    needs: { users: 8000, conferences: 10_000 },
    values: ({ sizes, conferences }) => [(moment(sizes, 2) / moment(sizes, 1) ** 2) * conferences],
  },
  {
    id: 'R23',
    name: 'store per user and day',
    published: '49 KB for all of CDR',
    source: '[S2]',
    unit: 'KB',
    bands: [[0, 49]],
    follows: [],
    needs: { days: 1 },
    values: ({ bytes, peaks }, { users }) => [bytes / 1024 / users / peaks.of],
  },
  {
    id: 'R24',
    name: 'Oct, Dec, lowest other over the others',
    published: 'busiest Oct, quietest Dec',
    source: '[S25]',
    unit: '',
    rule: 'Oct > mean of others, Dec < each',
    holds: ([october = 0, december = 0, lowest = 0]) => october > 1 && december < lowest,
    follows: ['months'],
    needs: { users: 500, months: 15, conferences: 10_000 },
    values: ({ months }) => {
      const others = months.filter((part, at) => at !== 9 && at !== 11 && part.of >= 15).map(mean)
      const usual = others.length > 0 ? sum(others) / others.length : mean(months[11]!)
      const lowest = others.length > 0 ? Math.min(...others) : mean(months[9]!)
      return [mean(months[9]!) / usual, mean(months[11]!) / usual, lowest / usual]
    },
  },
]

function around(by: number, ...values: readonly number[]): readonly Band[] {
  return values.map((value) => [value - by, value + by])
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0)
}

function percent(count: number, of: number): number {
  return (100 * count) / of
}

function mean({ count, of }: Part): number {
  return count / of
}

/** Conferences of fewer than so many people. */
function below(sizes: readonly number[], people: number): number {
  return sizes.reduce((total, count, size) => (size < people ? total + count : total), 0)
}

/** The sum over all conferences of a power of their size. */
function moment(sizes: readonly number[], power: number): number {
  return sizes.reduce((total, count, size) => total + count * size ** power, 0)
}
