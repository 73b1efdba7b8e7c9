import { parentPort } from 'node:worker_threads'
import { workerData } from 'piscina'
import { scenarioFrom } from '../parse-scenario.ts'
import { makePlan } from '../plan/make-plan.ts'
import { type Part, partRows } from '../rows/parts.ts'
import type { ScenarioFile } from '../scenario/file.ts'
import type { Counts } from '../schema/tables.ts'
import { type FormatWords, textEncoder } from '../sinks/formats.ts'
import { DayEncoder } from './encode.ts'
import { type Filling, type Slot, SlotWriter } from './slot.ts'

// A thread that plans and encodes parts of a data set. It is told what to make as plain data, and makes its own plan.

/** What a worker is told once. */
export interface WorkerData {
  readonly definition: ScenarioFile
  readonly format: FormatWords
  /** Where the bytes of parts are put, so that nobody allocates memory for each part. */
  readonly slots: readonly Slot[]
}

/** One part, and the slot that its bytes go to. */
export interface Task extends Pick<Part, 'days'> {
  readonly number: number
  readonly slot: number
}

/** Told while a part is being made that is too large for its slot: what fills it now. */
export interface Overflow {
  readonly number: number
  readonly filling: Filling
}

/** The end of a part: what is left in its slot, and the rows of all of it. */
export interface Encoded {
  readonly filling: Filling
  readonly counts: readonly Counts[]
}

const { definition, format, slots } = workerData as WorkerData
const plan = makePlan(scenarioFrom(definition))
const encoder = new DayEncoder(textEncoder(format))

export default function encodePart({ days, number, slot }: Task): Encoded {
  const tell = (filling: Filling) => parentPort?.postMessage({ number, filling } satisfies Overflow)
  const writer = new SlotWriter(slots[slot]!, tell)
  const give = writer.put.bind(writer)
  const counts = Array.from(partRows(plan, { days }), ({ day, batches }) =>
    encoder.encode(day, batches, give),
  )
  return { filling: writer.rest(), counts }
}
