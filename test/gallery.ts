import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { answerRows } from '../src/answers/answers.ts'
import { parseScenario } from '../src/parse-scenario.ts'
import { makePlan } from '../src/plan/make-plan.ts'
import type { Scenario } from '../src/scenario/scenario.ts'

export const SCENARIOS = fileURLToPath(new URL('../scenarios/', import.meta.url))
export const FIXTURES = fileURLToPath(new URL('../fixtures/', import.meta.url))
export const PROJECT = fileURLToPath(new URL('../rollcall.fixtures.yaml', import.meta.url))

/** The names of all scenarios of the gallery, without their ending. */
export function galleryNames(): readonly string[] {
  const files = readdirSync(SCENARIOS).filter((file) => file.endsWith('.yaml'))
  return files.map((file) => file.slice(0, -'.yaml'.length)).sort()
}

export function galleryText(name: string): string {
  return readFileSync(`${SCENARIOS}${name}.yaml`, 'utf8')
}

export function galleryScenario(name: string): Scenario {
  return parseScenario(galleryText(name), { file: `scenarios/${name}.yaml` })
}

/** Scenarios that are too large for a checked-in fixture: nobody could read the difference. */
const LARGE: readonly string[] = ['town-hall']

/** The scenarios of the gallery that have fixtures. */
export function fixedNames(): readonly string[] {
  return galleryNames().filter((name) => !LARGE.includes(name))
}

/** What the README of the gallery says of a scenario in figures, as cells of its table. */
export function keyFigures(name: string): string {
  const found = answerRows(makePlan(galleryScenario(name)), {}, ['totals', 'peak-concurrency'])
  const [conferences, participants, , joins, time] = found.totals![0]!
  const [, peak = 0] = found['peak-concurrency']!.find(([what]) => what === 'participants') ?? []
  return [conferences, participants, joins, time, peak]
    .map((figure) => Number(figure).toLocaleString('en-US'))
    .join(' | ')
}

/** A line of the README of the gallery that is about a scenario. */
export const README_LINE = /^\| \[(.+)\]\((.+)\.yaml\) \| (.+?) \| ([\d,]+(?: \| [\d,]+){4}) \|$/gm

/** The folders of `fixtures`, one for each scenario that has any. */
export function fixtureNames(): readonly string[] {
  const entries = readdirSync(FIXTURES, { withFileTypes: true })
  return entries
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name)
    .sort()
}
