import type { Level } from '../answers/concurrency.ts'
import { mostAtOnce, spanWords } from '../report/spans.ts'
import { timeAxis } from '../report/time-axis.ts'
import { MINUTE } from '../time/ticks.ts'
import type { Zone } from '../time/zone.ts'
import { count } from './text.ts'

const EIGHTHS = [...' ▁▂▃▄▅▆▇█']
const LINES = 4

/** How many people are there at once, over time, as lines of text that fit `width`; empty where nobody ever is. */
export function concurrencyPlot(levels: readonly Level[], zone: Zone, width: number): string {
  const label = count(Math.max(0, ...levels.map(({ participants }) => participants))).length
  const spans = mostAtOnce(levels, zone, width - label - 8)
  const most = Math.max(0, ...spans.map(({ participants }) => participants))
  if (most === 0) return ''
  const [from, to] = [spans[0]!.from, spans.at(-1)!.to]
  const columns = Math.floor((width - label - 8) / spans.length)
  const lines = [`people there at once, ${spanWords((to - from) / spans.length)}`]
  for (let line = LINES - 1; line >= 0; line--) {
    const bars = spans.map(({ participants }) => {
      const eighths = Math.ceil((participants / most) * LINES * 8) - line * 8
      return EIGHTHS[Math.max(0, Math.min(8, eighths))]!.repeat(columns)
    })
    const name = line === LINES - 1 ? count(most) : ''
    lines.push(`${name.padStart(label)} ┤${bars.join('')}`.trimEnd())
  }
  const wide = spans.length * columns
  lines.push(`${'0'.padStart(label)} └${'─'.repeat(wide)}`)
  const names = new Array<string>(wide + label + 2).fill(' ')
  let free = 0
  for (const { at, name } of timeAxis(zone, from * MINUTE, to * MINUTE, Math.floor(wide / 12))) {
    const place = label + 2 + Math.floor(((at / MINUTE - from) / (to - from)) * wide)
    if (place < free || place + name.length > names.length) continue
    for (const [offset, letter] of [...name].entries()) names[place + offset] = letter
    free = place + name.length + 1
  }
  lines.push(names.join('').trimEnd())
  return lines.map((line) => `  ${line}\n`).join('')
}
