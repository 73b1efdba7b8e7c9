import { clockText, dateName, dayName, monthName } from '../time/names.ts'
import { civil, DAY, type Day, HOUR, MINUTE, type Ticks } from '../time/ticks.ts'
import type { Zone } from '../time/zone.ts'

/** A moment that an axis names. */
export interface AxisTick {
  readonly at: Ticks
  readonly name: string
}

const CLOCK_STEPS = [1, 2, 5, 10, 15, 30, 60, 120, 180, 360, 720].map((minutes) => minutes * MINUTE)
/** Up to this span an axis names clock times, and days where they begin. */
const SHORT = 36 * HOUR

/**
 * Moments at round clock times of a zone, at most so many: minutes and hours, days, weeks from Monday, or months. Where the
 * coarser of these would be few, every second or third of the finer ones.
 */
export function timeAxis(zone: Zone, from: Ticks, to: Ticks, most: number): readonly AxisTick[] {
  if (to - from <= SHORT) return clockTicks(zone, from, to, most)
  const days = daysBetween(zone, from, to)
  const midnight = (day: Day) => zone.moment(day, 0)
  const named = (wanted: readonly Day[], name: (day: Day) => string) =>
    wanted.map((day) => ({ at: midnight(day), name: name(day) }))
  if (days.length <= most) return named(days, days.length * 2 <= most ? dayName : dateName)
  const mondays = days.filter((day) => (day + 3) % 7 === 0)
  const isFew = (coarser: readonly Day[]) => coarser.length <= most / 2
  if (mondays.length <= most) return named(isFew(mondays) ? some(days, most) : mondays, dateName)
  const months = days.filter((day) => civil(day).dayOfMonth === 1)
  return isFew(months) ? named(some(mondays, most), dateName) : named(some(months, most), monthName)
}

/** Evenly many of them from the first on, `most` at the most. */
function some(days: readonly Day[], most: number): readonly Day[] {
  const step = Math.ceil(days.length / most)
  return days.filter((_, at) => at % step === 0)
}

function clockTicks(zone: Zone, from: Ticks, to: Ticks, most: number): AxisTick[] {
  const step = CLOCK_STEPS.find((size) => (to - from) / size <= most) ?? DAY / 2
  const shift = zone.clock(from) - from
  const ticks: AxisTick[] = []
  // The zone is asked at each moment, because its clocks can change on the way.
  for (let at = Math.ceil((from + shift) / step) * step - shift; at <= to; at += step) {
    const clock = zone.clock(at)
    ticks.push({ at, name: clock % DAY === 0 && step >= HOUR ? dayName(clock / DAY) : clockText(clock) })
  }
  return ticks
}

/** The days of a zone that begin between two moments. */
function daysBetween(zone: Zone, from: Ticks, to: Ticks): Day[] {
  const days: Day[] = []
  for (let day = Math.ceil(zone.clock(from) / DAY); zone.moment(day, 0) <= to; day++) days.push(day)
  return days
}
