import { type Answer, count, key, type Row, text } from './answer.ts'
import { type Concurrency, concurrency, type Level, minuteText } from './concurrency.ts'

/** The first of the highest levels. */
function highest(levels: readonly Level[], what: 'participants' | 'conferences'): Level | null {
  return levels.reduce<Level | null>(
    (best, level) => (best && best[what] >= level[what] ? best : level),
    null,
  )
}

export const peakConcurrency: Answer = {
  name: 'peak-concurrency',
  title: 'Most at once',
  definition:
    'The greatest numbers of `concurrency`, and the first minute (UTC) that has each. No rows when nobody was there at any ' +
    'full minute.',
  columns: [key('what'), count('peak'), text('minute')],
  tally: concurrency.tally,
  rows: (tally: Concurrency) => {
    const levels = tally.levels()
    return (['participants', 'conferences'] as const).flatMap((what): Row[] => {
      const peak = highest(levels, what)
      return peak ? [[what, peak[what], minuteText(peak.minute)]] : []
    })
  },
}
