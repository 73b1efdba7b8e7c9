import { extname } from 'node:path'
import type { Part } from '../rows/parts.ts'
import type { Counts } from '../schema/tables.ts'
import type { DayPiece } from './encode.ts'
import { empty, makeSlot } from './slot.ts'
import type { Encoded, Overflow, Task, WorkerData } from './worker.ts'

/** What comes of a part, in its order: pieces, then the end of the part with its numbers of rows. */
export type Made =
  | { readonly kind: 'piece'; readonly piece: DayPiece }
  | { readonly kind: 'part'; readonly part: Part; readonly counts: readonly Counts[] }

/**
 * The parts encoded by `jobs` threads, in their order; the bytes of a piece are valid until the next is asked for. One
 * part more than there are threads is under way, so that little waits. Stops, and ends the threads, when the caller does,
 * or with the signal's reason.
 */
export async function* encodedInOrder(
  parts: readonly Part[],
  words: Omit<WorkerData, 'slots'>,
  jobs: number,
  signal?: AbortSignal,
): AsyncIterable<Made> {
  const { Piscina } = await import('piscina')
  const slots = Array.from({ length: jobs + 1 }, makeSlot)
  // Beside this file, and as it is: compiled, or TypeScript that a loader takes.
  const filename = new URL(`./worker${extname(import.meta.url)}`, import.meta.url).href
  const pool = new Piscina({
    filename,
    workerData: { ...words, slots },
    minThreads: jobs,
    maxThreads: jobs,
    resourceLimits: { maxYoungGenerationSizeMb: 48 },
  })
  // A thread that cannot even begin is told of here, and to no run; there may be several.
  const broken: Error[] = []
  let giveUp = (_: Error): void => undefined
  pool.on('error', (cause: Error) => {
    broken.push(cause)
    giveUp(cause)
  })
  // Not by `Promise.race`: a promise that is never settled would keep all that it ever lost to.
  const unlessBroken = <T>(result: Promise<T>): Promise<T> => {
    return new Promise((resolve, reject) => {
      if (broken[0]) reject(broken[0])
      giveUp = reject
      result.then(resolve, reject)
    })
  }
  const overflows = new Overflows()
  pool.on('message', (overflow: Overflow) => overflows.add(overflow))
  const running: Promise<Encoded>[] = []
  let next = 0
  const start = () => {
    const part = parts[next]
    if (!part) return
    const task: Task = { days: part.days, number: next, slot: next % slots.length }
    next++
    const result = pool.run(task, signal ? { signal } : {}) as Promise<Encoded>
    result.catch(() => undefined) // told to whoever awaits it in its turn
    running.push(result)
  }
  try {
    for (const _ of slots) start()
    for (const [number, part] of parts.entries()) {
      const result = running.shift()!
      for (;;) {
        const made = await unlessBroken(Promise.race([overflows.of(number), result]))
        for (const piece of made.filling) yield { kind: 'piece', piece }
        if ('counts' in made) {
          yield { kind: 'part', part, counts: made.counts }
          break
        }
        empty(slots[number % slots.length]!)
      }
      overflows.forget(number)
      start()
    }
  } catch (cause) {
    signal?.throwIfAborted()
    throw cause
  } finally {
    await pool.destroy()
  }
}

/** Full slots by the number of their part, kept until it is the part's turn. */
class Overflows {
  private readonly waiting = new Map<number, Overflow>()
  private readonly listeners = new Map<number, (overflow: Overflow) => void>()

  add(overflow: Overflow): void {
    const listener = this.listeners.get(overflow.number)
    this.listeners.delete(overflow.number)
    if (listener) listener(overflow)
    else this.waiting.set(overflow.number, overflow)
  }

  /** The next of a part; a part has one at a time. */
  of(number: number): Promise<Overflow> {
    const found = this.waiting.get(number)
    this.waiting.delete(number)
    if (found) return Promise.resolve(found)
    return new Promise((resolve) => this.listeners.set(number, resolve))
  }

  forget(number: number): void {
    this.listeners.delete(number)
  }
}
