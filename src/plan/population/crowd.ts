import { DIVISION } from '../../scenario/population.ts'
import type { Ticks } from '../../time/ticks.ts'

/** One in so many people can be in a conference that goes on beyond the end of its cell, on every other day. */
export const NIGHT_SHIFTS = 16

/** People of one kind in a division, by number: who is taken until when, and who was picked last for what. */
export class Crowd {
  /** Until when somebody is taken, in ticks after the start of the cell. */
  readonly busy: Int32Array
  private readonly picked: Int32Array
  private turn = 0
  private latest: Ticks = 0
  private shift = -1

  constructor(size: number) {
    this.busy = new Int32Array(size)
    this.picked = new Int32Array(size)
  }

  /**
   * From now on people are sought for something else: nobody is picked for it yet. Who is taken for longer than `latest`
   * cannot come, and of `NIGHT_SHIFTS` only those of `shift`, where it is not -1.
   */
  seek(latest: Ticks, shift: number): void {
    this.turn++
    this.latest = latest
    this.shift = shift
  }

  isFree(number: number): boolean {
    return (
      this.busy[number]! <= this.latest &&
      this.picked[number] !== this.turn &&
      (this.shift < 0 || number % NIGHT_SHIFTS === this.shift)
    )
  }

  pick(number: number): void {
    this.picked[number] = this.turn
  }

  /** The first free one of those from `from` to before `to`, from a place among them on and around; -1 for nobody. */
  firstFree(from: number, to: number, place: number): number {
    const start = from + Math.floor(place * (to - from))
    for (let at = start; at < to; at++) if (this.isFree(at)) return at
    for (let at = from; at < start; at++) if (this.isFree(at)) return at
    return -1
  }
}

/** Those of a division who can be picked; guests are made for each conference. */
export interface Crowds {
  readonly users: Crowd
  readonly partners: Crowd
  readonly callers: Crowd
}

export function crowdsOf({ partners, callers }: { partners: number; callers: number }): Crowds {
  return { users: new Crowd(DIVISION), partners: new Crowd(partners), callers: new Crowd(callers) }
}
