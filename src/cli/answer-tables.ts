import type { Answer, Cell, Column, Row } from '../answers/answer.ts'
import { type AnswerName, type AnswerRows, catalogue } from '../answers/answers.ts'
import type { Question } from '../answers/asked.ts'
import { type SideBySide, sideBySide } from '../answers/side-by-side.ts'
import { dateTimeText, type Ticks } from '../time/ticks.ts'
import { plural } from './text.ts'

/** Rows of an answer that are shown in a terminal. */
const MOST_ROWS = 30

/**
 * Answers as tables of text: times in minutes, shares in percent, numbers under each other. Beside those of another data set,
 * where there is one.
 */
export function answerTables(found: AnswerRows, without: AnswerRows | null = null): string {
  return Object.entries(found)
    .map(([name, own]) => {
      const answer = name as AnswerName
      const { title, columns, heading = 0 }: Answer = catalogue[answer]
      const { rows, ...shape } = without
        ? sideBySide(answer, own, without[answer] ?? [])
        : { rows: own, columns, heading }
      const table = rows.length === 0 ? '  no rows\n' : groups(shape, rows.slice(0, MOST_ROWS))
      const more = rows.length - MOST_ROWS
      const rest = more > 0 ? `  and ${plural(more, 'more row')}; --json has them all\n` : ''
      return `${title} (${name})\n${table}${rest}`
    })
    .join('\n')
}

/** What rows have in common stands above them. */
function groups({ columns, heading }: Omit<SideBySide, 'rows'>, rows: readonly Row[]): string {
  if (heading === 0) return tableText(columns, rows)
  const [common, own] = [columns.slice(0, heading), columns.slice(heading)]
  const label = Math.max(...common.map(({ name }) => name.length))
  const byHeading = new Map<string, Row[]>()
  for (const row of rows) {
    const above = common.map((column, at) => {
      return `  ${column.name.padEnd(label)}  ${cellText(row[at] ?? null, column)}\n`
    })
    const group = byHeading.get(above.join(''))
    if (group) group.push(row.slice(heading))
    else byHeading.set(above.join(''), [row.slice(heading)])
  }
  return [...byHeading].map(([above, group]) => `${above}\n${tableText(own, group, '    ')}`).join('\n')
}

export function tableText(columns: readonly Column[], rows: readonly Row[], indent = '  '): string {
  const lines = [
    columns.map(headerOf),
    ...rows.map((row) => columns.map((column, at) => cellText(row[at] ?? null, column))),
  ]
  const widths = columns.map((_, at) => Math.max(...lines.map((line) => line[at]!.length)))
  return lines
    .map((line) => {
      const cells = line.map((cell, at) =>
        columns[at]!.kind === 'text' ? cell.padEnd(widths[at]!) : cell.padStart(widths[at]!),
      )
      return `${indent}${cells.join('  ').trimEnd()}\n`
    })
    .join('')
}

function headerOf({ name, kind }: Column): string {
  return kind === 'milliseconds' ? name.replace(/_ms$/, '_minutes') : name
}

const MINUTES = { minimumFractionDigits: 2, maximumFractionDigits: 2 }

/** `1,234.57` minutes, `12.34 %`, `1,234`; a text as it is. */
export function cellText(cell: Cell, { kind }: Column): string {
  if (cell === null) return '-'
  if (typeof cell === 'string') return cell
  switch (kind) {
    case 'milliseconds':
      return (cell / 60_000).toLocaleString('en-US', MINUTES)
    case 'share':
      return `${(cell / 100).toFixed(2)} %`
    case 'code':
      return String(cell)
    default:
      return cell.toLocaleString('en-US')
  }
}

/** `all pools, from 2015-07-13 00:00:00.000 UTC, by day of UTC`. */
export function questionText({ from, to, pool, by, clock }: Question): string {
  return [
    pool ?? 'all pools',
    ...(from === null && to === null ? ['all times'] : []),
    ...(from === null ? [] : [`from ${momentText(from)}`]),
    ...(to === null ? [] : [`up to before ${momentText(to)}`]),
    `by ${by} of ${clock.name}`,
  ].join(', ')
}

function momentText(moment: Ticks): string {
  return `${dateTimeText(moment, ' ')} UTC`
}
