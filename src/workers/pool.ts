import { extname } from 'node:path'
import type { Part } from '../rows/parts.ts'
import type { Piece } from '../sinks/file-sink.ts'
import { takeOff } from './belt.ts'
import { Messages } from './messages.ts'
import type { MadeDay, Message, Work, WorkerData } from './worker.ts'

/** What comes of parts: pieces, those of each file in its order, and in theirs the parts with what their days come to. */
export type Made =
  | { readonly kind: 'piece'; readonly piece: Piece }
  | { readonly kind: 'part'; readonly part: Part; readonly days: readonly MadeDay[] }

/** Rows die young: threads are as fast with less room for them than the engine would take, in megabytes. */
const LIMITS = { maxYoungGenerationSizeMb: 12 }

/**
 * The parts encoded by `jobs` threads; the bytes of a piece are valid until the next is asked for. A thread is ahead of the
 * caller by what its belt holds. Stops, and ends the threads, when the caller does, or with the signal's reason.
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
    while (messages.ended < parts.length) {
      const message = await messages.next()
      if (message.kind === 'piece') {
        yield { kind: 'piece', piece: message.laid.piece }
        takeOff(message.laid)
      }
      if (message.kind === 'part')
        for (const [number, days] of messages.endedParts()) yield { kind: 'part', part: parts[number]!, days }
    }
  } catch (cause) {
    signal?.throwIfAborted()
    throw cause
  } finally {
    clearInterval(alive)
    await pool.destroy()
  }
}
