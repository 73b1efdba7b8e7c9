import type { OnProgress } from '../generate.ts'
import type { Io } from './io.ts'

/** Short work tells nothing. */
const QUIET_MS = 1000
/** How often a line is drawn again in a terminal, and how often one is written anywhere else. */
const REDRAW_MS = 100
const LINE_MS = 10_000
const WIDTH = 24

/** Shows on stderr how far the work is: one line that changes in a terminal, now and then a line elsewhere. */
export function progress({ stderr, now }: Pick<Io, 'stderr' | 'now'>): { tell: OnProgress; end(): void } {
  const isTerminal = stderr.columns !== undefined
  const start = now()
  let last = start + QUIET_MS - (isTerminal ? REDRAW_MS : LINE_MS)
  let isShown = false
  return {
    tell({ part, rows }) {
      const moment = now()
      if (moment - start < QUIET_MS || moment - last < (isTerminal ? REDRAW_MS : LINE_MS)) return
      last = moment
      const left = part > 0 ? ((moment - start) / part) * (1 - part) : Number.NaN
      const text = `${Math.floor(part * 100)} %  ${rows.toLocaleString('en-US')} rows  ${timeLeft(left)}`
      stderr.write(isTerminal ? `\r${bar(part)} ${text}\x1b[K` : `${text}\n`)
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

/** `2 min 5 s left`. */
export function timeLeft(ms: number): string {
  return Number.isFinite(ms) ? `${duration(ms / 1000)} left` : ''
}

/** `0.4 s`, `12 s`, `2 min 5 s`, `3 h 20 min`. */
export function duration(seconds: number): string {
  if (seconds < 10) return `${seconds.toFixed(1)} s`
  const whole = Math.round(seconds)
  if (whole < 60) return `${whole} s`
  if (whole < 3600) return `${Math.floor(whole / 60)} min ${whole % 60} s`
  return `${Math.floor(whole / 3600)} h ${Math.floor((whole % 3600) / 60)} min`
}
