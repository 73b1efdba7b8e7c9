import {
  checkFixtures,
  type FixtureChange,
  type FixturesReport,
  updateFixtures,
} from '../../fixtures/fixtures.ts'
import { PROJECT_FILE } from '../../fixtures/project.ts'
import { differencesText } from '../../testing/row-differences.ts'
import { EXIT, type Io, UsageError } from '../io.ts'
import { plural } from '../text.ts'

interface Words {
  readonly project?: string
  readonly check?: boolean
  readonly update?: boolean
  readonly json?: boolean
}

export default async function fixtures(words: Words, io: Io): Promise<number> {
  const { project = PROJECT_FILE, check = false, update = false, json = false } = words
  if (check && update) throw new UsageError('--check and --update do not go together')
  const report = await (update ? updateFixtures : checkFixtures)(project)
  if (json) io.stdout.write(`${JSON.stringify(report, null, 2)}\n`)
  else io.stdout.write(reportText(report, update))
  return update || report.changes.length === 0 ? EXIT.done : EXIT.failed
}

function reportText({ scenarios, changes }: FixturesReport, update: boolean): string {
  const told = changes.map(changeText).join('\n')
  if (changes.length === 0) return `${plural(scenarios, 'scenario')}, all fixtures as they say\n`
  const done = update ? 'written anew' : 'not as it gives now; --update writes it anew'
  const them = update ? 'written anew' : 'not as they give now; --update writes them anew'
  return `${told}\n${plural(changes.length, 'fixture')} ${changes.length === 1 ? done : them}\n`
}

const MOST_FILES = 5

function changeText({ name, files, causes, differences }: FixtureChange): string {
  const kinds = (['changed', 'missing', 'left over'] as const).flatMap((kind) => {
    const count = files.filter((file) => file.kind === kind).length
    return count === 0 ? [] : `${plural(count, 'file')} ${kind}`
  })
  const rows = differencesText(differences).replace(/^(?=.)/gm, '  ')
  // Where no row tells what it is, the files do.
  const paths =
    differences.length > 0 ? [] : files.slice(0, MOST_FILES).map(({ path, kind }) => `  ${path}: ${kind}\n`)
  if (paths.length > 0 && files.length > MOST_FILES) paths.push(`  and ${files.length - MOST_FILES} more\n`)
  return `${name}: ${kinds.join(', ')}\n${causes.map((cause) => `  ${cause}\n`).join('')}${paths.join('')}${rows}`
}
