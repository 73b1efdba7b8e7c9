import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { generateFiles } from '../src/generate-files.ts'
import {
  FIXTURES,
  FORMS,
  fixedNames,
  fixtureNames,
  galleryNames,
  galleryScenario,
  keyFigures,
  README_LINE,
  SCENARIOS,
} from './gallery.ts'

// Writes all fixtures anew, and the figures in the README of the gallery and the list of its names; fixtures of scenarios that
// are gone go with them. Read the difference before you commit it.
const names = galleryNames().map((name) => `  '${name}',\n`)
writeFileSync(
  new URL('../src/testing/gallery-names.ts', import.meta.url),
  `/** The scenarios of the gallery. \`npm run fixtures\` writes the list. */
export const gallery = [
${names.join('')}] as const

export type GalleryName = (typeof gallery)[number]
`,
)
mkdirSync(FIXTURES, { recursive: true })
const scenarios = fixedNames().map((name) => ({ name, scenario: galleryScenario(name) }))
for (const name of fixtureNames()) rmSync(`${FIXTURES}${name}`, { recursive: true })
for (const { name, scenario } of scenarios) {
  for (const [form, options] of Object.entries(FORMS)) {
    await generateFiles(scenario, `${FIXTURES}${name}/${form}`, options)
  }
}

const readme = readFileSync(`${SCENARIOS}README.md`, 'utf8')
const figured = readme.replace(README_LINE, (line, name: string, _file, _shows, figures: string) =>
  line.replace(figures, keyFigures(name)),
)
writeFileSync(`${SCENARIOS}README.md`, figured)
