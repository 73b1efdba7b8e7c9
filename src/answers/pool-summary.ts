import { type Answer, byText, key, type Row, type Tally } from './answer.ts'
import type { Asked } from './asked.ts'
import { FIGURES, FIGURES_DEFINED, Figures } from './figures.ts'
import type { Held } from './held.ts'

class PoolSummary implements Tally {
  private readonly pools: readonly Figures[]
  private readonly asked: Asked

  constructor(asked: Asked) {
    this.asked = asked
    this.pools = asked.plan.scenario.pools.map(() => new Figures())
  }

  add(held: Held): void {
    this.pools[held.pool]!.add(held, this.asked)
  }

  merge({ pools }: this): void {
    for (const [at, figures] of this.pools.entries()) figures.merge(pools[at]!)
  }

  rows(): Row[] {
    const names = this.asked.plan.scenario.pools
    return this.pools
      .map((figures, at) => ({ figures, name: names[at]! }))
      .filter(({ figures }) => !figures.isEmpty)
      .map(({ figures, name }): Row => [name, ...figures.cells()])
      .sort(([a], [b]) => byText(a, b))
  }
}

export const poolSummary: Answer = {
  name: 'pool-summary',
  title: 'Conference activity by pool',
  definition:
    'One row for each pool that held conferences in the scope: the pool of a conference is Conferences.PoolId, wherever its ' +
    `participants are at home. Somebody who was in conferences of two pools is a participant of both. ${FIGURES_DEFINED}`,
  columns: [key('pool'), ...FIGURES],
  tally: (asked) => new PoolSummary(asked),
}
