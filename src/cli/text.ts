import { count, plural, span } from '../answers/words.ts'
import type { Scenario } from '../scenario/scenario.ts'
import { conferenceRows } from '../schema/conference-rows.ts'
import { fixedRows } from '../schema/fixed-rows.ts'
import type { Counts } from '../schema/tables.ts'
import { dayText } from '../time/ticks.ts'

export { count, plural, span }

/** Lines with columns under each other; numbers to the right. */
export function columns(lines: readonly (readonly (string | number)[])[], indent = '  '): string {
  const widths: number[] = []
  for (const line of lines)
    for (const [at, cell] of line.entries()) widths[at] = Math.max(widths[at] ?? 0, shown(cell).length)
  return lines
    .map((line) => {
      const cells = line.map((cell, at) =>
        typeof cell === 'number' ? shown(cell).padStart(widths[at]!) : shown(cell).padEnd(widths[at]!),
      )
      return `${indent}${cells.join('  ').trimEnd()}\n`
    })
    .join('')
}

/** Rows by table; those of the fixed lists, which each data set has, in one line. */
export function countsTable(counts: Counts): string {
  const sum = (some: readonly (readonly [string, number])[]) => some.reduce((all, [, rows]) => all + rows, 0)
  const all = Object.entries(counts)
  const lists = all.filter(([table]) => FIXED.has(table))
  const others = all.filter(([table]) => !FIXED.has(table))
  const fixed = lists.length === 0 ? [] : [[plural(lists.length, 'fixed list'), sum(lists)] as const]
  return columns([...fixed, ...others, ['rows', sum(all)]])
}

const FIXED: ReadonlySet<string> = new Set([...Object.keys(fixedRows), ...Object.keys(conferenceRows)])

/** `working-week: 5 days from 2015-07-13, Europe/London, seed 42`. */
export function headline({ id, start, days, zone, seed }: Scenario): string {
  return `${id}: ${plural(days, 'day')} from ${dayText(start)}, ${zone.name}, seed ${seed}`
}

/** `1.5 kB`, in steps of 1000. */
export function size(bytes: number): string {
  const units = ['bytes', 'kB', 'MB', 'GB', 'TB']
  let [amount, unit] = [bytes, 0]
  while (amount >= 1000 && unit < units.length - 1) [amount, unit] = [amount / 1000, unit + 1]
  return `${unit === 0 ? amount : amount.toPrecision(3)} ${units[unit]}`
}

/** A text in lines of at most `width` letters. */
export function wrapped(text: string, indent: string, width = 100): string {
  const lines = ['']
  for (const word of text.split(' ')) {
    const line = lines.at(-1)!
    if (line === '') lines[lines.length - 1] = word
    else if (indent.length + line.length + 1 + word.length <= width)
      lines[lines.length - 1] = `${line} ${word}`
    else lines.push(word)
  }
  return lines.map((line) => `${indent}${line}\n`).join('')
}

function shown(cell: string | number): string {
  return typeof cell === 'number' ? count(cell) : cell
}
