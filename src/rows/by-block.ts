import { cellBlock } from '../plan/numbers.ts'
import type { Cell } from '../plan/population/cell.ts'

/** Positions of cells in the order of their blocks of numbers, which is not that of a slice: it has division after division. */
export function byBlock(cells: readonly Cell[]): readonly number[] {
  const blocks = cells.map(({ day, division }) => cellBlock(day, division.index))
  return cells.map((_, at) => at).sort((a, b) => blocks[a]! - blocks[b]!)
}
