import { DAY, type Day, type Ticks } from '../../time/ticks.ts'
import { DATA } from '../servers/server-law.ts'
import type { TickNumbers } from '../servers/tick-numbers.ts'
import { inOrder } from './in-order.ts'
import { inOrderOf, type PopulationSlice } from './population-slice.ts'
import type { Registrar } from './registrar.ts'
import type {
  FailedColumns,
  FocusColumns,
  MessageColumns,
  RegistrationColumns,
  SessionColumns,
} from './server-columns.ts'
import type { ServerPlanner } from './server-planner.ts'

/** Kinds of dialogs, in the order of their numbers at one tick. */
export const DIALOG = { focus: 0, server: 1, failed: 2, registration: 3 } as const

/** Dialogs by the time, then by the number: of each its kind, and its position in the columns of the kind. */
export interface Dialogs {
  readonly length: number
  /** One of `DIALOG`. */
  readonly kind: Uint8Array
  /** Of a focus join its position in `PopulationSlice.dialogs`. */
  readonly at: Int32Array
  /** `Dialogs.SessionIdSeq`. */
  readonly seq: Int32Array
}

/** What the servers saw of a slice of a population. Valid until the next slice of the same plan is made. */
export class PopulationServers {
  /** For each conference of the slice a whole number that its front end follows from. */
  readonly lots: Int32Array
  readonly focus: FocusColumns
  readonly sessions: SessionColumns
  readonly failed: FailedColumns
  readonly messages: MessageColumns
  readonly registrations: RegistrationColumns
  /** `Dialogs.SessionIdSeq` of each time on a server, each failed attempt, each registration. */
  sessionSeq: Int32Array = new Int32Array(0)
  failedSeq: Int32Array = new Int32Array(0)
  registrationSeq: Int32Array = new Int32Array(0)
  /** The registrations by their key. */
  registrationOrder: Int32Array = new Int32Array(0)
  /** Failed attempts by the time of their error, and `ErrorReport.ErrorReportSeq` of each in that order. */
  errors: Int32Array = new Int32Array(0)
  errorSeq: Int32Array = new Int32Array(0)
  private readonly start: Ticks
  private readonly sorted: { readonly ticks: Int32Array; readonly at: Int32Array; readonly seq: Int32Array }[]

  constructor(
    slice: PopulationSlice,
    day: Day,
    lots: Int32Array,
    { focus, sessions, failed, messages }: ServerPlanner,
    { columns }: Registrar,
  ) {
    this.lots = lots
    this.focus = focus
    this.sessions = sessions
    this.failed = failed
    this.messages = messages
    this.registrations = columns
    this.start = day * DAY
    const { cells, dialogs, dialogSeq } = slice
    const ticks = new Int32Array(dialogs.length)
    const at = new Int32Array(dialogs.length)
    for (let position = 0; position < dialogs.length; position++) {
      at[position] = position
      const { dialog } = cells[dialogs.cell[position]!]!.attendances
      ticks[position] = dialog[dialogs.at[position]!]! - this.start
    }
    this.sorted = [{ ticks, at, seq: dialogSeq }]
  }

  numberSessions(dialogs: TickNumbers): void {
    const { count, kind, dialog } = this.sessions
    const own = new Int32Array(count)
    let found = 0
    for (let at = 0; at < count; at++) if (kind[at] !== DATA) own[found++] = at
    this.sessionSeq = this.number(dialogs, own.subarray(0, found), dialog, count)
  }

  numberFailed(dialogs: TickNumbers, errors: TickNumbers): void {
    const { count, dialog, response } = this.failed
    this.failedSeq = this.number(dialogs, upTo(count), dialog, count)
    const ticks = this.ticksOf(upTo(count), response)
    this.errors = inOrder(ticks)
    this.errorSeq = errors.all(inOrderOf(ticks, this.errors))
  }

  numberRegistrations(dialogs: TickNumbers): void {
    const { count, time } = this.registrations
    this.registrationSeq = this.number(dialogs, upTo(count), time, count)
    this.registrationOrder = this.sorted.at(-1)!.at
  }

  /** The dialogs of some kinds, which are the first of `DIALOG`. */
  dialogs(kinds: number): Dialogs {
    const sorted = this.sorted.slice(0, kinds)
    const length = sorted.reduce((sum, { ticks }) => sum + ticks.length, 0)
    const all = {
      length,
      kind: new Uint8Array(length),
      at: new Int32Array(length),
      seq: new Int32Array(length),
    }
    const next = sorted.map(() => 0)
    for (let position = 0; position < length; position++) {
      let first = -1
      let tick = Number.POSITIVE_INFINITY
      for (let kind = 0; kind < sorted.length; kind++) {
        const { ticks } = sorted[kind]!
        const place = next[kind]!
        if (place < ticks.length && ticks[place]! < tick) {
          tick = ticks[place]!
          first = kind
        }
      }
      const place = next[first]!++
      const { at, seq } = sorted[first]!
      all.kind[position] = first
      all.at[position] = at[place]!
      all.seq[position] = seq[place]!
    }
    return all
  }

  /** Numbers those at some positions of columns; gives the numbers by position. */
  private number(
    dialogs: TickNumbers,
    positions: Int32Array,
    times: Float64Array,
    count: number,
  ): Int32Array {
    const ticks = this.ticksOf(positions, times)
    const order = inOrder(ticks)
    const sorted = inOrderOf(ticks, order)
    const seq = dialogs.all(sorted)
    const at = new Int32Array(order.length)
    const numbers = new Int32Array(count)
    for (let position = 0; position < order.length; position++) {
      at[position] = positions[order[position]!]!
      numbers[at[position]!] = seq[position]!
    }
    this.sorted.push({ ticks: sorted, at, seq })
    return numbers
  }

  private ticksOf(positions: Int32Array, times: Float64Array): Int32Array {
    const ticks = new Int32Array(positions.length)
    for (let position = 0; position < positions.length; position++)
      ticks[position] = times[positions[position]!]! - this.start
    return ticks
  }
}

function upTo(count: number): Int32Array {
  const positions = new Int32Array(count)
  for (let at = 0; at < count; at++) positions[at] = at
  return positions
}
