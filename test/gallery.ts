import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { FilesOptions } from '../src/generate-files.ts'
import { parseScenario } from '../src/parse-scenario.ts'
import type { Scenario } from '../src/scenario/scenario.ts'

export const SCENARIOS = fileURLToPath(new URL('../scenarios/', import.meta.url))
export const FIXTURES = fileURLToPath(new URL('../fixtures/', import.meta.url))

/** The forms in which the fixtures hold each scenario, by the name of their folder. */
export const FORMS = {
  json: { format: 'json' },
  mssql: { format: 'sql', dialect: 'mssql' },
  sqlite: { format: 'sql', dialect: 'sqlite', create: true },
} as const satisfies Record<string, FilesOptions>

export type Form = keyof typeof FORMS

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

/** The folders of `fixtures`, one for each scenario that has any. */
export function fixtureNames(): readonly string[] {
  const entries = readdirSync(FIXTURES, { withFileTypes: true })
  return entries
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name)
    .sort()
}
