import { z } from 'zod'
import { anomaliesFile } from './anomalies-file.ts'
import { share, text, WEEKDAYS } from './fields.ts'
import { populationFile } from './population-file.ts'
import { MOST_HOSTS, usualServers } from './servers.ts'

export { WEEKDAYS }

// The one definition of a scenario file: it validates, it gives the TypeScript type, and the JSON Schema is made from it.
// A description is what an editor shows beside the key.

export const DEVICES = ['desktop', 'web', 'mobile', 'tablet', 'desk-phone', 'phone'] as const
const PERSON_KINDS = ['internal', 'remote', 'federated', 'anonymous', 'pstn'] as const
const CONFERENCE_KINDS = ['scheduled', 'meet-now'] as const
export const MODALITIES = ['chat', 'audio-video', 'applicationsharing', 'data-conf'] as const
const ROLES = ['presenter', 'attendee'] as const
const RHYTHMS = ['day', 'weekday', 'week', '2 weeks', 'month'] as const

/** Columns count UTF-16 units, while patterns and `max` count characters. */
const unitsUpTo =
  (maximum: number) =>
  ({ value, issues }: z.core.ParsePayload<string>): void => {
    if (issues.length > 0 || value.length <= maximum) return
    issues.push({ code: 'too_big', origin: 'string', maximum, inclusive: true, input: value })
  }
const spread = (median: string) =>
  z.strictObject({
    median: text('duration').optional().describe(`Half of the values lie below it. Default ${median}.`),
    sigma: z
      .number()
      .min(0)
      .max(3)
      .optional()
      .describe('Deviation of the logarithm: 0 for always the median.'),
  })

const behavior = z
  .strictObject({
    attendance: share()
      .optional()
      .describe('Probability that an invited person comes. Default 0.85 for recurring conferences, else 1.'),
    late: share().optional().describe('Probability to join late. Default 0.3.'),
    lateBy: spread('110s')
      .optional()
      .describe('How late the late are, beyond the first minute. Default sigma 0.9.'),
    early: text('duration')
      .optional()
      .describe('Mean time before the end of the first minute at which the punctual join. Default 2m.'),
    lobby: share()
      .optional()
      .describe('Probability to wait in the lobby. Default 0.25; 0.05 for phones; never for organizers.'),
    partial: share()
      .optional()
      .describe('Probability to be there for a random part only; never for organizers. Default 0.12.'),
    earlyLeave: share()
      .optional()
      .describe('Probability to leave early. Default 0.05 up to 30 minutes, 0.11 up to 60, 0.26 beyond.'),
    leaveSpread: text('duration')
      .optional()
      .describe('Deviation of ordinary leaves around the end. Default 12s.'),
    drop: share().optional().describe('Probability that a session is cut. Default 0.025.'),
    rejoin: share().optional().describe('Probability to come back after a cut. Default 0.9.'),
    rejoinAfter: spread('45s').optional().describe('How long it takes to come back. Default sigma 1.'),
    changeDevice: share()
      .optional()
      .describe('Probability to change to another device on purpose. Default 0.015; needs two devices.'),
    secondDevice: share()
      .optional()
      .describe('Probability to be there on two devices at once. Default 0.04; needs two devices.'),
    failedJoin: share()
      .optional()
      .describe('Probability that a first attempt to join fails, just before the join. Default 0.005.'),
  })
  .describe('How people behave where the scenario says nothing exact. Durations are in the form 90s or 2m.')

const device = z.union([
  z.enum(DEVICES),
  z.strictObject({
    device: z.enum(DEVICES).describe('The kind of device.'),
    client: text('line')
      .min(1)
      .max(256)
      .check(unitsUpTo(256))
      .describe('The user agent string, as `ClientVersions.Version` holds it.'),
  }),
])

