import { readFileSync, writeFileSync } from 'node:fs'
import { updateFixtures } from '../src/fixtures/fixtures.ts'
import { galleryNames, keyFigures, PROJECT, README_LINE, SCENARIOS } from './gallery.ts'
import { ROW_READS, rowReadsText } from './row-reads.ts'

// Writes all fixtures anew, and the figures in the README of the gallery, the list of its names, and how rows are read;
// fixtures of scenarios that are gone go with them. Read the difference before you commit it.
writeFileSync(ROW_READS, rowReadsText())
const names = galleryNames().map((name) => `  '${name}',\n`)
writeFileSync(
  new URL('../src/testing/gallery-names.ts', import.meta.url),
  `/** The scenarios of the gallery. \`npm run fixtures\` writes the list. */
export const gallery = [
${names.join('')}] as const

export type GalleryName = (typeof gallery)[number]
`,
)
const { changes } = await updateFixtures(PROJECT)
for (const { name, causes } of changes)
  console.log(`${name} is written anew\n${causes.map((line) => `  ${line}\n`).join('')}`)

const readme = readFileSync(`${SCENARIOS}README.md`, 'utf8')
const figured = readme.replace(README_LINE, (line, name: string, _file, _shows, figures: string) =>
  line.replace(figures, keyFigures(name)),
)
writeFileSync(`${SCENARIOS}README.md`, figured)
