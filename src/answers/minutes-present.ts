import { DAY, MINUTE, type Ticks } from '../time/ticks.ts'

/** Nothing that begins in one slice is still there when the slice after the third begins. */
const WINDOW = (4 * DAY) / MINUTE

/** Tells how many spans go on at each full minute, in order; holds the changes of a few days only. */
export class MinutesPresent {
  private readonly changes = new Int32Array(WINDOW)
  private readonly tell: (minute: number, present: number) => void
  private next = Number.NaN
  private last = Number.NEGATIVE_INFINITY
  private present = 0

  /** `tell` hears of each minute since 1970 from the first that anything was settled up to. */
  constructor(tell: (minute: number, present: number) => void) {
    this.tell = tell
  }

  /** Counts from `from` to before `to`; neither may lie before what is settled, or a window after it. */
  add(from: Ticks, to: Ticks): void {
    const [first, after] = [Math.ceil(from / MINUTE), Math.ceil(to / MINUTE)]
    if (first >= after) return
    this.changes[first % WINDOW] = this.changes[first % WINDOW]! + 1
    this.changes[after % WINDOW] = this.changes[after % WINDOW]! - 1
    if (after > this.last) this.last = after
  }

  /** Nothing begins or ends any more before `until`. */
  settle(until: Ticks): void {
    const end = Math.floor(until / MINUTE)
    if (Number.isNaN(this.next)) this.next = end
    for (; this.next < end; this.next++) {
      const at = this.next % WINDOW
      this.present += this.changes[at]!
      this.changes[at] = 0
      this.tell(this.next, this.present)
    }
  }

  /** Nothing begins any more. */
  finish(): void {
    this.settle((this.last + 1) * MINUTE)
  }
}
