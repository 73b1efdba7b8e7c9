import { mkdtempSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { type Estimate, estimate, isLarge } from '../src/estimate.ts'
import { generate } from '../src/generate.ts'
import { type FilesOptions, formatWords, generateFiles } from '../src/generate-files.ts'
import { scenarioFrom } from '../src/parse-scenario.ts'
import type { ScenarioFile } from '../src/scenario/file.ts'
import { ScenarioError } from '../src/scenario/problem.ts'
import { type Counts, tableNames, tableSets } from '../src/schema/tables.ts'
import { fileSink, textEncoder } from '../src/sinks/formats.ts'
import { arbitraryScenario } from './arbitrary-scenario.ts'
import { inFolder } from './in-folder.ts'
import { arbitraryPopulation } from './plan/population/arbitrary-population.ts'
import { rejects } from './rejects.ts'
import { abortedAfter, small } from './small-scenario.ts'

const test = suite('estimate')

const now = () => 0

const FORMATS: readonly FilesOptions[] = [
  ...(['json', 'ndjson', 'csv'] as const).flatMap((format) => [{ format }, { format, split: true }]),
  ...(['mssql', 'postgres', 'mysql', 'sqlite'] as const).map((dialect) => ({
    format: 'sql' as const,
    dialect,
    create: true,
  })),
].map((kind, at) => ({ ...kind, tables: at % 3 === 0 ? tableSets.conference : tableSets.core }))

const SOME: FilesOptions = { format: 'csv', tables: ['Dialogs', 'Pools'] }

const arbitraryBoth: fc.Arbitrary<ScenarioFile> = fc
  .tuple(arbitraryScenario(), arbitraryPopulation(40), fc.boolean())
  .map(([named, { population }, isBoth]) => ({ ...named, ...(isBoth ? { population } : {}) }))
  .filter(isSound)

test('what a small scenario will give is exact, whatever it is written as', () =>
  fc.assert(
    fc.asyncProperty(arbitraryBoth, fc.constantFrom(...FORMATS, SOME), async (file, kind) => {
      const scenario = scenarioFrom(file)
      const encoder = textEncoder(formatWords(scenario, kind))
      const found = await estimate(scenario, { encoder, now })
      await inFolder(async (home) => {
        const { rows, files } = await generateFiles(scenario, join(home, 'out'), kind)
        assert.ok(found.isExact)
        assert.equal(sorted(found.rows), sorted(rows))
        assert.is(
          found.bytes,
          files.reduce((sum, { bytes }) => sum + bytes, 0),
        )
      })
    }),
    { numRuns: 60 },
  ))

for (const [zone, start, named, set, users] of [
  ['Europe/London', '2015-10-19', false, 'core', 55_000],
  ['America/Los_Angeles', '2015-10-26', true, 'conference', 10_000],
] as const) {
  test(`of a large population in ${zone} rows and bytes of the ${set} tables are known within 2 %`, () =>
    inFolder(async (home) => {
      const scenario = scenarioFrom({
        scenario: 'large',
        seed: 3,
        start,
        days: 14,
        timezone: zone,
        ...(named ? NAMED : {}),
        population: { users },
      })
      const tables = tableSets[set]
      assert.ok(isLarge(scenario, tables))
      const words = formatWords(scenario, { format: 'json', tables })
      const found = await estimate(scenario, { encoder: textEncoder(words), now })
      const sink = await fileSink(mkdtempSync(join(home, 'out-')), words)
      const rows = await generate(scenario, sink, { tables })
      near(
        found,
        rows,
        sink.files().reduce((sum, { bytes }) => sum + bytes, 0),
      )
    }))
}

const NAMED: Pick<ScenarioFile, 'people' | 'conferences'> = {
  people: { ann: {}, crew: { group: 200 } },
  conferences: { rounds: { at: '09:00', every: 'day', organizer: 'ann', attendees: ['crew'] } },
}

test('asks no clock but the one it is given, and nobody before it is called', async () => {
  let moment = 0
  const ticking = () => (moment += 500)
  const { seconds } = await estimate(small, { now: ticking })
  assert.ok(seconds >= 0.5 && seconds <= moment / 1000)
  assert.is((await estimate(small, { now })).seconds, 0)
})

test('hears a signal between two days', async () => {
  const error = await rejects(() => estimate(small, { now, signal: abortedAfter(1) }))
  assert.is(error.name, 'AbortError')
  const controller = new AbortController()
  setImmediate(() => controller.abort())
  await rejects(() => estimate(small, { now, signal: controller.signal }))
})

function near({ rows, bytes, isExact }: Estimate, expected: Counts, expectedBytes: number): void {
  assert.not.ok(isExact)
  const all = Object.values(expected).reduce((sum, count) => sum + count, 0)
  for (const table of tableNames) {
    const [found = 0, real = 0] = [rows[table], expected[table]]
    // Joins that fail are too few to be known so well from a sample.
    assert.ok(Math.abs(found - real) <= Math.max(0.02 * real, 0.0001 * all), `${table}: ${found} for ${real}`)
  }
  assert.ok(Math.abs(bytes - expectedBytes) <= 0.02 * expectedBytes, `${bytes} for ${expectedBytes} bytes`)
}

/** Without tables that have no rows, which a count may name or not. */
function sorted(rows: Counts): readonly (readonly [string, number])[] {
  return Object.entries(rows)
    .filter(([, count]) => count > 0)
    .sort(([a], [b]) => (a < b ? -1 : 1))
}

function isSound(file: ScenarioFile): boolean {
  try {
    scenarioFrom(file)
    return true
  } catch (error) {
    if (error instanceof ScenarioError) return false
    throw error
  }
}

test.run()
