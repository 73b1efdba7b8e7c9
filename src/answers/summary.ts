import { checkArguments, objectWith } from '../arguments.ts'
import { slices } from '../plan/make-plan.ts'
import { aPlan, type Plan } from '../plan/plan.ts'
import { KIND, kindOf } from '../plan/population/participants.ts'
import { eachAttendance } from '../plan/population/population-slice.ts'
import { HOUR, type Ticks } from '../time/ticks.ts'
import { type Peak, presence } from './present.ts'

/** What a data set amounts to, from the plan and not from its rows. */
export interface Summary {
  readonly conferences: number
  /** Distinct users who took part; each guest of each conference is one. */
  readonly participants: number
  readonly joins: number
  /** Time between joins and leaves, summed over all sessions that have both. */
  readonly presence: Ticks
  readonly peak: Peak
  /** Joins by hour: hours since 1970-01-01 00:00 on the clocks of the scenario's time zone. */
  readonly joinsByHour: ReadonlyMap<number, number>
}

/** Walks all slices of a plan once. */
export function summarize(plan: Plan): Summary {
  checkArguments('summarize', { plan: [plan, aPlan] })
  const { zone } = plan.scenario
  const people = new Set<number>()
  const joinsByHour = new Map<number, number>()
  const present = presence()
  let [conferences, guests, joins, total] = [0, 0, 0, 0]
  const count = (join: Ticks, leave: Ticks | null) => {
    joins++
    if (leave !== null) total += leave - join
    const hour = Math.floor(zone.clock(join) / HOUR)
    joinsByHour.set(hour, (joinsByHour.get(hour) ?? 0) + 1)
  }
  for (const slice of slices(plan)) {
    present.add(slice)
    conferences += slice.conferences.length + (slice.population?.conferences.length ?? 0)
    for (const { participant, join, leave } of slice.conferences.flatMap(({ attendances }) => attendances)) {
      people.add(participant.userId)
      count(join, leave)
    }
    for (const { attendances, at } of slice.population ? eachAttendance(slice.population) : []) {
      // A guest comes once, and is not kept in mind.
      if (kindOf(attendances.code[at]!) !== KIND.guest) people.add(attendances.userId[at]!)
      else if (attendances.userInstance[at] === 1) guests++
      count(attendances.join[at]!, attendances.leave[at]!)
    }
  }
  return {
    conferences,
    participants: people.size + guests,
    joins,
    presence: total,
    peak: present.result(),
    joinsByHour,
  }
}

const aSummary = objectWith('a summary, as summarize gives it', 'joinsByHour', 'joins')

/** The hour with the most joins, the first of several; null when nobody joined. */
export function busiestHour(summary: Summary): { hour: number; joins: number } | null {
  checkArguments('busiestHour', { summary: [summary, aSummary] })
  const { joinsByHour } = summary
  let busiest: { hour: number; joins: number } | null = null
  for (const [hour, joins] of [...joinsByHour].sort(([a], [b]) => a - b)) {
    if (busiest === null || joins > busiest.joins) busiest = { hour, joins }
  }
  return busiest
}
