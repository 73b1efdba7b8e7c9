import { DIALOG_WORDS } from '../../schema/dialog-id.ts'
import { GUID_WORDS } from '../../schema/guid.ts'
import type { Day } from '../../time/ticks.ts'
import type { Division } from './division.ts'

/** What was special about an attendance, as bits. */
export const HOW = {
  late: 1,
  partial: 2,
  leftEarly: 4,
  cut: 8,
  cameBack: 16,
  changedDevice: 32,
  secondDevice: 64,
  lobby: 128,
  earlierClient: 256,
  web: 512,
  mobile: 1024,
} as const

/**
 * A cell: the conferences of one division on one local day, with everybody in them, as columns. A cell is used again for
 * another day, so its columns stay where they are; only the first `count` entries of each are meant.
 */
export class Cell {
  division!: Division
  day: Day = Number.NaN
  readonly conferences = new ConferenceColumns()
  readonly attendances = new AttendanceColumns()
  /** Numbers taken of the cell's block, for guests and for the URIs of conferences that are held once. */
  guests = 0
  uris = 0
}

/** As they were seated: by the times at which they were scheduled, but those that cross the border of the cell first. Times are ticks. */
export class ConferenceColumns {
  count = 0
  sessionIdTime = new Float64Array(256)
  open = new Float64Array(256)
  close = new Float64Array(256)
  /** When it was to begin. */
  scheduled = new Float64Array(256)
  /** How long it was to be; of one on the spot, 0. */
  slot = new Float64Array(256)
  /** When the talk ended. */
  end = new Float64Array(256)
  /** One of `HELD`. */
  held = new Uint8Array(256)
  /** Which series of the division, or which of the others of the day. */
  index = new Int32Array(256)
  organizer = new Int32Array(256)
  /** `ConferenceUriId` of the focus; those of the servers follow. */
  uri = new Int32Array(256)
  modalities = new Uint8Array(256)
  audio = new Uint8Array(256)
  participants = new Int32Array(256)
  instance = new Int32Array(256 * GUID_WORDS)
  /** The first of its attendances, and the first of the next conference. */
  from = new Int32Array(256)
  to = new Int32Array(256)

  /** Makes room for one more and counts it. Gives its position. */
  add(): number {
    if (this.count === this.from.length) grow(this)
    return this.count++
  }
}

/** By conference, then by person; the sessions of a person as they were decided, the first join first. Times are ticks. */
export class AttendanceColumns {
  count = 0
  dialog = new Float64Array(2048)
  join = new Float64Array(2048)
  leave = new Float64Array(2048)
  userId = new Int32Array(2048)
  /** Who it is: see `codeOf`. */
  code = new Int32Array(2048)
  /** As in `roles`. */
  role = new Uint8Array(2048)
  isInternal = new Uint8Array(2048)
  userInstance = new Int32Array(2048)
  client = new Int32Array(2048)
  /** A telephone has none. */
  hasEndpoint = new Uint8Array(2048)
  endpoint = new Int32Array(2048 * GUID_WORDS)
  dialogId = new Int32Array(2048 * DIALOG_WORDS)
  /** Bits of `HOW`. */
  how = new Uint16Array(2048)

  add(): number {
    if (this.count === this.code.length) grow(this)
    return this.count++
  }
}

/** Doubles every column. */
export function grow(columns: object): void {
  for (const [name, column] of Object.entries(columns)) {
    if (!ArrayBuffer.isView(column)) continue
    const old = column as Float64Array
    const larger = new (old.constructor as typeof Float64Array)(old.length * 2)
    larger.set(old)
    Reflect.set(columns, name, larger)
  }
}
