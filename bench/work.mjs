// One piece of work in a process of its own, with the built package and as the program does it: prints seconds, the
// rows, and the greatest resident size of the process with all of its threads. Run by bench.ts.
import { rmSync } from 'node:fs'
import { setFlagsFromString } from 'node:v8'
import { filesTrial, seedTrial } from '../dist/cli/trial.js'
import { estimate, generateFiles, scenarioFrom, seedFile, tableSets } from '../dist/index.js'

setFlagsFromString('--no-allocation-site-pretenuring')
const { kind, isEstimate, scenario: file, out, ...words } = JSON.parse(process.argv[2])
const options = { tables: tableSets.core, ...words }
const { tables } = options
const scenario = scenarioFrom(file)
const now = () => performance.now()
const megabytes = () => process.resourceUsage().maxRSS / 1024

/** What it will take, or what it takes. */
async function result() {
  if (isEstimate) {
    const trial = kind === 'seed' ? seedTrial(scenario, { tables }) : filesTrial(scenario, options)
    const { rows, seconds } = await estimate(scenario, { ...trial, tables, now })
    return { seconds, rows, megabytes: megabytes() }
  }
  rmSync(out, { recursive: true, force: true })
  const start = now()
  const rows =
    kind === 'seed'
      ? (await seedFile(scenario, out, { tables })).inserted
      : (await generateFiles(scenario, out, options)).rows
  return { seconds: (now() - start) / 1000, rows, megabytes: megabytes() }
}

console.log(JSON.stringify(await result()))
