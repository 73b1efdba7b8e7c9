import { z } from 'zod'
import { share, text, WEEKDAYS } from './fields.ts'
import { durationText } from './formats.ts'
import { MAX_USERS, PRESETS } from './population.ts'
import { presets } from './presets.ts'
import type { Spread } from './scenario.ts'

// The part of the definition of a scenario file that is about a population. Defaults are told as `sfb-2016` has them.

export const MONTHS = [
  'january',
  'february',
  'march',
  'april',
  'may',
  'june',
  'july',
  'august',
  'september',
  'october',
  'november',
  'december',
] as const

const usual = presets['sfb-2016']
const sizes = usual.participants as typeof usual.participants & { law: 'log-normal' }

const upTo = (most: number, is: string, byDefault: number, schema = z.number().min(0).max(most)) =>
  schema.optional().describe(`${is} Default ${byDefault}.`)
const shareOf = (is: string, byDefault: number) => upTo(1, is, byDefault)
const sigma = (byDefault: number) =>
  upTo(3, 'Deviation of the logarithm: 0 for always the median.', byDefault)
const count = (is: string, least: number, most: number, byDefault: number) =>
  upTo(most, is, byDefault, z.int().min(least).max(most))
const span = (is: string, byDefault: number) =>
  text('duration')
    .optional()
    .describe(`${is} Default ${durationText(byDefault)}.`)
const spread = (is: string, byDefault: Spread) =>
  z
    .strictObject({
      median: span('Half of the values lie below it.', byDefault.median),
      sigma: sigma(byDefault.sigma),
    })
    .optional()
    .describe(is)
const group = <Shape extends z.ZodRawShape>(is: string, shape: Shape) =>
  z.strictObject(shape).optional().describe(is)

/** A mapping with a number for each of some names, any of which can be left out. */
function named<Name extends string>(names: readonly Name[], is: string, value: () => z.ZodNumber) {
  type Shape = { [N in Name]: z.ZodOptional<z.ZodNumber> }
  const entries = names.map((name) => [
    name,
    value()
      .optional()
      .describe(`${is} ${capital(name)}.`),
  ])
  return z.strictObject(Object.fromEntries(entries) as Shape)
}

function capital(name: string): string {
  return name.charAt(0).toUpperCase() + name.slice(1)
}

