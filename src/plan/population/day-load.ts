import { gamma } from '../../random/gamma.ts'
import type { Rng } from '../../random/rng.ts'
import { type Population, workingDayShare } from '../../scenario/population.ts'
import { civil, type Day, dayText, weekday } from '../../time/ticks.ts'

/** How much a day of the company is, against the working day of an average week of an average month. */
export interface DayLoad {
  /** The weekday's share against a working day's. */
  readonly weekday: number
  /** Month, holiday and chance together: 1 on an average day. */
  readonly season: number
}

/** Rows 1, 5 and 6. The chance of a day is the whole company's: all divisions have the same busy days. */
export function dayLoad(root: Rng, population: Population, day: Day): DayLoad {
  const { weekdays, months, dayVariation } = population
  const calendar = months[civil(day).month - 1]! * holidayFactor(population, day)
  return {
    weekday: weekdays[weekday(day)]! / workingDayShare(population),
    season: calendar * gamma(root.fork('day', dayText(day)), dayVariation),
  }
}

/** How much a day is on account of holidays: 1 on an ordinary day. */
export function holidayFactor({ holidays }: Population, day: Day): number {
  if (isHoliday(holidays.days, day)) return holidays.factor
  return isHoliday(holidays.days, day + 1) ? holidays.eve : 1
}

function isHoliday(days: ReadonlySet<string>, day: Day): boolean {
  const text = dayText(day)
  return days.has(text) || days.has(text.slice(5))
}
