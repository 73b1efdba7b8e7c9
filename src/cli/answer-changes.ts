import type { Cell } from '../answers/answer.ts'
import type { AnswerChange } from '../answers/compare-answers.ts'
import type { AnswerRow } from '../answers/known-answers.ts'
import { plural } from './text.ts'

/** Rows of an answer that are shown in a terminal. */
const MOST_ROWS = 30

/** Every answer that differs, with what was removed, added and changed: numbers to the millisecond. */
export function changesText(changes: readonly AnswerChange[]): string {
  if (changes.length === 0) return 'no answer differs\n'
  return changes
    .map(({ answer, title, removed, added, changed }) => {
      const rows = [
        ...changed.map(({ key, cells }) => {
          const to = cells.map(
            ({ column, from, to }) => `${column} ${shown(from)} → ${shown(to)}${more(from, to)}`,
          )
          return `  ~ ${[rowText(key), to.join(', ')].filter((text) => text !== '').join(': ')}\n`
        }),
        ...removed.map((row) => `  - ${rowText(row)}\n`),
        ...added.map((row) => `  + ${rowText(row)}\n`),
      ]
      const rest = rows.length - MOST_ROWS
      const note = rest > 0 ? `  and ${plural(rest, 'more row')}; --json has them all\n` : ''
      return `${title} (${answer})\n${rows.slice(0, MOST_ROWS).join('')}${note}`
    })
    .join('\n')
}

function rowText(row: AnswerRow): string {
  return Object.entries(row)
    .map(([column, cell]) => `${column} ${shown(cell)}`)
    .join(', ')
}

function shown(cell: Cell): string {
  return cell === null ? 'null' : typeof cell === 'number' ? cell.toLocaleString('en-US') : cell
}

/** ` (+3)`, of numbers. */
function more(from: Cell, to: Cell): string {
  if (typeof from !== 'number' || typeof to !== 'number') return ''
  return ` (${to > from ? '+' : ''}${(to - from).toLocaleString('en-US')})`
}
