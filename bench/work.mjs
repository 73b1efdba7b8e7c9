// One piece of work in a process of its own, with the built package, as a user's process would do it: prints seconds, the
// rows, and the greatest resident size of the process with all of its threads. Run by bench.ts.
import { rmSync } from 'node:fs'
import { generateFiles, scenarioFrom, seedFile } from '../dist/index.js'

const { kind, scenario: file, out, ...options } = JSON.parse(process.argv[2])
const scenario = scenarioFrom(file)
rmSync(out, { recursive: true, force: true })
const start = performance.now()
const rows =
  kind === 'seed' ? await seedFile(scenario, out) : (await generateFiles(scenario, out, options)).rows
const seconds = (performance.now() - start) / 1000
console.log(JSON.stringify({ seconds, rows, megabytes: process.resourceUsage().maxRSS / 1024 }))
