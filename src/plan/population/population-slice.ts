import { DAY, type Day, type Ticks } from '../../time/ticks.ts'
import type { Counter } from '../sequence.ts'
import type { AttendanceColumns, Cell } from './cell.ts'

/**
 * What of a population begins on one UTC day, in order. Conferences are `cell` and position in it; so are dialogs.
 * Valid until the next slice of the same plan is made.
 */
export interface PopulationSlice {
  readonly cells: readonly Cell[]
  /** By `SessionIdTime`, then by division and position in its cell. */
  readonly conferences: Refs
  readonly conferenceSeq: Int32Array
  /** By the time of the dialog, then by conference and person: the order of the key. */
  readonly dialogs: Refs
  readonly dialogSeq: Int32Array
  /**
   * The attendances by conference and the key of their dialogs, as positions in `dialogs`. Those of the conference at `n`
   * are from `firsts[n]` to before `firsts[n + 1]`.
   */
  readonly attendances: Int32Array
  readonly firsts: Int32Array
}

/** Places in cells: number of the cell and position in it. */
export interface Refs {
  readonly length: number
  readonly cell: Uint16Array
  readonly at: Int32Array
}

/**
 * Room for the ordinal of a thing in a slice, below the ticks of its time. A dialog begins two days after its slice does
 * at the latest, so that a sum stays below 2^53 and is exact.
 */
const ORDINALS = 2 ** 27

/** The attendances of a slice, by their dialogs. The object that is given is the same each time. */
export function* eachAttendance({
  cells,
  dialogs,
}: PopulationSlice): Iterable<{ readonly attendances: AttendanceColumns; readonly at: number }> {
  const here = { attendances: cells[0]?.attendances as AttendanceColumns, at: 0 }
  for (let position = 0; position < dialogs.length; position++) {
    here.attendances = cells[dialogs.cell[position]!]!.attendances
    here.at = dialogs.at[position]!
    yield here
  }
}

/**
 * The slice of a population on `day`, of the cells that have to do with it. `conferences` and `dialogs` know the numbers
 * that are taken at some ticks: by the named world, and by dialogs of earlier slices (see `spill`).
 */
export function populationSlice(
  cells: readonly Cell[],
  day: Day,
  conferences: Counter,
  dialogs: Counter,
): PopulationSlice {
  const start = day * DAY
  const own = conferencesOf(cells, start, conferences)
  return {
    cells,
    conferences: own.refs,
    conferenceSeq: own.seq,
    ...dialogsOf(cells, own.refs, start, dialogs),
  }
}

/** Counts the dialogs of earlier slices of the population from `day` on: they have the lowest numbers at their ticks. */
export function spill(cells: readonly Cell[], day: Day, dialogs: Counter): void {
  const start = day * DAY
  for (const { conferences, attendances } of cells) {
    for (let at = 0; at < conferences.count; at++) {
      if (conferences.sessionIdTime[at]! >= start || conferences.close[at]! < start) continue
      for (let one = conferences.from[at]!; one < conferences.to[at]!; one++) {
        if (attendances.dialog[one]! >= start) dialogs.next(attendances.dialog[one]!)
      }
    }
  }
}

function conferencesOf(
  cells: readonly Cell[],
  start: Ticks,
  taken: Counter,
): { refs: Refs; seq: Int32Array } {
  let found = 0
  for (const { conferences } of cells) {
    for (let at = 0; at < conferences.count; at++) if (isIn(conferences.sessionIdTime[at]!, start)) found++
  }
  const refs = { length: found, cell: new Uint16Array(found), at: new Int32Array(found) }
  const keys = new Float64Array(found)
  const unsorted = { cell: new Uint16Array(found), at: new Int32Array(found) }
  let ordinal = 0
  for (const [number, { conferences }] of cells.entries()) {
    for (let at = 0; at < conferences.count; at++) {
      const time = conferences.sessionIdTime[at]!
      if (!isIn(time, start)) continue
      unsorted.cell[ordinal] = number
      unsorted.at[ordinal] = at
      keys[ordinal] = (time - start) * ORDINALS + ordinal
      ordinal++
    }
  }
  const seq = inOrder(keys, start, taken, (position, from) => {
    refs.cell[position] = unsorted.cell[from]!
    refs.at[position] = unsorted.at[from]!
  })
  return { refs, seq }
}

function dialogsOf(cells: readonly Cell[], conferences: Refs, start: Ticks, taken: Counter) {
  const firsts = new Int32Array(conferences.length + 1)
  for (let n = 0; n < conferences.length; n++) {
    const { from, to } = cells[conferences.cell[n]!]!.conferences
    const at = conferences.at[n]!
    firsts[n + 1] = firsts[n]! + to[at]! - from[at]!
  }
  const length = firsts[conferences.length]!
  const keys = new Float64Array(length)
  const owner = new Int32Array(length)
  for (let n = 0; n < conferences.length; n++) {
    const { conferences: columns, attendances } = cells[conferences.cell[n]!]!
    const from = columns.from[conferences.at[n]!]!
    for (let ordinal = firsts[n]!; ordinal < firsts[n + 1]!; ordinal++) {
      owner[ordinal] = n
      keys[ordinal] = (attendances.dialog[from + ordinal - firsts[n]!]! - start) * ORDINALS + ordinal
    }
  }
  const dialogs = { length, cell: new Uint16Array(length), at: new Int32Array(length) }
  const attendances = new Int32Array(length)
  const next = firsts.slice()
  const dialogSeq = inOrder(keys, start, taken, (position, ordinal) => {
    const n = owner[ordinal]!
    dialogs.cell[position] = conferences.cell[n]!
    const cell = cells[conferences.cell[n]!]!
    dialogs.at[position] = cell.conferences.from[conferences.at[n]!]! + ordinal - firsts[n]!
    attendances[next[n]!++] = position
  })
  return { dialogs, dialogSeq, attendances, firsts }
}

/** Sorts keys of a time and an ordinal, tells each position and ordinal, and numbers those of one tick from 1. */
function inOrder(
  keys: Float64Array,
  start: Ticks,
  taken: Counter,
  place: (position: number, ordinal: number) => void,
): Int32Array {
  keys.sort()
  const seq = new Int32Array(keys.length)
  let last = Number.NaN
  let number = 0
  for (let position = 0; position < keys.length; position++) {
    const key = keys[position]!
    const tick = Math.floor(key / ORDINALS)
    number = tick === last ? number + 1 : taken.count(start + tick) + 1
    last = tick
    seq[position] = number
    place(position, key - tick * ORDINALS)
  }
  return seq
}

function isIn(time: Ticks, start: Ticks): boolean {
  return time >= start && time < start + DAY
}
