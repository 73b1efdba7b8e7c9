import { workerData } from 'piscina'
import { scenarioFrom } from '../parse-scenario.ts'
import { makePlan } from '../plan/make-plan.ts'
import { type Part, partRows } from '../rows/parts.ts'
import type { ScenarioFile } from '../scenario/file.ts'
import { type FormatWords, textEncoder } from '../sinks/formats.ts'
import { DayEncoder, type EncodedDay } from './encode.ts'

// A thread that plans and encodes parts of a data set. It is told what to make as plain data, and makes its own plan.

/** What a worker is told once. */
export interface WorkerData {
  readonly definition: ScenarioFile
  readonly format: FormatWords
  /** Memory that all threads see, where the bytes of a part are put: nobody allocates them anew for each part. */
  readonly slots: readonly SharedArrayBuffer[]
}

/** One part, and the slot that its bytes go to. */
export interface Task extends Pick<Part, 'days'> {
  readonly slot: number
}

const { definition, format, slots } = workerData as WorkerData
const plan = makePlan(scenarioFrom(definition))
const encoder = new DayEncoder(textEncoder(format))

export default function encodePart(task: Task): readonly EncodedDay[] {
  const slot = new Uint8Array(slots[task.slot]!)
  let used = 0
  const keep = (block: Uint8Array): Uint8Array => {
    // What is too much for the slot is copied by the message that tells of it.
    if (used + block.length > slot.length) return new Uint8Array(block)
    slot.set(block, used)
    used += block.length
    return slot.subarray(used - block.length, used)
  }
  return Array.from(partRows(plan, task), ({ day, batches }) => encoder.encode(day, batches, keep))
}
