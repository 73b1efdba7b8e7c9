import { z } from 'zod'
import { ANOMALY_KINDS, factsOf, MISSING_PARENTS } from './anomaly.ts'
import { share, text } from './fields.ts'

// The part of the definition of a scenario file that is about rows that are wrong on purpose.

const kinds = ANOMALY_KINDS.map((kind) => `${kind} (${factsOf(kind).effect}): ${factsOf(kind).is}`)

const anomaly = z
  .strictObject({
    kind: z
      .enum(ANOMALY_KINDS)
      .describe(
        `What is wrong. Legal kinds go into any database, breaking ones into files and tables without foreign keys. ${kinds.join(' ')}`,
      ),
    conference: z.string().min(1).max(80).optional().describe('Only in this conference. Default: in any.'),
    person: z.string().min(1).max(80).optional().describe('Only joins of this person. Default: of anybody.'),
    on: text('date').optional().describe('Only on this day, on the calendar of the conference.'),
    join: z
      .int()
      .min(1)
      .max(1000)
      .optional()
      .describe('Only this one of the joins of a person into a conference, from 1.'),
    pool: text('domain name').optional().describe('Only in conferences of this pool.'),
    rate: share()
      .optional()
      .describe(
        'Probability of each join, or of each conference, to be wrong. Default 1; needed where no conference, person, day or pool is named.',
      ),
    missing: z
      .enum(MISSING_PARENTS)
      .optional()
      .describe('Of orphaned-join: what is not there. Default conference.'),
    by: text('offset')
      .optional()
      .describe('Of clock-skew: how far the clock is ahead, or with a minus behind. Default -2m.'),
    timezone: z
      .string()
      .max(80)
      .optional()
      .describe("Of wrong-time-zone: whose clocks the rows show. Default: the scenario's."),
  })
  .describe('Rows that are wrong on purpose: `{ kind: missing-leave, conference: standup, person: guest }`.')

export const anomaliesFile = z
  .array(anomaly)
  .max(100)
  .describe(
    'Rows that are wrong on purpose, at a named place or at a rate; `ledger.json` lists each of them.',
  )

export type AnomalyEntry = z.input<typeof anomaly>
