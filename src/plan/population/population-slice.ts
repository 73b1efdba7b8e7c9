import { DAY, type Day, type Ticks } from '../../time/ticks.ts'
import type { Counter } from '../sequence.ts'
import type { TickNumbers } from '../servers/tick-numbers.ts'
import type { AttendanceColumns, Cell } from './cell.ts'
import { inOrder } from './in-order.ts'
import type { PopulationServers } from './servers.ts'

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
  /** Of each dialog its attendance, counted by conference and person. */
  readonly ordinals: Int32Array
  /** What the servers saw; null in a slice that was made for the core tables. */
  readonly servers: PopulationServers | null
  /** Whether nothing begins on the day. */
  readonly isEmpty: boolean
}

/** Places in cells: number of the cell and position in it. */
export interface Refs {
  readonly length: number
  readonly cell: Uint16Array
  readonly at: Int32Array
}

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
 * that are taken at some ticks: by the named world, and by dialogs of earlier slices.
 */
export function populationSlice(
  cells: readonly Cell[],
  day: Day,
  conferences: Counter,
  dialogs: TickNumbers,
): PopulationSlice {
  const own = conferencesOf(cells, day, conferences)
  return {
    cells,
    conferences: own.refs,
    conferenceSeq: own.seq,
    ...dialogsOf(cells, own.refs, day * DAY, dialogs),
    servers: null,
    isEmpty: own.refs.length === 0,
  }
}

/** Positions of the conferences of a cell that begin on a UTC day. */
export function conferencesOn({ conferences }: Cell, day: Day): readonly number[] {
  const [start, end] = [day * DAY, (day + 1) * DAY]
  const found: number[] = []
  for (let at = 0; at < conferences.count; at++) {
    const time = conferences.sessionIdTime[at]!
    if (time >= start && time < end) found.push(at)
  }
  return found
}

function conferencesOf(cells: readonly Cell[], day: Day, taken: Counter): { refs: Refs; seq: Int32Array } {
  const positions = cells.map((cell) => conferencesOn(cell, day))
  const found = positions.reduce((sum, { length }) => sum + length, 0)
  const unsorted = { cell: new Uint16Array(found), at: new Int32Array(found) }
  const ticks = new Int32Array(found)
  let ordinal = 0
  for (let number = 0; number < cells.length; number++) {
    const { sessionIdTime } = cells[number]!.conferences
    for (const at of positions[number]!) {
      unsorted.cell[ordinal] = number
      unsorted.at[ordinal] = at
      ticks[ordinal++] = sessionIdTime[at]! - day * DAY
    }
  }
  const order = inOrder(ticks)
  return { refs: inThisOrder(unsorted, order), seq: numbered(ticks, order, day * DAY, taken) }
}

function dialogsOf(cells: readonly Cell[], conferences: Refs, start: Ticks, numbers: TickNumbers) {
  const firsts = new Int32Array(conferences.length + 1)
  for (let n = 0; n < conferences.length; n++) {
    const { from, to } = cells[conferences.cell[n]!]!.conferences
    const at = conferences.at[n]!
    firsts[n + 1] = firsts[n]! + to[at]! - from[at]!
  }
  const length = firsts[conferences.length]!
  const unsorted = { cell: new Uint16Array(length), at: new Int32Array(length) }
  const ticks = new Int32Array(length)
  const owner = new Int32Array(length)
  for (let n = 0; n < conferences.length; n++) {
    const cell = conferences.cell[n]!
    const { conferences: columns, attendances } = cells[cell]!
    let at = columns.from[conferences.at[n]!]!
    for (let ordinal = firsts[n]!; ordinal < firsts[n + 1]!; ordinal++, at++) {
      owner[ordinal] = n
      unsorted.cell[ordinal] = cell
      unsorted.at[ordinal] = at
      ticks[ordinal] = attendances.dialog[at]! - start
    }
  }
  const order = inOrder(ticks)
  const attendances = new Int32Array(length)
  const next = firsts.slice()
  for (let position = 0; position < length; position++)
    attendances[next[owner[order[position]!]!]!++] = position
  const dialogs = inThisOrder(unsorted, order)
  const dialogSeq = numbers.all(inOrderOf(ticks, order))
  return { dialogs, dialogSeq, attendances, firsts, ordinals: order }
}

/** Ticks in the order that was found for them. */
export function inOrderOf(ticks: Int32Array, order: Int32Array): Int32Array {
  const sorted = new Int32Array(order.length)
  for (let at = 0; at < order.length; at++) sorted[at] = ticks[order[at]!]!
  return sorted
}

function inThisOrder({ cell, at }: Pick<Refs, 'cell' | 'at'>, order: Int32Array): Refs {
  const { length } = order
  const refs = { length, cell: new Uint16Array(length), at: new Int32Array(length) }
  for (let position = 0; position < length; position++) {
    const ordinal = order[position]!
    refs.cell[position] = cell[ordinal]!
    refs.at[position] = at[ordinal]!
  }
  return refs
}

/** Numbers those of one tick from 1, or from the first number that is not taken. */
function numbered(ticks: Int32Array, order: Int32Array, start: Ticks, taken: Counter): Int32Array {
  const seq = new Int32Array(order.length)
  let last = -1
  let number = 0
  for (let position = 0; position < order.length; position++) {
    const tick = ticks[order[position]!]!
    number = tick === last ? number + 1 : taken.count(start + tick) + 1
    last = tick
    seq[position] = number
  }
  return seq
}
