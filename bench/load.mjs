// One load into an empty database, with the tables made, in a process of its own, with the built package and as the program
// does it: prints seconds, the rows, and the greatest resident size. Run by databases.ts.
import { setFlagsFromString } from 'node:v8'
import { databaseUrl, scenarioFrom, seedUrl, tableSets } from '../dist/index.js'

setFlagsFromString('--no-allocation-site-pretenuring')
const { url, scenario: file } = JSON.parse(process.argv[2])
const scenario = scenarioFrom(file)
const start = performance.now()
const tables = tableSets.core
const { inserted: rows } = await seedUrl(scenario, databaseUrl(url), { create: true, tables })
const seconds = (performance.now() - start) / 1000
console.log(JSON.stringify({ seconds, rows, megabytes: process.resourceUsage().maxRSS / 1024 }))
