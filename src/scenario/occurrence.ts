import { DAY, type Day, type Ticks } from '../time/ticks.ts'
import { fallsOn } from './recurrence.ts'
import type { Clock, Conference } from './scenario.ts'

/** A conference on one day: what the scenario says, before any chance. */
export interface Occurrence {
  readonly conference: Conference
  /** The day on the calendar of the conference's time zone. */
  readonly day: Day
  readonly clock: Clock
  /** Scheduled start, UTC. */
  readonly scheduled: Ticks
}

/** The occurrence of `conference` on a day of its own calendar; null when it is not held or cancelled. */
export function occurrenceOn(conference: Conference, day: Day): Occurrence | null {
  if (!fallsOn(conference.recurrence, day)) return null
  const changed = conference.occurrences.get(day)
  if (changed === null) return null
  const clock = changed ?? conference
  return { conference, day, clock, scheduled: conference.zone.moment(day, clock.at) }
}

/** The greatest distance between a scheduled start and anything that the scenario may say of the occurrence. */
export const MAX_OFFSET: Ticks = 7 * DAY
