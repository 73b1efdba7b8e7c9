import { type Answer, byText, key, type Row } from './answer.ts'
import { FIGURES, FIGURES_DEFINED } from './figures.ts'
import { type FiguresTally, figuresTally } from './figures-tally.ts'

export const conferenceSummary: Answer = {
  name: 'conference-summary',
  title: 'Conference summary',
  definition:
    'One row for each hour, day, week or month in which anything was counted. Each figure is counted in the bucket of its ' +
    'own moment: a conference at its start, a participant at each join, participant time where it passes; a session over ' +
    'an edge is cut there, and one longer than a day is in all the days that it touches. Distinct users of several rows ' +
    `cannot be added up. ${FIGURES_DEFINED}`,
  columns: [key('begins'), ...FIGURES],
  tally: figuresTally,
  rows: (tally: FiguresTally) => {
    const rows = tally.byBucket().map(([name, cells]): Row => [name, ...cells])
    return rows.sort(([a], [b]) => byText(a, b))
  },
}
