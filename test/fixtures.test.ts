import { execFileSync, spawnSync } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { checkFixtures } from '../src/fixtures/fixtures.ts'
import { readProject } from '../src/fixtures/project.ts'
import { generateFiles } from '../src/generate-files.ts'
import { scenarioFrom } from '../src/parse-scenario.ts'
import { type TableName, tableOf, usualTables } from '../src/schema/tables.ts'
import { seedFile } from '../src/seed-file.ts'
import { differencesText } from '../src/testing/row-differences.ts'
import { verifyFolder } from '../src/verify/verify.ts'
import { FIXTURES, fixedNames, fixtureNames, galleryScenario, PROJECT } from './gallery.ts'

const test = suite('fixtures')
const MAX_BYTES = 6_000_000

test('are there for every scenario that is not too large, and for nothing else', () => {
  assert.equal(fixtureNames(), fixedNames())
})

test('are small enough to be checked in', () => {
  const files = readdirSync(FIXTURES, { recursive: true, withFileTypes: true }).filter((entry) =>
    entry.isFile(),
  )
  const bytes = files.reduce((sum, { parentPath, name }) => sum + statSync(join(parentPath, name)).size, 0)
  assert.ok(bytes < MAX_BYTES, `${bytes} bytes`)
})

test('are what the scenarios give now', async () => {
  const { changes } = await checkFixtures(PROJECT)
  const told = changes.map(({ name, files, causes, differences }) => {
    const paths = files.map(({ path, kind }) => `  ${path}: ${kind}\n`).join('')
    return `${name}\n${causes.map((cause) => `  ${cause}\n`).join('')}${paths}${differencesText(differences)}`
  })
  assert.is(told.join('\n'), '', 'npm run fixtures takes all changes over')
})

for (const name of fixedNames()) {
  test(`${name} keeps all rules, and every row is as the scenario says`, async () => {
    const verdict = await verifyFolder(`${FIXTURES}${name}/json`, galleryScenario(name))
    assert.equal(verdict.violations, [])
    assert.equal(verdict.changedFiles, [])
    assert.is(verdict.comparison?.differences, 0)
    assert.ok(verdict.ok)
  })
}

const isInstalled = spawnSync('sqlite3', ['--version']).status === 0
const { sources } = await readProject(PROJECT)
const withSqlite = isInstalled ? test : test.skip
if (!isInstalled) console.log('skipped, because sqlite3 is not installed: the SQLite scripts of the fixtures')

for (const name of fixedNames()) {
  withSqlite(`${name} gives the same database by its SQLite script as by seeding`, async () => {
    await inTemporary(async (folder) => {
      const [loaded, seeded] = [join(folder, 'loaded.sqlite'), join(folder, 'seeded.sqlite')]
      const script = readFileSync(`${FIXTURES}${name}/sqlite/${name}.sql`)
      execFileSync('sqlite3', ['-bail', loaded], { input: script })
      const { tables = usualTables } = sources.find((source) => source.name === name)!.forms.get('sqlite')!
      await seedFile(galleryScenario(name), seeded, { tables })
      const expected = contentsOf(seeded, tables)
      for (const [table, rows] of contentsOf(loaded, tables)) assert.equal(rows, expected.get(table), table)
    })
  })
}

for (const name of fixedNames()) {
  test(`${name} has no more rows in one insert than SQL Server takes, and all of them`, () => {
    insertsAreWhole(`${FIXTURES}${name}/mssql`, name)
  })
}

test('a script of thousands of rows is cut into inserts of a thousand', async () => {
  const scenario = scenarioFrom({
    scenario: 'crowd',
    seed: 1,
    start: '2016-09-14',
    people: { ann: {}, bob: {}, east: { group: 700 }, west: { group: 700 } },
    conferences: {
      east: { at: '10:00', organizer: 'ann', attendees: ['east'] },
      west: { at: '10:00', organizer: 'bob', attendees: ['west'] },
    },
  })
  await inTemporary(async (folder) => {
    await generateFiles(scenario, join(folder, 'mssql'), { format: 'sql' })
    const sizes = insertsAreWhole(join(folder, 'mssql'), 'crowd')
    assert.is(Math.max(...sizes), 1000)
    assert.ok(sizes.filter((size) => size === 1000).length >= 3, 'people, dialogs and joins')
  })
})

/** The rows of each table of an SQLite file by key, and how the tables were created. */
function contentsOf(path: string, names: readonly TableName[]): ReadonlyMap<string, unknown> {
  const database = new Database(path, { readonly: true })
  try {
    const tables = names.map((table) => {
      const key = tableOf(table).primaryKey.map((column) => `"${column}"`)
      return [table, database.prepare(`SELECT * FROM "${table}" ORDER BY ${key}`).all()] as const
    })
    const schema = database
      .prepare("SELECT name, sql FROM sqlite_master WHERE name NOT LIKE 'sqlite_stat%' ORDER BY name")
      .all()
    return new Map<string, unknown>([['sqlite_master', schema], ...tables])
  } finally {
    database.close()
  }
}

/** The number of rows of each insert of a script for SQL Server, after checking that they are whole. */
function insertsAreWhole(folder: string, name: string): readonly number[] {
  const script = readFileSync(join(folder, `${name}.sql`), 'utf8')
  const { rows } = JSON.parse(readFileSync(join(folder, 'manifest.json'), 'utf8'))
  const batches = script.split(/^GO\n/m)
  assert.is(batches.pop(), '', 'ends with GO')
  const inserts = batches.filter((batch) => batch.includes('INSERT INTO'))
  const sizes = inserts.map((batch) => {
    assert.is(batch.match(/^.*\bINSERT INTO\b.* VALUES$/gm)?.length, 1, 'one insert in a batch')
    // A line break within a text is spelled as a number, so that each row is a line.
    return batch.match(/^\(/gm)?.length ?? 0
  })
  for (const size of sizes) assert.ok(size >= 1 && size <= 1000, `${size} rows`)
  const written = Object.values(rows as Record<string, number>).reduce((sum, count) => sum + count, 0)
  assert.is(
    sizes.reduce((sum, size) => sum + size, 0),
    written,
  )
  return sizes
}

async function inTemporary(work: (folder: string) => Promise<void>): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'rollcall-fixtures-'))
  try {
    await work(folder)
  } finally {
    rmSync(folder, { recursive: true })
  }
}

test.run()
