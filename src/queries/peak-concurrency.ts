import { levels } from './concurrency.ts'
import { queryOf } from './query.ts'

export const peakConcurrency = queryOf(levels, ({ spelling }) => {
  const peak = (
    what: string,
  ) => `SELECT '${what}' AS what, ${what} AS peak, ${spelling.minuteText('MIN(levels.minute)')} AS minute
FROM levels
WHERE ${what} = (SELECT MAX(${what}) FROM levels)
GROUP BY ${what}`
  return `${peak('participants')}\nUNION ALL\n${peak('conferences')}`
})
