import { facts } from './figures.ts'
import { IN_ALL, queryOf, started } from './query.ts'

export const totals = queryOf([...IN_ALL, started, facts], ({ spelling }) => {
  const sum = (column: string) => `COALESCE(${spelling.sum(column)}, 0) AS ${column}`
  return `SELECT ${sum('conferences')},
  COUNT(DISTINCT participant) AS participants,
  ${sum('total_participants')},
  ${sum('joins')},
  ${sum('participant_ms')},
  COUNT(DISTINCT organizer) AS organizers
FROM facts`
})
