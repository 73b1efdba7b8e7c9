import { listOf, oneOf } from '../arguments.ts'
import { slices } from '../plan/make-plan.ts'
import type { Depth, Plan, Slice } from '../plan/plan.ts'
import type { Answer, Row, Tally } from './answer.ts'
import { type Asked, askedOf, type Question, USUAL } from './asked.ts'
import { avConcurrency } from './av-concurrency.ts'
import { clientTypes } from './client-types.ts'
import { clientVersions } from './client-versions.ts'
import { concurrency } from './concurrency.ts'
import { conferenceDetail } from './conference-detail.ts'
import { conferenceModalities } from './conference-modalities.ts'
import { conferenceSummary } from './conference-summary.ts'
import { connectivity } from './connectivity.ts'
import { failedJoins } from './failed-joins.ts'
import { Walk } from './held.ts'
import { joinLateness } from './join-lateness.ts'
import { mediaSummary } from './media-summary.ts'
import { peakConcurrency } from './peak-concurrency.ts'
import { poolSummary } from './pool-summary.ts'
import { rejoins } from './rejoins.ts'
import { serverActivity } from './server-activity.ts'
import { totals } from './totals.ts'
import { userActivity } from './user-activity.ts'

/** Every answer, in the order in which they are told. */
export const catalogue = {
  totals,
  'conference-summary': conferenceSummary,
  'pool-summary': poolSummary,
  connectivity,
  'client-types': clientTypes,
  'client-versions': clientVersions,
  'join-lateness': joinLateness,
  rejoins,
  'peak-concurrency': peakConcurrency,
  concurrency,
  'user-activity': userActivity,
  'conference-detail': conferenceDetail,
  'media-summary': mediaSummary,
  'server-activity': serverActivity,
  'av-concurrency': avConcurrency,
  'failed-joins': failedJoins,
  'conference-modalities': conferenceModalities,
} as const satisfies Readonly<Record<string, Answer>>

export type AnswerName = keyof typeof catalogue

export const answerNames = Object.keys(catalogue) as readonly AnswerName[]

/** What a function takes as names of answers. */
export const anAnswerName = oneOf(answerNames)
export const answerList = listOf(anAnswerName)

/** What holds for all answers. */
export const DEFINITIONS = `Scope: everything; or a pool, which is that of the conference; or a period, from a moment on and up to before another.
A conference counts at its ConferenceStartTime, a participant at UserJoinTime: a moment on the edge of two buckets is in the later one.
Participant time is UserLeaveTime less UserJoinTime of every session, both in milliseconds as the database shows them (they end in 0, 3 or 7), added up as whole numbers. It is cut at the edges of the period and of buckets, however long the session is. Two devices of one person at once count twice, as they are two sessions.
An open end, a session without UserLeaveTime, counts for participants and joins and adds no time; so does one whose leave is not after its join.
Hours, days, weeks from Sunday and months are those of UTC, or of the time zone that is asked for; in SQL it can only be a fixed offset. An hour that an autumn change repeats is one bucket of two hours.
Every row of the tables counts, whatever it is of: also conferences of one participant, and those to which nobody came.
A row that is wrong on purpose (\`anomalies\` of a scenario) counts as it is written, and one that is lost does not; the figure without them stands beside it.`

/** The answers of a data set, or of some of its slices, in the making. */
export class Answers {
  private readonly walk: Walk
  /** By what makes them: several answers can be counted together. */
  private readonly tallies: ReadonlyMap<Answer['tally'], Tally>
  private readonly names: readonly AnswerName[]
  private readonly plan: Plan
  /** How much of the slices is needed. */
  readonly depth: Depth
  /** Sessions counted so far, also those outside the scope. */
  joins = 0

  constructor(plan: Plan, question: Partial<Question> = {}, names: readonly AnswerName[] = answerNames) {
    const asked: Asked = askedOf(plan, { ...USUAL, ...question })
    this.plan = plan
    this.depth = names.some((name) => (catalogue[name] as Answer).isOfServers) ? 'conference' : 'core'
    this.walk = new Walk(plan, asked.pool)
    this.names = names
    const makers = new Set(names.map((name) => catalogue[name].tally as Answer['tally']))
    this.tallies = new Map([...makers].map((make) => [make, make(asked)]))
  }

  /** Counts what begins on a day. Slices can come in any order, each once. */
  add(slice: Slice): void {
    const tallies = [...this.tallies.values()]
    for (const held of this.walk.each(slice)) {
      this.joins += held.count
      for (const tally of tallies) tally.add(held)
    }
  }

  /** Counts all slices of the plan. `tell` hears after each day how much of the work is done, from 0 to 1. */
  addAll(tell?: (part: number) => void): this {
    const { firstSlice, lastSlice } = this.plan
    for (const slice of slices(this.plan, this.depth)) {
      this.add(slice)
      tell?.((slice.day - firstSlice + 1) / (lastSlice - firstSlice + 1))
    }
    return this
  }

  /** Takes in the answers to the same question from other slices; they are not to be used any more. */
  merge(other: Answers): void {
    for (const [make, tally] of this.tallies) tally.merge(other.tallies.get(make)!)
  }

  result(): AnswerRows {
    return Object.fromEntries(
      this.names.map((name) => {
        const answer: Answer = catalogue[name]
        const tally = this.tallies.get(answer.tally)!
        return [name, answer.rows?.(tally) ?? tally.rows!()]
      }),
    )
  }
}

/** Rows by the names of the answers that were asked for. */
export type AnswerRows = { readonly [N in AnswerName]?: readonly Row[] }

/** What each report on the data set of a plan must say, as bare cells; computed from the plan, in one walk, never by SQL. */
export function answerRows(
  plan: Plan,
  question: Partial<Question> = {},
  names: readonly AnswerName[] = answerNames,
): AnswerRows {
  return new Answers(plan, question, names).addAll().result()
}
