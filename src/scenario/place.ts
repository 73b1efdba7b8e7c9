import type { Place } from './problem.ts'

/** The place of `text` from `start` (included) to `end` (excluded), on the line where it starts. */
export function placeIn(text: string, start: number, end: number): Place {
  const before = text.slice(0, start).split(/\r\n|[\r\n]/)
  const lineStart = start - (before.at(-1) as string).length
  const lineText = (/^[^\r\n]*/.exec(text.slice(lineStart)) as RegExpExecArray)[0]
  const width = Math.min(end, lineStart + lineText.trimEnd().length) - start
  return { line: before.length, column: start - lineStart + 1, width: Math.max(1, width), text: lineText }
}
