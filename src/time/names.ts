import { civil, type Day, dateTimeText, type Ticks, weekday } from './ticks.ts'

// How people read days and clocks.

/** From Sunday. */
export const WEEKDAYS = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'] as const

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']

/** `13 Jul`. */
export function dateName(day: Day): string {
  const { month, dayOfMonth } = civil(day)
  return `${dayOfMonth} ${MONTHS[month - 1]}`
}

/** `Mon 13 Jul`. */
export function dayName(day: Day): string {
  return `${WEEKDAYS[weekday(day)]} ${dateName(day)}`
}

/** `Jul 2015`. */
export function monthName(day: Day): string {
  const { year, month } = civil(day)
  return `${MONTHS[month - 1]} ${year}`
}

/** `09:30`, of what a clock shows. */
export function clockText(clock: Ticks): string {
  return dateTimeText(clock).slice(11, 16)
}
