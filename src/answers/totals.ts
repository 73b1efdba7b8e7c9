import type { Answer, Row, Tally } from './answer.ts'
import type { Asked } from './asked.ts'
import { FIGURES, FIGURES_DEFINED, Figures } from './figures.ts'
import type { Held } from './held.ts'

class Totals implements Tally {
  private readonly figures = new Figures()
  private readonly asked: Asked

  constructor(asked: Asked) {
    this.asked = asked
  }

  add(held: Held): void {
    this.figures.add(held, this.asked)
  }

  merge(other: this): void {
    this.figures.merge(other.figures)
  }

  rows(): Row[] {
    return [this.figures.cells()]
  }
}

export const totals: Answer = {
  name: 'totals',
  title: 'The scope as a whole',
  definition: `One row, also when nothing is in the scope. ${FIGURES_DEFINED}`,
  columns: FIGURES,
  tally: (asked) => new Totals(asked),
}
