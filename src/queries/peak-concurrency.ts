import { LEVELS } from './concurrency.ts'
import { type Part, queryOf } from './query.ts'

const WHAT = ['participants', 'conferences'] as const

const ranked: Part = () => `ranked AS (
  SELECT levels.minute, participants, conferences,
    ${WHAT.map((what) => `ROW_NUMBER() OVER (ORDER BY ${what} DESC, levels.minute) AS ${what}_rank`).join(',\n    ')}
  FROM levels
)`

export const peakConcurrency = queryOf([...LEVELS, ranked], ({ spelling }) =>
  WHAT.map(
    (what) => `SELECT '${what}' AS what, ${what} AS peak, ${spelling.minuteText('ranked.minute')} AS minute
FROM ranked
WHERE ${what}_rank = 1`,
  ).join('\nUNION ALL\n'),
)
