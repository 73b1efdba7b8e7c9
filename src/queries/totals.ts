import { facts } from './figures.ts'
import { queryOf, USUAL } from './query.ts'

export const totals = queryOf([...USUAL, facts], ({ spelling }) => {
  const sum = (column: string) => `COALESCE(${spelling.sum(column)}, 0) AS ${column}`
  return `SELECT ${sum('conferences')},
  COUNT(DISTINCT participant) AS participants,
  ${sum('total_participants')},
  ${sum('joins')},
  ${sum('participant_ms')},
  COUNT(DISTINCT organizer) AS organizers
FROM facts`
})
