import type { Ticks } from '../../time/ticks.ts'
import type { Counter } from '../sequence.ts'

/**
 * Numbers what lies at one tick, kind after kind. The dialogs of earlier slices are first, then focus joins, conferencing
 * servers, failed attempts, registrations; of each kind those that a scenario names before those of the population. So
 * the core tables are the same with the others and without.
 */
export class TickNumbers {
  private readonly counter: Counter
  private readonly start: Ticks
  /** Ticks after `start` of what was numbered for the population, each in order. */
  private readonly numbered: Int32Array[] = []

  /** `counter` knows what is taken, and is told of what is named. */
  constructor(counter: Counter, start: Ticks) {
    this.counter = counter
    this.start = start
  }

  /** The number of something that the scenario names. */
  next(tick: Ticks): number {
    let before = 0
    for (const ticks of this.numbered) before += countOf(ticks, tick - this.start)
    return before + this.counter.next(tick)
  }

  /** The numbers of a kind of the population, whose ticks after the start are in order. */
  all(ticks: Int32Array): Int32Array {
    const { numbered, counter, start } = this
    const numbers = new Int32Array(ticks.length)
    const places = numbered.map(() => 0)
    let last = -1
    let number = 0
    for (let position = 0; position < ticks.length; position++) {
      const tick = ticks[position]!
      if (tick !== last) {
        number = counter.count(start + tick)
        for (let one = 0; one < numbered.length; one++) {
          const others = numbered[one]!
          let place = places[one]!
          while (place < others.length && others[place]! < tick) place++
          while (place < others.length && others[place] === tick) {
            place++
            number++
          }
          places[one] = place
        }
        last = tick
      }
      numbers[position] = ++number
    }
    numbered.push(ticks)
    return numbers
  }
}

/** How often a tick is among some that are in order. */
function countOf(ticks: Int32Array, tick: number): number {
  let [low, high] = [0, ticks.length]
  while (low < high) {
    const middle = (low + high) >>> 1
    if (ticks[middle]! < tick) low = middle + 1
    else high = middle
  }
  let count = 0
  while (ticks[low + count] === tick) count++
  return count
}
