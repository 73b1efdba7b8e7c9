import { count, plural, span } from '../answers/words.ts'
import type { Scenario } from '../scenario/scenario.ts'
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

export function countsTable(counts: Counts): string {
  const total = Object.values(counts).reduce((sum, rows) => sum + rows, 0)
  return columns([...Object.entries(counts), ['rows', total]])
}

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
