import { DAY, MINUTE, type Ticks } from '../time/ticks.ts'

/** Nearly all that begins in one slice is over when the slice after the third begins. */
const USUAL_WINDOW = (4 * DAY) / MINUTE

/** Tells how many spans go on at each full minute, in order; holds the changes of a few days only. */
export class MinutesPresent {
  /** In a ring; at least as many as there are minutes from `next` to `last`. */
  private changes = new Int32Array(USUAL_WINDOW)
  private readonly tell: (minute: number, present: number) => void
  private next = Number.NaN
  private last = Number.NEGATIVE_INFINITY
  private present = 0

  /** `tell` hears of each minute since 1970 from the first that anything was settled up to. */
  constructor(tell: (minute: number, present: number) => void) {
    this.tell = tell
  }

  /** Counts from `from` to before `to`; neither may lie before what is settled. */
  add(from: Ticks, to: Ticks): void {
    const [first, after] = [Math.ceil(from / MINUTE), Math.ceil(to / MINUTE)]
    if (first >= after) return
    if (after - this.next >= this.changes.length) this.widen(after)
    const { changes } = this
    changes[first % changes.length] = changes[first % changes.length]! + 1
    changes[after % changes.length] = changes[after % changes.length]! - 1
    if (after > this.last) this.last = after
  }

  /** Nothing begins or ends any more before `until`. */
  settle(until: Ticks): void {
    const end = Math.floor(until / MINUTE)
    if (Number.isNaN(this.next)) this.next = end
    for (; this.next < end; this.next++) {
      const at = this.next % this.changes.length
      this.present += this.changes[at]!
      this.changes[at] = 0
      this.tell(this.next, this.present)
    }
  }

  /** Nothing begins any more. */
  finish(): void {
    this.settle((this.last + 1) * MINUTE)
  }

  private widen(until: number): void {
    const { changes, next } = this
    const wider = new Int32Array(2 * (until - next))
    for (let minute = next; minute < next + changes.length; minute++) {
      wider[minute % wider.length] = changes[minute % changes.length]!
    }
    this.changes = wider
  }
}
