import { Instant, LocalDate, ZoneId, ZoneRulesProvider } from '@js-joda/core'
import '@js-joda/timezone'
import { type Day, MINUTE, SECOND, type Ticks, utcDay } from './ticks.ts'

const QUARTER = 15 * MINUTE

/** The rules of one time zone: from the pinned package, never from the machine, so that they are the same everywhere. */
export interface Zone {
  readonly name: string
  /**
   * The moment at which clocks of the zone show `time` (ticks since midnight) on `day`.
   * A time that a spring change skips is moved on by as much as the clocks are; of one that an autumn change
   * repeats, the first is meant.
   */
  moment(day: Day, time: Ticks): Ticks
  /** What clocks of the zone show at a moment, as ticks since 1970-01-01 00:00 of the same clocks. */
  clock(moment: Ticks): Ticks
}

/** The zone of an IANA name such as `Europe/London` or `UTC`; null for a name that the pinned rules do not have. */
export function zone(name: string): Zone | null {
  if (!zoneNames().includes(name)) return null
  const id = ZoneId.of(name)
  let [lastQuarter, lastOffset] = [Number.NaN, 0]
  return {
    name,
    moment(day, time) {
      // Whole seconds go through the zone's rules; the rest of the tick has no need of them.
      const seconds = Math.floor(time / SECOND)
      const local = LocalDate.ofEpochDay(day).atStartOfDay().plusSeconds(seconds)
      return local.atZone(id).toEpochSecond() * SECOND + (time - seconds * SECOND)
    },
    clock(moment) {
      // Offsets change at whole quarters of an hour since 1972, and most moments follow one another.
      const quarter = Math.floor(moment / QUARTER)
      if (quarter !== lastQuarter || quarter < 0) {
        const instant = Instant.ofEpochSecond(Math.floor(moment / SECOND))
        lastOffset = id.rules().offset(instant).totalSeconds() * SECOND
        lastQuarter = quarter
      }
      return moment + lastOffset
    },
  }
}

/** All zone names of the pinned rules, in the order of the alphabet. */
export function zoneNames(): readonly string[] {
  names ??= [...ZoneRulesProvider.getAvailableZoneIds()].sort()
  return names
}

let names: readonly string[] | undefined

/** The calendar day in the zone at a moment given in milliseconds since 1970: what people there call today. */
export function dayIn(zone: Zone, epochMs: number): Day {
  // Not rounded: the last millisecond of a day is no part of the next.
  return utcDay(zone.clock(Math.floor(epochMs / 1000) * SECOND))
}
