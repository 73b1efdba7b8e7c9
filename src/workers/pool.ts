import { availableParallelism } from 'node:os'
import { extname } from 'node:path'
import type { Part } from '../rows/parts.ts'
import type { EncodedDay } from './encode.ts'
import type { WorkerData } from './worker.ts'

/** The most workers that are of use on this machine. */
export function mostJobs(): number {
  return availableParallelism()
}

/**
 * The parts encoded by `jobs` threads, in their order. Each thread is at most one part ahead, so that little waits.
 * Stops, and ends the threads, when the caller does, or with the signal's reason.
 */
export async function* encodedInOrder(
  parts: readonly Part[],
  data: WorkerData,
  jobs: number,
  signal?: AbortSignal,
): AsyncIterable<readonly [part: Part, days: readonly EncodedDay[]]> {
  const { Piscina } = await import('piscina')
  // Beside this file, and as it is: compiled, or TypeScript that a loader takes.
  const filename = new URL(`./worker${extname(import.meta.url)}`, import.meta.url).href
  const pool = new Piscina({ filename, workerData: data, minThreads: jobs, maxThreads: jobs })
  // A thread that cannot even begin is told of here, and to no run.
  const broken = new Promise<never>((_, reject) => pool.once('error', reject))
  broken.catch(() => undefined)
  const running: Promise<readonly EncodedDay[]>[] = []
  let next = 0
  const start = () => {
    const part = parts[next++]
    if (!part) return
    const result = pool.run({ days: part.days }, signal ? { signal } : {}) as Promise<readonly EncodedDay[]>
    result.catch(() => undefined) // told to whoever awaits it in its turn
    running.push(result)
  }
  try {
    for (let at = 0; at <= jobs; at++) start()
    for (const part of parts) {
      const days = await Promise.race([running.shift()!, broken])
      yield [part, days]
      start()
    }
  } catch (cause) {
    signal?.throwIfAborted()
    throw cause
  } finally {
    await pool.destroy()
  }
}
