import { extname } from 'node:path'
import type { Part } from '../rows/parts.ts'
import { takeOff } from './belt.ts'
import type { DayPiece } from './encode.ts'
import type { MadeDay, Message, Work, WorkerData } from './worker.ts'

/** What comes of a part, in its order: pieces, then the end of the part with what its days come to. */
export type Made =
  | { readonly kind: 'piece'; readonly piece: DayPiece }
  | { readonly kind: 'part'; readonly part: Part; readonly days: readonly MadeDay[] }

/** Rows die young: threads are as fast with less room for them than the engine would take, in megabytes. */
const LIMITS = { maxYoungGenerationSizeMb: 12 }

/**
 * The parts encoded by `jobs` threads, in their order; the bytes of a piece are valid until the next is asked for. A thread
 * is ahead of the caller by what its belt holds. Stops, and ends the threads, when the caller does, or with the signal's
 * reason.
 */
export async function* encodedInOrder(
  parts: readonly Part[],
  words: WorkerData,
  jobs: number,
  signal?: AbortSignal,
): AsyncIterable<Made> {
  const { Piscina } = await import('piscina')
  // Beside this file, and as it is: compiled, or TypeScript that a loader takes.
  const filename = new URL(`./worker${extname(import.meta.url)}`, import.meta.url).href
  const work: Work = {
    ...words,
    parts: parts.map(({ days }) => ({ days })),
    begun: new Int32Array(new SharedArrayBuffer(4)),
  }
  const pool = new Piscina({
    filename,
    workerData: work,
    minThreads: jobs,
    maxThreads: jobs,
    resourceLimits: LIMITS,
  })
  const messages = new Messages()
  // Threads that have nothing to do keep no process alive, though it has yet to hear what they told last.
  const alive = setInterval(() => undefined, 1 << 30)
  pool.on('message', (message: Message) => messages.add(message))
  // A thread that cannot even begin is told of here, and to no run; there may be several.
  pool.on('error', (cause: Error) => messages.fail(cause))
  try {
    for (let job = 0; job < jobs; job++)
      pool.run(undefined, signal ? { signal } : {}).catch((cause: Error) => messages.fail(cause))
    for (const [number, part] of parts.entries()) {
      for (;;) {
        const message = await messages.next(number)
        if ('days' in message) {
          yield { kind: 'part', part, days: message.days }
          break
        }
        yield { kind: 'piece', piece: message.laid.piece }
        takeOff(message.laid)
      }
    }
  } catch (cause) {
    signal?.throwIfAborted()
    throw cause
  } finally {
    clearInterval(alive)
    await pool.destroy()
  }
}

/** What threads tell, kept until it is the turn of its part. */
class Messages {
  private readonly waiting = new Map<number, Message[]>()
  private failure: { readonly cause: Error } | null = null
  /** Whoever waits for the next message of a part. */
  private listener: {
    readonly number: number
    resolve(message: Message): void
    reject(cause: Error): void
  } | null = null

  add(message: Message): void {
    const { listener } = this
    if (listener?.number === message.number) {
      this.listener = null
      listener.resolve(message)
    } else {
      const others = this.waiting.get(message.number)
      if (others) others.push(message)
      else this.waiting.set(message.number, [message])
    }
  }

  /** From now on `next` throws, at the latest when nothing is left that came before. */
  fail(cause: Error): void {
    this.failure ??= { cause }
    this.listener?.reject(cause)
  }

  /** The next of a part. One is asked for at a time. */
  next(number: number): Promise<Message> {
    const found = this.waiting.get(number)
    const message = found?.shift()
    if (found?.length === 0) this.waiting.delete(number)
    if (this.failure) return Promise.reject(this.failure.cause)
    if (message) return Promise.resolve(message)
    return new Promise((resolve, reject) => {
      this.listener = { number, resolve, reject }
    })
  }
}