export const populationFile = z
  .strictObject({
    users: z
      .int()
      .min(1)
      .max(MAX_USERS)
      .describe(`Users with an account in the company's own pools, from 1 to ${MAX_USERS}.`),
    preset: z
      .enum(PRESETS)
      .optional()
      .describe('Whose numbers are used where no others are given here. Default sfb-2016.'),
    sites: z
      .array(
        z.strictObject({
          timezone: z.string().max(80).describe('IANA name, such as Europe/London.'),
          share: share().describe('Share of the users who work there.'),
        }),
      )
      .min(1)
      .max(200)
      .optional()
      .describe(
        "Where people work: `[{ timezone: Europe/London, share: 1 }]`. Default: the scenario's zone.",
      ),

    conferencesPerUser: z
      .number()
      .min(0.001)
      .max(5)
      .optional()
      .describe(`Conferences per user and working day. Default ${usual.conferencesPerUser}.`),
    dayVariation: shareOf('How much company days differ: standard deviation over mean.', usual.dayVariation),
    participants: group(
      'How many people come to a conference: a log-normal law, or exact `shares` such as `{ 4: 0.9, 11: 0.1 }`.',
      {
        median: upTo(250, 'Half of the conferences have fewer.', sizes.median, z.number().min(1).max(250)),
        sigma: sigma(sizes.sigma),
        most: count('The most who come.', 1, 1000, sizes.most),
        shares: z
          .record(text('participants'), share())
          .optional()
          .describe('Share of the conferences by their number of participants, in place of the law.'),
      },
    ),
    alone: shareOf('Share of conferences to which nobody else comes.', usual.alone),
    kinds: group('What kinds of conferences there are.', {
      scheduled: shareOf('Share of the conferences that are scheduled.', usual.kinds.scheduled),
      recurring: shareOf('Share of the scheduled that are part of a series.', usual.kinds.recurring),
      closed: shareOf(
        'Share of the scheduled that are held once and let nobody in from outside.',
        usual.kinds.closed,
      ),
    }),
    hours: z
      .record(text('hour'), share())
      .optional()
      .describe(
        'Share of the conferences that start in each hour, such as `{ 9: 0.6, 14: 0.4 }`. Default: most at 10 and 14.',
      ),
    weekdays: named(WEEKDAYS, 'Share of the conferences that are held on a', share)
      .optional()
      .describe(
        'Share of the conferences on each day of the week, such as `{ monday: 0.5, friday: 0.5 }`. Default: most on Tuesday.',
      ),
    months: named(MONTHS, 'Factor of', () => z.number().min(0).max(10))
      .optional()
      .describe('Factors of single months, such as `{ october: 1.1 }`. Default: 1.1 to 0.75.'),
    holidays: group('Days on which hardly anybody works.', {
      days: z
        .array(text('holiday'))
        .max(1000)
        .optional()
        .describe(
          `Such as 12-25, or 2015-11-26 for one year. Default: ${[...usual.holidays.days].join(', ')}.`,
        ),
      factor: shareOf('Factor of a holiday.', usual.holidays.factor),
      eve: shareOf('Factor of the day before.', usual.holidays.eve),
    }),
    startMinutes: z
      .record(text('minute'), share())
      .optional()
      .describe(
        'Share of the scheduled conferences by the minute they start at, such as `{ 0: 0.7, 30: 0.3 }`. Default: 0.55 at 0.',
      ),
    slots: z
      .record(text('duration'), share())
      .optional()
      .describe(
        'Share of the scheduled conferences by length, such as `{ 30m: 0.6, 1h: 0.4 }`. Default: 0.43 for 30m.',
      ),
    ends: group('How scheduled conferences end against their slots.', {
      over: shareOf('Share that runs over.', usual.ends.over),
      overBy: span('The least by which they run over.', usual.ends.overBy),
      overMean: span('Mean of what comes on top.', usual.ends.overMean),
      earlyMean: shareOf('Mean part of the slot by which the others end early.', usual.ends.earlyMean),
      earlyMost: shareOf('The most by which they end early.', usual.ends.earlyMost),
    }),
    meetNow: group('How long conferences on the spot last.', {
      median: span('Half of them are shorter.', usual.meetNow.median),
      sigma: sigma(usual.meetNow.sigma),
      shortest: span('The least.', usual.meetNow.shortest),
      longest: span('The most.', usual.meetNow.longest),
    }),

    late: group('Probability to join a scheduled conference late.', {
      two: shareOf('In conferences of two.', usual.late.two),
      few: shareOf('In conferences of three to six.', usual.late.few),
      many: shareOf('In larger ones.', usual.late.many),
    }),
    lateBy: spread('How late the late are, beyond the first minute.', usual.lateBy),
    early: span('Mean time before the end of the first minute at which the punctual join.', usual.early),
    soon: spread('How long after the first the others join a conference on the spot.', usual.soon),
    joinsWithin: text('duration')
      .optional()
      .describe(
        'Joins are spread evenly over this span from the start, in place of `late`, `early` and `soon`. Default: they are not.',
      ),
    partial: shareOf('Probability to be there for a random part only.', usual.partial),
    earlyLeave: group('Probability to leave early, by the length of the conference.', {
      short: shareOf('Up to 30 minutes.', usual.earlyLeave.short),
      medium: shareOf('Up to 60 minutes.', usual.earlyLeave.medium),
      long: shareOf('Beyond.', usual.earlyLeave.long),
    }),
    leaveSpread: span('Deviation of ordinary leaves around the end.', usual.leaveSpread),
    drop: shareOf('Probability that a session is cut.', usual.drop),
    rejoin: shareOf('Probability to come back after a cut.', usual.rejoin),
    rejoinAfter: spread('How long it takes to come back.', usual.rejoinAfter),
    changeDevice: shareOf('Probability to change to another device on purpose.', usual.changeDevice),
    secondDevice: shareOf('Probability to be there on two devices at once.', usual.secondDevice),
    failedJoin: shareOf(
      'Probability that a first attempt to join fails, just before the join.',
      usual.failedJoin,
    ),

    audio: group('Share of the conferences by their audio; the four sum up to 1.', {
      mixed: shareOf('Some dial in, others do not.', usual.audio.mixed),
      voip: shareOf('Nobody dials in.', usual.audio.voip),
      dialIn: shareOf('Everybody dials in.', usual.audio.dialIn),
      none: shareOf('There is none.', usual.audio.none),
    }),
    dialInOfMixed: shareOf(
      'Share of the participants of a mixed conference who dial in.',
      usual.dialInOfMixed,
    ),
    anonymousCallers: shareOf('Share of those who dial in whom nobody knows.', usual.anonymousCallers),
    origins: group('Those who do not dial in, by where they are from; the four sum up to 1.', {
      internal: shareOf('Inside the network of the company.', usual.origins.internal),
      remote: shareOf('Of the company, outside its network.', usual.origins.remote),
      anonymous: shareOf('Guests without an account.', usual.origins.anonymous),
      federated: shareOf('Of companies that are federated.', usual.origins.federated),
    }),
    clients: group('What people use, beside the current client.', {
      web: shareOf('Web App, in scheduled conferences.', usual.clients.web),
      earlier: shareOf('Clients of an earlier product.', usual.clients.earlier),
    }),
    mobile: shareOf('Share of the current clients that are a phone or tablet.', usual.mobile),
    builds: z
      .array(share())
      .min(1)
      .max(4)
      .optional()
      .describe(
        `Shares of those who have the newest build, and the ones before. Default ${usual.builds.join(', ')}.`,
      ),
    adoption: span(
      'Time in which a new build goes from a tenth to nine tenths of its users.',
      usual.adoption,
    ),
    lobby: group('Who waits in the lobby.', {
      phone: shareOf('Probability for those who dial in.', usual.lobby.phone),
      other: shareOf('Probability for the others.', usual.lobby.other),
      wait: spread('How long they wait.', usual.lobby.wait),
    }),

    series: group('Series of conferences; the four rhythms sum up to 1.', {
      daily: shareOf('Share of the series that are held on each working day.', usual.series.daily),
      weekly: shareOf('Share that is held once a week.', usual.series.weekly),
      fortnightly: shareOf('Share that is held every other week.', usual.series.fortnightly),
      monthly: shareOf('Share that is held once a month.', usual.series.monthly),
      attendance: shareOf('Share of its members that comes to an occurrence.', usual.series.attendance),
      cancelled: shareOf('Share of the occurrences that do not happen.', usual.series.cancelled),
    }),
    organizerSigma: upTo(
      3,
      'How unlike people are in how much they organize, as deviation of the logarithm.',
      usual.organizerSigma,
    ),
    invited: group('Whom an organizer invites; the three sum up to 1.', {
      team: shareOf('People of the own team.', usual.invited.team),
      department: shareOf('People of the own department.', usual.invited.department),
      company: shareOf('People from elsewhere in the company.', usual.invited.company),
    }),
    teams: group('How many people a team has.', {
      median: upTo(1000, 'Half of the teams are smaller.', usual.teams.median, z.number().min(2).max(1000)),
      sigma: sigma(usual.teams.sigma),
    }),
    teamsPerDepartment: count('Teams in a department.', 1, 1000, usual.teamsPerDepartment),
    directory: group('Whom the users of a division of 2,000 know outside.', {
      partners: count('People of federated companies.', 1, 2500, usual.directory.partners),
      callers: count('Telephone numbers.', 1, 2500, usual.directory.callers),
    }),
  })
  .describe(
    'A company that nobody wrote down, such as `{ users: 80000 }`. Defaults are told as preset sfb-2016 has them.',
  )

export type PopulationEntry = z.input<typeof populationFile>
