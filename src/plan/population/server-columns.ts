import { DIALOG_WORDS } from '../../schema/dialog-id.ts'
import { GUID_WORDS } from '../../schema/guid.ts'
import { grow } from './cell.ts'

// What the servers saw of a slice of a population, as columns that are used again for the next; only the first `count`
// entries of each are meant. Times are ticks. A conference is its position in the slice, an attendance that in its cell.

/** Of each attendance, by conference and person. */
export class FocusColumns {
  count = 0
  response = new Float64Array(2048)
  isEnded = new Uint8Array(2048)

  /** Makes room for so many more, and counts them. Gives the position of the first. */
  reserve(count: number): number {
    const first = this.count
    this.count += count
    while (this.count > this.isEnded.length) grow(this)
    return first
  }
}

/** Times on conferencing servers, by conference, `UserId`, session and kind of server: the order of the key. */
export class SessionColumns {
  count = 0
  conference = new Int32Array(2048)
  attendance = new Int32Array(2048)
  /** A position in `MODALITIES`. Web conferencing has no dialog, so the columns of a dialog mean nothing there. */
  kind = new Uint8Array(2048)
  dialog = new Float64Array(2048)
  response = new Float64Array(2048)
  join = new Float64Array(2048)
  leave = new Float64Array(2048)
  isEnded = new Uint8Array(2048)
  dialogId = new Int32Array(2048 * DIALOG_WORDS)

  add(): number {
    if (this.count === this.kind.length) grow(this)
    return this.count++
  }
}

/** Attempts to join that failed, each before an attendance. */
export class FailedColumns {
  count = 0
  conference = new Int32Array(64)
  attendance = new Int32Array(64)
  dialog = new Float64Array(64)
  response = new Float64Array(64)
  /** A position in `FAILURES`. */
  failure = new Uint8Array(64)
  dialogId = new Int32Array(64 * DIALOG_WORDS)
  telemetryId = new Int32Array(64 * GUID_WORDS)

  add(): number {
    if (this.count === this.failure.length) grow(this)
    return this.count++
  }
}

/** How many messages people sent, by conference and `UserId`. */
export class MessageColumns {
  count = 0
  conference = new Int32Array(512)
  userId = new Int32Array(512)
  messages = new Int16Array(512)

  add(): number {
    if (this.count === this.userId.length) grow(this)
    return this.count++
  }
}

/** Devices that sign in, by division and user. */
export class RegistrationColumns {
  count = 0
  division = new Int32Array(1024)
  /** Number in the division. */
  user = new Int32Array(1024)
  client = new Int32Array(1024)
  isInternal = new Uint8Array(1024)
  time = new Float64Array(1024)
  end = new Float64Array(1024)
  endType = new Uint8Array(1024)
  endpoint = new Int32Array(1024 * GUID_WORDS)
  era = new Int32Array(1024 * GUID_WORDS)
  dialogId = new Int32Array(1024 * DIALOG_WORDS)

  add(): number {
    if (this.count === this.user.length) grow(this)
    return this.count++
  }
}
