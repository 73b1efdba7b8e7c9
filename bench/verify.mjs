// One check of a loaded database against its scenario, in a process of its own, with the built package and as the program
// does it: prints seconds, the rows, and the greatest resident size. Run by databases.ts.
import { setFlagsFromString } from 'node:v8'
import { databaseUrl, scenarioFrom, verifyUrl } from '../dist/index.js'

setFlagsFromString('--no-allocation-site-pretenuring')
const { url, scenario: file } = JSON.parse(process.argv[2])
const scenario = scenarioFrom(file)
const start = performance.now()
const { ok, rows } = await verifyUrl(databaseUrl(url), scenario)
const seconds = (performance.now() - start) / 1000
if (!ok) throw new Error(`${url} is not as loaded`)
console.log(JSON.stringify({ seconds, rows, megabytes: process.resourceUsage().maxRSS / 1024 }))
