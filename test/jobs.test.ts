import { execFileSync } from 'node:child_process'
import { mkdtempSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import type { Manifest } from '../src/files/manifest.ts'
import { type FilesOptions, formatWords, generateFiles } from '../src/generate-files.ts'
import { scenarioFrom } from '../src/parse-scenario.ts'
import { makePlan } from '../src/plan/make-plan.ts'
import { partRows, partsOf } from '../src/rows/parts.ts'
import type { ScenarioFile } from '../src/scenario/file.ts'
import { ScenarioError } from '../src/scenario/problem.ts'
import type { Scenario } from '../src/scenario/scenario.ts'
import { tableSets } from '../src/schema/tables.ts'
import type { Piece } from '../src/sinks/file-sink.ts'
import { fileSink, textEncoder } from '../src/sinks/formats.ts'
import { DayEncoder, PIECE_ROOM } from '../src/workers/encode.ts'
import { encodedInOrder } from '../src/workers/pool.ts'
import { arbitraryScenario } from './arbitrary-scenario.ts'
import { inFolder, treeOf } from './in-folder.ts'
import { arbitraryPopulation } from './plan/population/arbitrary-population.ts'
import { rejects } from './rejects.ts'

// The bytes never tell how the work was cut. Threads take a second to start, so only a few tests have some.

const test = suite('jobs and shards')

const FORMATS: readonly FilesOptions[] = [
  ...(['json', 'ndjson', 'csv'] as const).flatMap((format) => [{ format }, { format, split: true }]),
  ...(['mssql', 'postgres', 'mysql', 'sqlite'] as const).map((dialect) => ({
    format: 'sql' as const,
    dialect,
    create: true,
  })),
].map((kind, at) => ({ ...kind, tables: at % 3 === 0 ? tableSets.conference : tableSets.core }))

/** Named conferences and a company around them, at the times and in the zones of both. */
const arbitraryBoth: fc.Arbitrary<ScenarioFile> = fc
  .tuple(arbitraryScenario(), arbitraryPopulation(40), fc.constantFrom('named', 'company', 'both'))
  .map(([named, { population }, kind]) => ({
    ...named,
    ...(kind === 'named' ? {} : { population }),
    ...(kind === 'company' ? { conferences: {} } : {}),
  }))
  .filter(isSound)

/** Enough where it does not matter what the rows are. */
const tables = tableSets.core

/** Over the end of a month in three zones, with a conference that goes on for a day, and days of more than one piece. */
const busy = scenarioFrom({
  scenario: 'busy',
  seed: 4,
  start: '2015-10-30',
  days: 4,
  timezone: 'Europe/London',
  people: { ann: {}, ben: { kind: 'remote' }, crew: { group: 5 } },
  conferences: {
    standup: { at: '09:30', every: 'day', organizer: 'ann', attendees: ['crew'] },
    vigil: { at: '22:00', on: '2015-10-30', length: '26h', organizer: 'ben', attendees: ['crew'] },
  },
  population: {
    users: 2000,
    conferencesPerUser: 0.2,
    participants: { shares: { 4: 0.7, 30: 0.3 } },
    sites: [
      { timezone: 'Europe/London', share: 0.5 },
      { timezone: 'Pacific/Auckland', share: 0.3 },
      { timezone: 'America/Los_Angeles', share: 0.2 },
    ],
    weekdays: { monday: 0.3, friday: 0.3, saturday: 0.2, sunday: 0.2 },
    slots: { '30m': 0.8, '1d': 0.2 },
    startMinutes: { 0: 1 },
  },
})

test('rows that are encoded by parts are the bytes that a sink writes, in every format', () =>
  fc.assert(
    fc.asyncProperty(arbitraryBoth, fc.constantFrom(...FORMATS), async (file, kind) => {
      const scenario = scenarioFrom(file)
      await inFolder(async (home) => {
        await generateFiles(scenario, join(home, 'whole'), kind)
        await appendParts(scenario, mkdtempSync(join(home, 'parts-')), kind)
        const [parts = ''] = readdirSync(home).filter((name) => name !== 'whole')
        const { 'manifest.json': _, ...whole } = treeOf(join(home, 'whole'))
        assert.equal(treeOf(join(home, parts)), whole)
      })
    }),
    { numRuns: 20 },
  ))

test('a day of several pieces is the bytes that a sink writes', () =>
  inFolder(async (home) => {
    const day = scenarioFrom({ ...busy.definition, days: 1 })
    const kinds = [
      { format: 'json', split: true, tables },
      { format: 'sql', tables },
    ] as const
    for (const [at, kind] of kinds.entries()) {
      const [whole, parts] = [join(home, `whole-${at}`), mkdtempSync(join(home, 'parts-'))]
      await generateFiles(day, whole, kind)
      assert.ok((await appendParts(day, parts, kind)) > 1, 'a file of several pieces')
      const { 'manifest.json': _, ...tree } = treeOf(whole)
      assert.ok(same(treeOf(parts), tree), JSON.stringify(kind))
    }
  }))

test('the shards of a data set together have its rows in its order, however many there are', () =>
  fc.assert(
    fc.asyncProperty(
      arbitraryBoth,
      fc.integer({ min: 1, max: 6 }),
      fc.constantFrom(
        { format: 'csv' as const, tables: tableSets.conference },
        { format: 'ndjson' as const, tables: tableSets.core },
      ),
      async (file, count, { format, tables }) => {
        const scenario = scenarioFrom(file)
        await inFolder(async (home) => {
          const make = (name: string, options: FilesOptions) =>
            generateFiles(scenario, join(home, name), { format, tables, ...options })
          const whole = await make('whole', {})
          const split = await make('split', { split: true })
          const shards: Manifest[] = []
          const splits: Manifest[] = []
          for (let index = 1; index <= count; index++) {
            shards.push(await make(`shard-${index}`, { shard: { index, count } }))
            splits.push(await make(`split-${index}`, { shard: { index, count }, split: true }))
          }
          for (const table of tables) {
            const name = `${table}.${format}`
            const texts = shards.map((_, at) => treeOf(join(home, `shard-${at + 1}`))[name] ?? '')
            const expected = treeOf(join(home, 'whole'))[name] as string
            const head = format === 'csv' ? expected.slice(0, expected.indexOf('\r\n') + 2) : ''
            assert.is(head + texts.map((text) => text.slice(head.length)).join(''), expected, name)
            const rows = shards.reduce((sum, shard) => sum + (shard.rows[table] ?? 0), 0)
            assert.is(rows, whole.rows[table] ?? 0, table)
          }
          const files = splits.flatMap((shard) => shard.files)
          assert.equal(byName(files), byName(split.files))
        })
      },
    ),
    { numRuns: 8 },
  ))

test('threads write the same bytes, whatever is made', () => {
  const kinds = [
    { format: 'csv', split: true },
    { format: 'json', tables },
  ] as const
  let run = 0
  return fc.assert(
    fc.asyncProperty(arbitraryBoth, async (file) => {
      const kind = kinds[run++ % kinds.length] as FilesOptions
      await sameBytes(scenarioFrom(file), { ...kind, jobs: 2 })
    }),
    { numRuns: 2 },
  )
})

test('threads write the same bytes of a busy company: three, and two of a shard', async () => {
  await sameBytes(busy, { format: 'sql', dialect: 'mssql', tables, jobs: 3 })
  await sameBytes(busy, { format: 'json', tables, shard: { index: 2, count: 2 }, jobs: 2 })
})

test('interrupted in the middle, threads end and nothing is left', () =>
  inFolder(async (home) => {
    const controller = new AbortController()
    const { signal } = controller
    const onProgress = () => controller.abort()
    const error = await rejects(() =>
      generateFiles(busy, join(home, 'out'), { format: 'csv', tables, jobs: 2, signal, onProgress }),
    )
    assert.is(error.name, 'AbortError')
    assert.equal(treeOf(home), {})
    assert.is(threads(), 0)
  }))

test('a full disk ends the threads, and nothing is left', () =>
  inFolder(async (disk) => {
    try {
      execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', disk], { stdio: 'ignore' })
    } catch {
      return console.log('skipped: threads on a full disk, because this user cannot mount one')
    }
    try {
      const options = { format: 'csv', split: true, tables, jobs: 2 } as const
      await rejects(() => generateFiles(busy, join(disk, 'out'), options), /the disk is full/)
      assert.equal(treeOf(disk), {})
      assert.is(threads(), 0)
    } finally {
      execFileSync('umount', [disk])
    }
  }))

test('a thread that cannot begin is told of, and ends the others', async () => {
  const parts = partsOf(makePlan(busy), 1, undefined, tables)
  const broken = { definition: { ...busy.definition, start: 'soon' }, format: formatWords(busy, {}) }
  const rest = async () => {
    for await (const _ of encodedInOrder(parts, broken, 1)) assert.unreachable()
  }
  await rejects(rest, /start/)
  assert.is(threads(), 0)
})

/** Writes what the parts of a data set are encoded to, and gives the number of pieces of the most-cut file of a day. */
async function appendParts(scenario: Scenario, folder: string, kind: FilesOptions): Promise<number> {
  const words = formatWords(scenario, kind)
  const sink = await fileSink(folder, words)
  const encoder = new DayEncoder(textEncoder(words), () => new Uint8Array(PIECE_ROOM))
  const plan = makePlan(scenario)
  let most = 0
  for (const part of partsOf(plan, 1, undefined, words.tables)) {
    for (const { day, batches } of partRows(plan, part, words.tables)) {
      const pieces: Piece[] = []
      encoder.encode(day, batches, { piece: (_, piece) => pieces.push(piece), end: () => undefined })
      const times = new Map<string, number>()
      for (const piece of pieces) {
        await sink.append?.(piece)
        times.set(piece.table, (times.get(piece.table) ?? 0) + 1)
      }
      most = Math.max(most, ...times.values())
    }
  }
  await sink.close()
  return most
}

/** One thread and those of `options` make the same folder, manifest and all. */
function sameBytes(scenario: Scenario, options: FilesOptions): Promise<void> {
  return inFolder(async (home) => {
    const one = await generateFiles(scenario, join(home, 'one'), { ...options, jobs: 1 })
    const more = await generateFiles(scenario, join(home, 'more'), options)
    assert.equal(more, one)
    assert.ok(same(treeOf(join(home, 'more')), treeOf(join(home, 'one'))), JSON.stringify(options))
  })
}

/** `assert.equal` of megabytes would show all of them. */
function same(a: Readonly<Record<string, string>>, b: Readonly<Record<string, string>>): boolean {
  const names = Object.keys(a)
  return names.length === Object.keys(b).length && names.every((name) => a[name] === b[name])
}

/** Threads of ours that keep this process alive. */
function threads(): number {
  return process.getActiveResourcesInfo().filter((name) => name === 'Worker').length
}

function byName<File extends { readonly name: string }>(files: readonly File[]): File[] {
  return [...files].sort((a, b) => (a.name < b.name ? -1 : 1))
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
