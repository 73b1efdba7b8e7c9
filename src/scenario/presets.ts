import { DAY, HOUR, MINUTE, SECOND } from '../time/ticks.ts'
import type { Population, Preset } from './population.ts'

/** All that a preset decides: a population but for its size and its places. */
export type PresetNumbers = Omit<Population, 'preset' | 'users' | 'sites'>

/** Table 3 of conference-realism: published figures where there are any, judgement elsewhere. */
const sfb2016: PresetNumbers = {
  conferencesPerUser: 0.1, // row 1
  dayVariation: 0.1,
  participants: { law: 'log-normal', median: 4, sigma: 0.91, most: 250 }, // row 2
  alone: 0, // row 2a: only where a scenario asks for it
  kinds: { scheduled: 0.6, recurring: 0.8, closed: 0.02 }, // row 3
  hours: hours({
    7: 0.01,
    8: 0.07,
    9: 0.14,
    10: 0.16,
    11: 0.12,
    12: 0.08,
    13: 0.12,
    14: 0.14,
    15: 0.09,
    16: 0.05,
    17: 0.01,
    // Row 4 has 1 % for "later".
    18: 0.0025,
    19: 0.0025,
    20: 0.0025,
    21: 0.0025,
  }),
  weekdays: [0.007, 0.18, 0.22, 0.215, 0.215, 0.155, 0.008], // row 5, from Sunday
  months: [1.05, 1, 1, 1.05, 1.05, 1, 0.85, 0.85, 1, 1.1, 1, 0.75], // row 6
  // Judgement which days: those that most countries of the company's kind have in common.
  holidays: { days: new Set(['01-01', '12-25', '12-26']), factor: 0.05, eve: 0.4 },
  // Row 7 has 3 % for five or ten past.
  startMinutes: [
    [0, 0.55],
    [5, 0.015],
    [10, 0.015],
    [15, 0.07],
    [30, 0.3],
    [45, 0.05],
  ],
  slots: slots({ 15: 0.07, 30: 0.43, 45: 0.07, 60: 0.35, 90: 0.05, 120: 0.03 }), // row 9
  ends: { over: 0.51, overBy: MINUTE, overMean: 4 * MINUTE, earlyMean: 0.12, earlyMost: 0.8 }, // row 10
  meetNow: { median: 10 * MINUTE, sigma: 1.1, shortest: 12 * SECOND, longest: 8 * HOUR }, // row 11

  late: { two: 0.17, few: 0.29, many: 0.51 }, // row 12
  lateBy: { median: 110 * SECOND, sigma: 0.9 }, // row 13
  early: 2 * MINUTE,
  soon: { median: 25 * SECOND, sigma: 1 }, // row 14
  joinsWithin: null,
  partial: 0.1, // row 15
  earlyLeave: { short: 0.05, medium: 0.11, long: 0.26 }, // row 16
  leaveSpread: 12 * SECOND, // row 17
  drop: 0.025, // row 18
  rejoin: 0.9,
  rejoinAfter: { median: 45 * SECOND, sigma: 1 },
  changeDevice: 0.015,
  secondDevice: 0.04, // row 19
  failedJoin: 0.005, // section 2.4: the most that the quality guide allows

  audio: { mixed: 0.4, voip: 0.35, dialIn: 0.15, none: 0.1 }, // row 21
  dialInOfMixed: 0.25,
  anonymousCallers: 0.7, // row 20
  origins: { internal: 0.5, remote: 0.25, anonymous: 0.15, federated: 0.1 },
  clients: { web: 0.05, earlier: 0.3 }, // row 22
  mobile: 0.15, // row 23
  builds: [0.35, 0.3, 0.15, 0.2], // row 24
  adoption: 6 * 7 * DAY,
  lobby: { phone: 0.05, other: 0.25, wait: { median: 30 * SECOND, sigma: 0.8 } }, // row 25

  series: { daily: 0.1, weekly: 0.7, fortnightly: 0.15, monthly: 0.05, attendance: 0.85, cancelled: 0.12 }, // row 26
  organizerSigma: 1.2, // row 27
  invited: { team: 0.65, department: 0.2, company: 0.15 }, // row 28
  teams: { median: 8, sigma: 0.6 },
  // Judgement: the table has no number for these two. They suit a division of 2,000 users.
  teamsPerDepartment: 12,
  directory: { partners: 300, callers: 600 },
}

/** Each preset is `sfb-2016` with what its own evidence says otherwise. */
export const presets: Readonly<Record<Preset, PresetNumbers>> = {
  'sfb-2016': sfb2016,
  'heavy-2013': { ...sfb2016, conferencesPerUser: 0.19 },
  'remote-2022': {
    ...sfb2016,
    conferencesPerUser: 0.25,
    participants: { law: 'log-normal', median: 2.4, sigma: 0.85, most: 250 },
    kinds: { ...sfb2016.kinds, scheduled: 0.4 },
    slots: slots({ 15: 0.15, 30: 0.5, 45: 0.08, 60: 0.22, 90: 0.03, 120: 0.02 }),
    // Judgement: a quarter of the mixed fifth is the 5 % of dial-in that the preset has at the most.
    audio: { mixed: 0.2, voip: 0.7, dialIn: 0, none: 0.1 },
  },
  'load-test': {
    ...sfb2016,
    participants: {
      law: 'shares',
      shares: [
        [4, 0.85],
        [6, 0.1],
        [11, 0.05],
      ],
      most: 11,
    },
    // The source says three quarters of the starts in four hours. Judgement which: the two humps of row 4.
    hours: hours({
      8: 0.05,
      9: 0.1875,
      10: 0.1875,
      11: 0.05,
      12: 0.05,
      13: 0.1875,
      14: 0.1875,
      15: 0.05,
      16: 0.05,
    }),
    joinsWithin: 5 * MINUTE,
  },
}

function hours(shares: Readonly<Record<number, number>>): readonly number[] {
  return Array.from({ length: 24 }, (_, hour) => shares[hour] ?? 0)
}

/** By minutes. */
function slots(shares: Readonly<Record<number, number>>): Population['slots'] {
  return Object.entries(shares).map(([minutes, share]) => [Number(minutes) * MINUTE, share])
}
