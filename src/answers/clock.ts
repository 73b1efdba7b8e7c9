import { DAY, MINUTE, type Ticks } from '../time/ticks.ts'
import { type Zone, zone } from '../time/zone.ts'

/** Clocks that hours and days are read from: those of a time zone, or those that are always as far from UTC. */
export interface Clock extends Zone {
  /** Minutes that the clocks are ahead of UTC; null where that changes over the year. */
  readonly offset: number | null
}

/** Clocks that are so many minutes ahead of UTC all year round. */
export function fixedClock(offset: number): Clock {
  const ahead: Ticks = offset * MINUTE
  return {
    name: offset === 0 ? 'UTC' : offsetText(offset),
    offset,
    moment: (day, time) => day * DAY + time - ahead,
    clock: (moment) => moment + ahead,
  }
}

export const UTC = fixedClock(0)

/** The clocks of `UTC`, of an offset such as `+05:30`, or of a time zone such as `Europe/London`; null for any other text. */
export function clockOf(text: string): Clock | null {
  if (text === 'UTC' || text === 'Z') return UTC
  const [, sign, hours, minutes] = /^([+-])(\d{2}):(\d{2})$/.exec(text) ?? []
  if (sign !== undefined) {
    const offset = Number(hours) * 60 + Number(minutes)
    return offset > 14 * 60 || Number(minutes) > 59 ? null : fixedClock(sign === '-' ? -offset : offset)
  }
  const found = zone(text)
  return found && { name: found.name, offset: null, moment: found.moment, clock: found.clock }
}

/** `+05:30`. */
function offsetText(offset: number): string {
  const minutes = Math.abs(offset)
  const two = (part: number) => String(part).padStart(2, '0')
  return `${offset < 0 ? '-' : '+'}${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`
}
