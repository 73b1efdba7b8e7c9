import { move, transferableSymbol, valueSymbol, workerData } from 'piscina'
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
}

const { definition, format } = workerData as WorkerData
const plan = makePlan(scenarioFrom(definition))
const days = new DayEncoder(textEncoder(format))

export default function encodePart(part: Pick<Part, 'days'>): unknown {
  const encoded: EncodedDay[] = []
  for (const { day, batches } of partRows(plan, part)) encoded.push(days.encode(day, batches))
  const blocks = encoded.flatMap(({ pieces }) => pieces.map(({ bytes }) => bytes.buffer))
  return move({ [transferableSymbol]: blocks, [valueSymbol]: encoded } as never)
}
