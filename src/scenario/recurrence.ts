import { civil, type Day, mod, weekday } from '../time/ticks.ts'

/** On which days a conference is held. Ranges include both ends. */
export type Recurrence =
  | { readonly kind: 'once'; readonly on: Day }
  | { readonly kind: 'daily'; readonly from: Day; readonly until: Day }
  | {
      readonly kind: 'weekly'
      readonly from: Day
      readonly until: Day
      /** 0 for Sunday to 6 for Saturday. */
      readonly weekdays: readonly number[]
      /** 2 for every other week, counted from the week of `from` (weeks start on Sunday). */
      readonly interval: number
    }
  | { readonly kind: 'monthly'; readonly from: Day; readonly until: Day }

/** Whether the rhythm falls on `day`. A month that has no such day is left out, as calendars do. */
export function fallsOn(recurrence: Recurrence, day: Day): boolean {
  if (recurrence.kind === 'once') return day === recurrence.on
  if (day < recurrence.from || day > recurrence.until) return false
  switch (recurrence.kind) {
    case 'daily':
      return true
    case 'weekly': {
      const week = (of: Day) => Math.floor((of + 4) / 7)
      const isWeek = mod(week(day) - week(recurrence.from), recurrence.interval) === 0
      return isWeek && recurrence.weekdays.includes(weekday(day))
    }
    case 'monthly':
      return civil(day).dayOfMonth === civil(recurrence.from).dayOfMonth
  }
}
