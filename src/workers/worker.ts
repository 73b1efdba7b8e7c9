import { parentPort, threadId } from 'node:worker_threads'
import { workerData } from 'piscina'
import { scenarioFrom } from '../parse-scenario.ts'
import { makePlan } from '../plan/make-plan.ts'
import type { WrongRow } from '../rows/ledger.ts'
import { type Part, partRows } from '../rows/parts.ts'
import type { ScenarioFile } from '../scenario/file.ts'
import type { Counts } from '../schema/tables.ts'
import { type FormatWords, textEncoder } from '../sinks/formats.ts'
import { Belt, type Laid } from './belt.ts'
import { DayEncoder } from './encode.ts'

// A thread that plans and encodes parts of a data set, each time the first that no thread has begun. It is told what to
// make as plain data, and makes its own plan.

/** What the threads of a data set are told. */
export interface WorkerData {
  readonly definition: ScenarioFile
  readonly format: FormatWords
}

/** What one of them is told: the parts in their order, and how many of them are begun, shared by all threads. */
export interface Work extends WorkerData {
  readonly parts: readonly Pick<Part, 'days'>[]
  readonly begun: Int32Array
}

/** What a thread tells, in its order, of the part that it makes. */
export type Message = { readonly thread: number; readonly number: number } & News

type News =
  | { readonly kind: 'piece'; readonly file: string; readonly laid: Laid }
  /** The part has nothing more for a file. */
  | { readonly kind: 'file'; readonly file: string }
  /** The part is done: what its days come to. */
  | { readonly kind: 'part'; readonly days: readonly MadeDay[] }

/** A day that was made: its numbers of rows, and those that are wrong on purpose. */
export interface MadeDay {
  readonly counts: Counts
  readonly wrong: readonly WrongRow[]
}

/** Bytes of a belt: few enough that they are still in the cache of the cores when they are written. */
const BELT = 8 << 20
/**
 * Of one whose text all goes to one file, and waits for its turn: threads that make parts of one size in turns come to be
 * half a part apart.
 */
const LONG_BELT = 48 << 20

const { definition, format, parts, begun } = workerData as Work
const plan = makePlan(scenarioFrom(definition))
const encoders = textEncoder(format)
const files = new Set(Array.from(encoders.tables.values(), ({ file }) => file))
const belt = new Belt(files.size === 1 ? LONG_BELT : BELT)
const encoder = new DayEncoder(encoders, () => belt.room())

/**
 * Parts are begun in their order, whoever makes them: of those that are not done, the first is then never behind another on
 * its thread's belt, and no thread waits for ever.
 */
export default function encodeParts(): void {
  for (;;) {
    const number = Atomics.add(begun, 0, 1)
    const part = parts[number]
    if (!part) return
    encodePart(part, (news) => parentPort?.postMessage({ thread: threadId, number, ...news }))
  }
}

function encodePart(part: Pick<Part, 'days'>, tell: (news: News) => void): void {
  const last = part.days?.at(-1) ?? null
  const made = Array.from(partRows(plan, part, format.tables), ({ day, batches, wrong }): MadeDay => {
    const counts = encoder.encode(day, batches, {
      piece: (file, piece) => tell({ kind: 'piece', file, laid: belt.lay(piece) }),
      end(file) {
        if (day === last) tell({ kind: 'file', file })
      },
    })
    return { counts, wrong }
  })
  tell({ kind: 'part', days: made })
}
