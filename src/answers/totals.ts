import type { Answer } from './answer.ts'
import { FIGURES, FIGURES_DEFINED } from './figures.ts'
import { type FiguresTally, figuresTally } from './figures-tally.ts'

export const totals: Answer = {
  name: 'totals',
  title: 'The scope as a whole',
  definition: `One row, also when nothing is in the scope. ${FIGURES_DEFINED}`,
  columns: FIGURES,
  tally: figuresTally,
  rows: (tally: FiguresTally) => [tally.total()],
}
