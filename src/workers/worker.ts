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

// A thread that plans and encodes parts of a data set. It is told what to make as plain data, and makes its own plan.

/** What a worker is told once. */
export interface WorkerData {
  readonly definition: ScenarioFile
  readonly format: FormatWords
}

/** One part. */
export interface Task extends Pick<Part, 'days'> {
  readonly number: number
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

const { definition, format } = workerData as WorkerData
const plan = makePlan(scenarioFrom(definition))
const encoder = new DayEncoder(textEncoder(format))
const belt = new Belt()

export default function encodePart({ days, number }: Task): void {
  const tell = (message: Message) => parentPort?.postMessage(message)
  const made = Array.from(partRows(plan, { days }, format.tables), ({ day, batches, wrong }): MadeDay => {
    const counts = encoder.encode(day, batches, (piece) => tell({ number, laid: belt.lay(piece) }))
    return { counts, wrong }
  })
  tell({ number, days: made })
}