const person = z
  .strictObject({
    name: text('line')
      .min(1)
      .max(120)
      .optional()
      .describe('Full name; the address is made from it. Default: drawn.'),
    kind: z
      .enum(PERSON_KINDS)
      .optional()
      .describe(
        'internal (default) and remote are employees; federated, anonymous and pstn come from outside.',
      ),
    address: text('address')
      .check(unitsUpTo(381))
      .optional()
      .describe('SIP address without `sip:`. Default: from name and domain.'),
    domain: text('domain name').optional().describe("Domain of the address. Default: the scenario's."),
    number: text('phone number').optional().describe('Number of a pstn person. Default: drawn.'),
    devices: z
      .array(device)
      .min(1)
      .max(8)
      .optional()
      .describe('Endpoints, the usual one first. Default: by kind.'),
    group: z
      .int()
      .min(1)
      .max(2000)
      .optional()
      .describe('Makes this many people of the kind, named `<key>.1`, `<key>.2` and so on.'),
  })
  .describe('A person, or a group of generated people; `{}` for somebody of whom nothing is to be said.')

const someone = z.string().min(1).max(80)

const invited = z.union([
  someone.describe('A person, or a group for all of its members.'),
  z.strictObject({
    from: someone.describe('A group: `{ from: engineering, count: 6 }` invites six of it.'),
    count: z.int().min(1).max(2000).describe('How many of the group.'),
  }),
])

const attendance = z
  .strictObject({
    join: text('offset').optional().describe('Moment of `UserJoinTime`. Default: drawn.'),
    leave: text('ending').optional().describe('Moment of `UserLeaveTime`, or `never`. Default: drawn.'),
    invite: text('offset')
      .optional()
      .describe('Moment of the INVITE, the key of the dialog. Default: just before.'),
    device: z.enum(DEVICES).optional().describe('Which of the devices of the person. Default: the first.'),
    role: z.enum(ROLES).optional().describe('Role during this attendance. Default: as invited.'),
  })
  .describe('One attendance, such as `{ join: -1m, leave: 7m }`.')

const joins = z
  .record(
    someone,
    z.array(attendance).max(100).describe('Attendances in order of time: `[{ join: -1m, leave: 7m }]`.'),
  )
  .describe('Exact attendances by person; an empty list for somebody who does not come.')

const clock = {
  at: text('time of day').optional().describe('Scheduled start, on the clock of the time zone.'),
  length: text('duration').optional().describe('Scheduled length. Default: drawn as in real companies.'),
  requested: text('offset').optional().describe('Moment of `SessionIdTime`. Default: just before it opens.'),
  opens: text('offset').optional().describe('Moment of `ConferenceStartTime`. Default: drawn.'),
  closes: text('ending')
    .optional()
    .describe('Moment of `ConferenceEndTime`, or `never` if it is still running.'),
  joins: joins.optional(),
}

const conference = z
  .strictObject({
    description: z.string().max(2000).optional().describe('For readers of the scenario.'),
    kind: z
      .enum(CONFERENCE_KINDS)
      .optional()
      .describe('scheduled (default), or meet-now for one started on the spot.'),
    ...clock,
    at: text('time of day').describe('Scheduled start, on the clock of the time zone.'),
    on: text('date')
      .optional()
      .describe('The day of a conference that is held once. Default: the first day.'),
    every: z
      .union([z.enum([...RHYTHMS, ...WEEKDAYS]), z.array(z.enum(WEEKDAYS)).min(1).max(7)])
      .optional()
      .describe('Rhythm of a recurring conference: day, weekday, week, 2 weeks, month, or days of the week.'),
    from: text('date').optional().describe('First day of a series; week and month count from it.'),
    until: text('date').optional().describe('Last day of a series.'),
    timezone: z.string().max(80).optional().describe("Time zone of `at`. Default: the scenario's."),
    organizer: someone.describe('An internal or remote person; takes part as a presenter.'),
    presenters: z
      .array(invited)
      .max(1000)
      .optional()
      .describe(
        'Invited people and groups with the role of a presenter: `[bob, { from: engineering, count: 6 }]`.',
      ),
    attendees: z
      .array(invited)
      .max(1000)
      .optional()
      .describe(
        'Invited people and groups with the role of an attendee: `[bob, { from: engineering, count: 6 }]`.',
      ),
    modalities: z
      .array(z.enum(MODALITIES))
      .min(1)
      .max(4)
      .optional()
      .describe('Default: audio-video and chat.'),
    pool: text('domain name').optional().describe('The pool that hosts it. Default: the first of `pools`.'),
    announcements: z
      .boolean()
      .optional()
      .describe('Whether the announcement service joins, as one more participant. Default false.'),
    synthetic: z
      .boolean()
      .optional()
      .describe(
        'Whether it is a synthetic transaction, held by a test that watches the pool. Default false.',
      ),
    behavior: behavior.optional(),
    occurrences: z
      .record(text('date'), z.union([z.enum(['cancelled']), z.strictObject(clock)]))
      .optional()
      .describe('What is different on single days of a series.'),
  })
  .describe('A conference: held once, or a series.')

