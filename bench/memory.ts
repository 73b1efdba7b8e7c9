import { scenarioFrom } from '../src/parse-scenario.ts'
import { makePlan, slices } from '../src/plan/make-plan.ts'
import { sliceRows } from '../src/rows/rows.ts'
import { tableSets } from '../src/schema/tables.ts'

// Run by bench.ts in a process of its own, with --expose-gc: the megabytes that are still in use after a tenth of the days
// of a scenario and after all of them, when all that nobody needs has been collected.
const scenario = scenarioFrom(JSON.parse(process.argv[2] as string))
const plan = makePlan(scenario)
const inUse: number[] = []
let rows = 0

function measure(): void {
  globalThis.gc?.()
  const { heapUsed, arrayBuffers } = process.memoryUsage()
  inUse.push((heapUsed + arrayBuffers) / 1e6)
}

for (const slice of slices(plan)) {
  for (const batch of sliceRows(plan, slice, tableSets.core)) rows += batch.rows.length
  if (inUse.length === 0 && slice.day - plan.firstSlice >= scenario.days / 10) measure()
}
measure()
if (rows === 0) throw new Error('no rows were made')
console.log(JSON.stringify(inUse))
