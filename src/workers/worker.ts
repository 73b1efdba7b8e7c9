import { parentPort } from 'node:worker_threads'
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

/** What is told of a part while it is made, in order: each piece, then of each of its days what it comes to. */
export type Message =
  | { readonly number: number; readonly laid: Laid }
  | { readonly number: number; readonly days: readonly MadeDay[] }

/** A day that was made: its numbers of rows, and those that are wrong on purpose. */
export interface MadeDay {
  readonly counts: Counts
  readonly wrong: readonly WrongRow[]
}

const { definition, format, parts, begun } = workerData as Work
const plan = makePlan(scenarioFrom(definition))
const belt = new Belt()
const encoder = new DayEncoder(textEncoder(format), () => belt.room())

/**
 * Parts are begun in their order, whoever makes them: of those that are not done, the first is then never behind another on
 * its thread's belt, and no thread waits for ever.
 */
export default function encodeParts(): void {
  for (;;) {
    const number = Atomics.add(begun, 0, 1)
    const part = parts[number]
    if (!part) return
    encodePart(part, (message) => parentPort?.postMessage({ number, ...message }))
  }
}

function encodePart(
  part: Pick<Part, 'days'>,
  tell: (message: { readonly laid: Laid } | { readonly days: readonly MadeDay[] }) => void,
): void {
  const made = Array.from(partRows(plan, part, format.tables), ({ day, batches, wrong }): MadeDay => {
    const counts = encoder.encode(day, batches, (piece) => tell({ laid: belt.lay(piece) }))
    return { counts, wrong }
  })
  tell({ days: made })
}
