import { measure } from '../src/measure.ts'
import { benchScenario } from './scenario.ts'

// Run by bench.ts in a process of its own: prints the greatest resident size, in MB, of making this many days.
await measure(benchScenario(Number(process.argv[2])))
console.log(Math.round(process.resourceUsage().maxRSS / 1024))
