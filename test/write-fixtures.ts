import { mkdirSync, rmSync } from 'node:fs'
import { generateFiles } from '../src/generate-files.ts'
import { FIXTURES, FORMS, fixtureNames, galleryNames, galleryScenario } from './gallery.ts'

// Writes all fixtures anew; those of scenarios that are gone go with them. Read the difference before you commit it.
mkdirSync(FIXTURES, { recursive: true })
const scenarios = galleryNames().map((name) => ({ name, scenario: galleryScenario(name) }))
for (const name of fixtureNames()) rmSync(`${FIXTURES}${name}`, { recursive: true })
for (const { name, scenario } of scenarios) {
  for (const [form, options] of Object.entries(FORMS)) {
    await generateFiles(scenario, `${FIXTURES}${name}/${form}`, options)
  }
}
