import { createHash } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Manifest } from '../../src/files/manifest.ts'
import { parseScenario } from '../../src/parse-scenario.ts'
import type { Scenario } from '../../src/scenario/scenario.ts'

/** Six days of a population: some ten thousand rows, dialogs after midnight among them. */
export const COMPANY_TEXT = `scenario: company
seed: 5
start: 2016-03-07
days: 6
timezone: America/Los_Angeles
population:
  users: 1500
`

export const company: Scenario = parseScenario(COMPANY_TEXT)

/** Edits the text of a file of a folder, and the manifest with it: somebody wrote the file so on purpose. */
export function rewrite(folder: string, name: string, edit: (text: string) => string): void {
  const path = join(folder, name)
  const before = readFileSync(path, 'utf8')
  const text = edit(before)
  if (text === before) throw new Error(`${name} is as it was`)
  writeFileSync(path, text)
  const sha256 = createHash('sha256').update(text).digest('hex')
  editManifest(folder, (manifest) => ({
    ...manifest,
    files: manifest.files.map((file) => (file.name === name ? { ...file, sha256 } : file)),
  }))
}

export function editManifest(folder: string, edit: (manifest: Manifest) => unknown): void {
  const path = join(folder, 'manifest.json')
  writeFileSync(path, JSON.stringify(edit(JSON.parse(readFileSync(path, 'utf8')) as Manifest)))
}
