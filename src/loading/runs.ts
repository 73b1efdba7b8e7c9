import type { Ticks } from '../time/ticks.ts'

/** A row of a table with times: where it lies, and whether it is ours. */
export interface Placed {
  readonly time: Ticks
  readonly sequence: number
  readonly isOurs: boolean
}

/** Which rows are to go: all from one time to another, or some of one time. */
export type Run =
  | { readonly rows: number; readonly from: Ticks; readonly to: Ticks }
  | { readonly rows: number; readonly time: Ticks; readonly sequences: readonly number[] }

/**
 * Our rows among all that lie in a span, as few runs as it takes: one where nothing of others lies between. So a day of a
 * database that is ours alone goes with one statement, and no row of others is ever in a run.
 */
export function runsOf(placed: readonly Placed[]): readonly Run[] {
  const byTime = new Map<Ticks, Placed[]>()
  for (const row of placed) {
    const same = byTime.get(row.time)
    if (same) same.push(row)
    else byTime.set(row.time, [row])
  }
  const runs: Run[] = []
  let open: { rows: number; from: Ticks; to: Ticks } | null = null
  for (const time of [...byTime.keys()].sort((a, b) => a - b)) {
    const rows = byTime.get(time)!
    const ours = rows.filter(({ isOurs }) => isOurs)
    if (ours.length === rows.length) {
      if (open === null) {
        open = { rows: 0, from: time, to: time }
        runs.push(open)
      }
      open.rows += ours.length
      open.to = time
      continue
    }
    open = null
    if (ours.length > 0)
      runs.push({ rows: ours.length, time, sequences: ours.map(({ sequence }) => sequence) })
  }
  return runs
}
