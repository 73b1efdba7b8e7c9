import { makePlan, slices } from '../src/plan/make-plan.ts'
import { sliceRows } from '../src/rows/rows.ts'
import { benchScenario } from './scenario.ts'

// Run by bench.ts in a process of its own, with --expose-gc: what is still in use after a quarter of the days and after
// all of them, and the greatest resident size, which also holds what nobody has collected yet.
const days = Number(process.argv[2])
const plan = makePlan(benchScenario(days))
const inUse: string[] = []
let last = 0
for (const slice of slices(plan)) {
  for (const { rows } of sliceRows(plan, slice)) last = rows.length
  const made = slice.day - plan.firstSlice
  if (made >= (inUse.length === 0 ? days / 4 : days - 4) && inUse.length < 2) {
    globalThis.gc?.()
    inUse.push(`${Math.round(process.memoryUsage().heapUsed / 1e6)} MB after ${made} days`)
  }
}
if (last === 0) throw new Error('no rows were made')
console.log(
  `${inUse.join(', ')}; greatest resident size ${Math.round(process.resourceUsage().maxRSS / 1024)} MB`,
)
