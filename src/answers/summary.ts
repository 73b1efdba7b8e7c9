import { slices } from '../plan/make-plan.ts'
import type { Plan } from '../plan/plan.ts'
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
  const { zone } = plan.scenario
  const people = new Set<number>()
  const joinsByHour = new Map<number, number>()
  const present = presence()
  let [conferences, joins, total] = [0, 0, 0]
  for (const slice of slices(plan)) {
    present.add(slice)
    for (const { attendances } of slice.conferences) {
      conferences++
      for (const { participant, join, leave } of attendances) {
        joins++
        people.add(participant.userId)
        if (leave !== null) total += leave - join
        const hour = Math.floor(zone.clock(join) / HOUR)
        joinsByHour.set(hour, (joinsByHour.get(hour) ?? 0) + 1)
      }
    }
  }
  return {
    conferences,
    participants: people.size,
    joins,
    presence: total,
    peak: present.result(),
    joinsByHour,
  }
}

/** The hour with the most joins, the first of several; null when nobody joined. */
export function busiestHour({ joinsByHour }: Summary): { hour: number; joins: number } | null {
  let busiest: { hour: number; joins: number } | null = null
  for (const [hour, joins] of [...joinsByHour].sort(([a], [b]) => a - b)) {
    if (busiest === null || joins > busiest.joins) busiest = { hour, joins }
  }
  return busiest
}
