import { LineCounter } from 'yaml'
import type { Place } from './problem.ts'

/** The place of `text` from `start` (included) to `end` (excluded), on the line where it starts. */
export function placeIn(text: string, start: number, end: number, lines: LineCounter = linesOf(text)): Place {
  const from = Math.min(start, text.length)
  const { line, col } = lines.linePos(from)
  const lineStart = from - (col - 1)
  const nextLine = lines.lineStarts[line] ?? text.length + 1
  const lineText = text.slice(lineStart, nextLine - 1).replace(/\r$/, '')
  const width = Math.min(end, lineStart + lineText.trimEnd().length) - from
  return { line, column: col, width: Math.max(1, width), text: lineText }
}

function linesOf(text: string): LineCounter {
  const lines = new LineCounter()
  for (let at = 0; at !== 0 || lines.lineStarts.length === 0; at = text.indexOf('\n', at) + 1)
    lines.addNewLine(at)
  return lines
}
