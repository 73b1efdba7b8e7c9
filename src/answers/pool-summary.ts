import { type Answer, byText, key, type Row } from './answer.ts'
import { FIGURES, FIGURES_DEFINED } from './figures.ts'
import { type FiguresTally, figuresTally } from './figures-tally.ts'

export const poolSummary: Answer = {
  name: 'pool-summary',
  title: 'Conference activity by pool',
  definition:
    'One row for each pool that held conferences in the scope: the pool of a conference is Conferences.PoolId, wherever its ' +
    `participants are at home. Somebody who was in conferences of two pools is a participant of both. ${FIGURES_DEFINED}`,
  columns: [key('pool'), ...FIGURES],
  tally: figuresTally,
  rows: (tally: FiguresTally) => {
    const { pools } = tally.asked.plan.scenario
    const rows = tally.byPool().map(([pool, cells]): Row => [pools[pool]!, ...cells])
    return rows.sort(([a], [b]) => byText(a, b))
  },
}
