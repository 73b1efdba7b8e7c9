import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { estimate } from '../src/estimate.ts'
import type { Manifest } from '../src/files/manifest.ts'
import { generateFiles } from '../src/generate-files.ts'
import { scenarioFrom } from '../src/parse-scenario.ts'
import { tableSets } from '../src/schema/tables.ts'
import { verifyFolder } from '../src/verify/verify.ts'

// The full pool of the user model, 80,000 users and 60 days: too much for every run of the tests. `npm run test:large`.

const test = suite('a full pool')
const folder = mkdtempSync(join(tmpdir(), 'rollcall-large-'))
const pool = scenarioFrom({
  scenario: 'pool',
  seed: 1,
  start: '2016-03-07',
  days: 60,
  timezone: 'Europe/London',
  population: { users: 80_000 },
})
const tables = tableSets.core
const generated = (jobs: number): Promise<Manifest> =>
  generateFiles(pool, join(folder, String(jobs)), { format: 'csv', tables, jobs })
let manifest: Manifest

test('has more than two million joins', async () => {
  manifest = await generated(1)
  assert.ok((manifest.rows.FocusJoinsAndLeaves ?? 0) > 2_000_000)
})

test('two jobs write the bytes of one', async () => {
  assert.equal((await generated(2)).files, manifest.files)
  rmSync(join(folder, '2'), { recursive: true })
})

test('a day that is too large for what threads share is handed over in turns', async () => {
  const crowd = scenarioFrom({ ...pool.definition, days: 2, population: { users: 200_000 } })
  const made = [1, 2].map((jobs) =>
    generateFiles(crowd, join(folder, `crowd-${jobs}`), { format: 'csv', tables, jobs }),
  )
  assert.equal((await made[1])?.files, (await made[0])?.files)
  for (const jobs of [1, 2]) rmSync(join(folder, `crowd-${jobs}`), { recursive: true })
})

test('has the rows of each table and the bytes that were estimated, within 2 %', async () => {
  const about = await estimate(pool, { tables, now: () => performance.now() })
  const isNear = (made: number, said: number) =>
    assert.ok(Math.abs(made / said - 1) < 0.02, `${made}, not ${said}`)
  for (const [table, rows] of Object.entries(manifest.rows)) isNear(rows, Reflect.get(about.rows, table))
  isNear(
    manifest.files.reduce((sum, file) => sum + file.bytes, 0),
    about.bytes,
  )
})

test('breaks no rule: keys, references, sequences and order over millions of rows', async () => {
  const { ok, violations, rows } = await verifyFolder(join(folder, '1'))
  assert.equal(violations, [])
  assert.ok(ok)
  assert.equal(rows, manifest.rows)
})

test('of what the servers saw of a week, two jobs write the bytes of one, and no rule is broken', async () => {
  const week = scenarioFrom({ ...pool.definition, days: 7, population: { users: 30_000 } })
  const made = [1, 2].map((jobs) =>
    generateFiles(week, join(folder, `week-${jobs}`), { format: 'csv', jobs }),
  )
  assert.equal((await made[1])?.files, (await made[0])?.files)
  const { ok, violations, rows } = await verifyFolder(join(folder, 'week-1'))
  assert.equal(violations, [])
  assert.ok(ok && rows.ConferenceSessionDetails! > 200_000)
})

test.after(() => rmSync(folder, { recursive: true }))
test.run()