const hosts = (what: string, usual: number) =>
  z.int().min(1).max(MOST_HOSTS).optional().describe(`${what} Default ${usual}.`)

const servers = z
  .strictObject({
    frontEnds: hosts('Front End Servers, `fe01.<pool>` and so on.', usualServers.frontEnds),
    edges: hosts('Edge Servers, `edge01.<pool>` and so on.', usualServers.edges),
    mediations: hosts('Mediation Servers, `med01.<pool>` and so on.', usualServers.mediations),
    gateways: hosts('PSTN gateways, `gw01.<pool>` and so on.', usualServers.gateways),
  })
  .describe('How many servers each pool has.')

export const scenarioFile = z.strictObject({
  scenario: text('name').describe('Short name; also used for file names.'),
  description: z.string().max(2000).optional().describe('For readers of the scenario.'),
  seed: z
    .union([z.int(), text('line').min(1).max(200)])
    .describe('Fixes every choice that the scenario leaves open.'),
  algorithm: z.literal(1).optional().describe('Version of the generator. Default: 1, the only one so far.'),
  start: text('first day').describe('First day: 2015-07-13, `today` or `today - 60 days`.'),
  days: z.int().min(1).max(3660).optional().describe('How many days. Default 1.'),
  timezone: z.string().max(80).optional().describe('IANA name, such as Europe/London. Default UTC.'),
  domain: text('domain name').optional().describe('SIP domain of the company. Default contoso.com.'),
  pools: z
    .array(text('domain name'))
    .min(1)
    .max(100)
    .optional()
    .describe('Front End pools. Default pool01.<domain>.'),
  servers: servers.optional(),
  behavior: behavior.optional(),
  people: z
    .record(text('name'), person)
    .optional()
    .describe('People and groups by their names in this scenario, such as `ann: { name: Ann Bell }`.'),
  conferences: z
    .record(text('name'), conference)
    .optional()
    .describe('Conferences by their names, such as `standup: { at: "09:30", organizer: ann }`.'),
  population: populationFile.optional(),
  anomalies: anomaliesFile.optional(),
})

/** A scenario as a file or a program writes it: what is left out takes its default. */
export type ScenarioFile = z.input<typeof scenarioFile>
export type PersonEntry = z.input<typeof person>
export type ConferenceEntry = z.input<typeof conference>
export type OccurrenceEntry = Exclude<NonNullable<ConferenceEntry['occurrences']>[string], 'cancelled'>
export type AttendanceEntry = z.input<typeof attendance>
export type InvitedEntry = z.input<typeof invited>
export type BehaviorEntry = z.input<typeof behavior>
export type DeviceKind = (typeof DEVICES)[number]
export type PersonKind = (typeof PERSON_KINDS)[number]
export type Modality = (typeof MODALITIES)[number]
export type Role = (typeof ROLES)[number]

/** JSON Schema (draft 2020-12) of a scenario file, for editors. */
export function scenarioJsonSchema(): object {
  return z.toJSONSchema(scenarioFile, {
    io: 'input',
    // Our formats are patterns; names such as `duration` mean something else to a JSON Schema validator.
    override: ({ jsonSchema }) => void delete jsonSchema.format,
  })
}
