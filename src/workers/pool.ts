import { availableParallelism } from 'node:os'
import { extname } from 'node:path'
import type { Part } from '../rows/parts.ts'
import type { EncodedDay } from './encode.ts'
import type { Task, WorkerData } from './worker.ts'

/** The most workers that are of use on this machine. */
export function mostJobs(): number {
  return availableParallelism()
}

/** Bytes of a part that threads share. A day of a full pool as CSV takes two thirds of it. */
const SLOT = 24 << 20

/**
 * The parts encoded by `jobs` threads, in their order; a part's bytes are valid until the next is asked for. One part
 * more than there are threads is under way, so that little waits. Stops, and ends the threads, when the caller does, or
 * with the signal's reason.
 */
export async function* encodedInOrder(
  parts: readonly Part[],
  words: Omit<WorkerData, 'slots'>,
  jobs: number,
  signal?: AbortSignal,
): AsyncIterable<readonly [part: Part, days: readonly EncodedDay[]]> {
  const { Piscina } = await import('piscina')
  const slots = Array.from({ length: jobs + 1 }, () => new SharedArrayBuffer(SLOT))
  // Beside this file, and as it is: compiled, or TypeScript that a loader takes.
  const filename = new URL(`./worker${extname(import.meta.url)}`, import.meta.url).href
  const pool = new Piscina({
    filename,
    workerData: { ...words, slots },
    minThreads: jobs,
    maxThreads: jobs,
    resourceLimits: { maxYoungGenerationSizeMb: 16 },
  })
  // A thread that cannot even begin is told of here, and to no run.
  const broken = new Promise<never>((_, reject) => pool.once('error', reject))
  broken.catch(() => undefined)
  const running: Promise<readonly EncodedDay[]>[] = []
  let next = 0
  const start = () => {
    const part = parts[next]
    if (!part) return
    const task: Task = { days: part.days, slot: next++ % slots.length }
    const result = pool.run(task, signal ? { signal } : {}) as Promise<readonly EncodedDay[]>
    result.catch(() => undefined) // told to whoever awaits it in its turn
    running.push(result)
  }
  try {
    for (const _ of slots) start()
    for (const part of parts) {
      yield [part, await Promise.race([running.shift()!, broken])]
      start()
    }
  } catch (cause) {
    signal?.throwIfAborted()
    throw cause
  } finally {
    await pool.destroy()
  }
}
