import type { OnProgress } from '../generate.ts'
import type { Io } from './io.ts'

/** Short work tells nothing. */
const QUIET_MS = 1000
/** How often a line is drawn again in a terminal, and how often one is written anywhere else: there from then on. */
const REDRAW_MS = 100
const LINE_MS = 10_000
const WIDTH = 24

/**
 * Shows on stderr how far the work is: one line that changes in a terminal, now and then a line elsewhere. `noun` is what is
 * counted.
 */
export function progress(
  { stderr, now }: Pick<Io, 'stderr' | 'now'>,
  noun = 'row',
): { tell: OnProgress; end(): void } {
  const isTerminal = stderr.columns !== undefined
  // Some terminals do not know how wide they are. In the last column a cursor would be about to go to the next line.
  const width = (stderr.columns || 80) - 1
  const start = now()
  let last = start
  /** The first that was told: what came before is starting, of threads and connections, and is no measure of the rest. */
  let first: { readonly moment: number; readonly part: number } | null = null
  let isShown = false
  return {
    tell({ part, rows }) {
      const moment = now()
      if (first === null) {
        first = { moment, part }
        last = moment
        return
      }
      if (moment - start < QUIET_MS || moment - last < (isTerminal ? REDRAW_MS : LINE_MS)) return
      // At the beginning nothing is known, and at the end the result says it all.
      if (part <= first.part || part === 1) return
      last = moment
      const left = duration((((moment - first.moment) / (part - first.part)) * (1 - part)) / 1000)
      const text = `${Math.floor(part * 100)} %  ${rows.toLocaleString('en-US')} ${noun}s  ${left} left`
      stderr.write(isTerminal ? `\r${fitting(`${bar(part)} ${text}`, text, width)}\x1b[K` : `${text}\n`)
      isShown = isTerminal
    },
    end() {
      if (isShown) stderr.write('\r\x1b[K')
    },
  }
}

function bar(part: number): string {
  const full = Math.round(part * WIDTH)
  return `[${'#'.repeat(full)}${'.'.repeat(WIDTH - full)}]`
}

/** The first text if there is room for it, or else as much as there is room for of the other. */
function fitting(text: string, other: string, width: number): string {
  return text.length <= width ? text : other.slice(0, width)
}

/** `0.4 s`, `12 s`, `2 min 5 s`, `3 h 20 min`. */
export function duration(seconds: number): string {
  if (seconds < 9.95) return `${seconds.toFixed(1)} s`
  const whole = Math.round(seconds)
  if (whole < 60) return `${whole} s`
  if (whole < 3600) return `${Math.floor(whole / 60)} min ${whole % 60} s`
  return `${Math.floor(whole / 3600)} h ${Math.floor((whole % 3600) / 60)} min`
}
