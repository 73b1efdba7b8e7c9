import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { connected } from '../../src/databases/database.ts'
import { createAll } from '../../src/dialects/ddl.ts'
import { sqlite } from '../../src/dialects/sqlite.ts'
import { type FilesOptions, generateFiles } from '../../src/generate-files.ts'
import { scenarioFrom } from '../../src/parse-scenario.ts'
import type { AnomalyEntry } from '../../src/scenario/anomalies-file.ts'
import { ANOMALY_KINDS, factsOf } from '../../src/scenario/anomaly.ts'
import type { Scenario } from '../../src/scenario/scenario.ts'
import { tableSets } from '../../src/schema/tables.ts'
import { seed } from '../../src/seed.ts'
import { unseed } from '../../src/unseed.ts'
import { verify, verifyFolder } from '../../src/verify/verify.ts'
import { inFolder } from '../in-folder.ts'
import { rejects } from '../rejects.ts'

const test = suite('anomalies')

function scenarioWith(...anomalies: AnomalyEntry[]): Scenario {
  return scenarioFrom({
    scenario: 'wrong',
    seed: 2,
    start: '2016-04-11',
    days: 2,
    timezone: 'Europe/London',
    people: { ann: {}, bob: { kind: 'remote' }, guest: { kind: 'anonymous' }, team: { group: 4 } },
    conferences: {
      standup: { at: '09:30', every: 'day', organizer: 'ann', attendees: ['bob', 'guest', 'team'] },
    },
    population: { users: 30 },
    anomalies,
  })
}

const everyKind = ANOMALY_KINDS.map((kind): AnomalyEntry => ({ kind, rate: 0.3 }))
const legal = everyKind.filter(({ kind }) => factsOf(kind).effect === 'legal')

const memory = { engine: 'sqlite', path: ':memory:', shown: 'memory' } as const
const tables = tableSets.conference

const forms: Readonly<Record<string, FilesOptions>> = {
  json: {},
  'csv of several threads': { format: 'csv', jobs: 2, split: true },
  parquet: { format: 'parquet' },
  sqlite: { format: 'sql', dialect: 'sqlite', create: true, foreignKeys: false },
}

for (const [name, options] of Object.entries(forms)) {
  test(`files with rows of every kind are as the scenario says, and the ledger too: ${name}`, () =>
    inFolder(async (folder) => {
      const scenario = scenarioWith(...everyKind)
      const { wrong = {} } = await generateFiles(scenario, join(folder, 'out'), { ...options, tables })
      assert.equal(Object.keys(wrong).sort(), [...ANOMALY_KINDS].sort())
      const verdict = await verifyFolder(join(folder, 'out'), scenario)
      assert.ok(verdict.ok)
      assert.equal(verdict.onPurpose, wrong)
    }))
}

test('the ledger is the same from any number of threads, and that of shards follows one another', () =>
  inFolder(async (folder) => {
    const scenario = scenarioWith(...everyKind)
    const ledgerOf = (name: string) => readFileSync(join(folder, name, 'ledger.json'), 'utf8')
    await generateFiles(scenario, join(folder, 'one'), { tables })
    await generateFiles(scenario, join(folder, 'many'), { tables, jobs: 3 })
    assert.is(ledgerOf('many'), ledgerOf('one'))
    const shards = [1, 2].map((index) => ({ index, count: 2 }))
    for (const shard of shards)
      await generateFiles(scenario, join(folder, `${shard.index}`), { tables, shard })
    const both = shards.flatMap(({ index }) => JSON.parse(ledgerOf(`${index}`)))
    assert.equal(both, JSON.parse(ledgerOf('one')))
    assert.ok((await verifyFolder([join(folder, '1'), join(folder, '2')], scenario)).ok)
  }))

test('without the tables of conferencing servers nothing is said of what is wrong there', () =>
  inFolder(async (folder) => {
    const scenario = scenarioWith(...everyKind)
    const { wrong = {} } = await generateFiles(scenario, folder, { tables: tableSets.core, force: true })
    assert.not.ok(Object.hasOwn(wrong, 'lost-mcu-rows'))
    const verdict = await verifyFolder(folder, scenario)
    assert.ok(verdict.ok)
    assert.equal(verdict.onPurpose, wrong)
  }))

test('a database that has these tables and no rows in them is as the scenario says', () =>
  connected(memory, async ({ knex }) => {
    const scenario = scenarioWith(...legal)
    for (const statement of createAll(sqlite, tableSets.conference)) await knex.raw(statement)
    await seed(knex, scenario, { tables: tableSets.core })
    const verdict = await verify(knex, scenario)
    assert.ok(verdict.ok)
    assert.not.ok(Object.hasOwn(verdict.onPurpose ?? {}, 'lost-mcu-rows'))
  }))

test('a row that is wrong and not in the ledger is found, and one that is in it and right', () =>
  inFolder(async (folder) => {
    const [none, some] = [scenarioWith(), scenarioWith({ kind: 'null-client', rate: 0.5 })]
    await generateFiles(none, join(folder, 'right'))
    await generateFiles(some, join(folder, 'wrong'))
    const ledger = JSON.parse(readFileSync(join(folder, 'wrong', 'ledger.json'), 'utf8'))
    for (const [made, held] of [
      ['right', some],
      ['wrong', none],
    ] as const) {
      const { comparison, ok } = await verifyFolder(join(folder, made), held)
      assert.not.ok(ok)
      assert.is(comparison?.differences, ledger.length, 'each row of the ledger, and no other')
    }
  }))

test('a ledger that names other rows is not that of the scenario', () =>
  inFolder(async (folder) => {
    const scenario = scenarioWith({ kind: 'null-client', rate: 0.5 })
    const { files } = await generateFiles(scenario, folder, { force: true })
    const path = join(folder, 'ledger.json')
    const [, ...others] = JSON.parse(readFileSync(path, 'utf8'))
    writeFileSync(path, JSON.stringify(others))
    const verdict = await verifyFolder(folder, scenario)
    assert.ok(files.some(({ name }) => name === 'ledger.json'))
    assert.equal(verdict.changedFiles, ['ledger.json'])
    assert.ok(verdict.isOtherLedger)
    assert.not.ok(verdict.ok)
  }))

for (const kind of ANOMALY_KINDS) {
  const { rule } = factsOf(kind)
  test(`${kind} is ${rule === null ? 'not found' : `found by the rule ${rule}`} without the scenario`, () =>
    inFolder(async (folder) => {
      await generateFiles(scenarioWith({ kind, rate: 1 }), folder, { tables, force: true })
      const { violations } = await verifyFolder(folder)
      assert.equal([...new Set(violations.map((one) => one.rule))], rule === null ? [] : [rule])
    }))
}

test('legal kinds go into a database with its keys, and out again', () =>
  connected(memory, async ({ knex }) => {
    const scenario = scenarioWith(...legal)
    await seed(knex, scenario, { create: true, tables })
    const verdict = await verify(knex, scenario)
    assert.ok(verdict.ok)
    assert.equal(Object.keys(verdict.onPurpose ?? {}).sort(), legal.map(({ kind }) => kind).sort())
    await unseed(knex, scenario)
    for (const table of ['Conferences', 'Dialogs', 'FocusJoinsAndLeaves', 'McuJoinsAndLeaves'])
      assert.equal(await knex(table).select(), [])
  }))

test('legal kinds go beside rows of others', () =>
  connected(memory, async ({ knex }) => {
    const others = scenarioFrom({ ...scenarioWith().definition, seed: 3, scenario: 'others', anomalies: [] })
    await seed(knex, others, { create: true, tables })
    const scenario = scenarioWith(...legal)
    await seed(knex, scenario, { beside: true })
    assert.ok((await verify(knex, scenario, { beside: true })).ok)
    await unseed(knex, scenario)
    assert.ok((await verify(knex, others, { beside: true })).ok)
  }))

test('breaking kinds go into tables without foreign keys alone, and out again', () =>
  connected(memory, async ({ knex }) => {
    const scenario = scenarioWith(...everyKind, {
      kind: 'orphaned-join',
      missing: 'user',
      conference: 'standup',
    })
    for (const options of [{}, { create: true }, { create: true, dryRun: true }, { beside: true }]) {
      await rejects(() => seed(knex, scenario, options), /break keys.*orphaned-join.*duplicate-join/)
    }
    assert.equal(await knex('sqlite_master').select(), [], 'nothing was made')
    await seed(knex, scenario, { create: true, foreignKeys: false, tables })
    const verdict = await verify(knex, scenario)
    assert.ok(verdict.ok)
    assert.ok(verdict.onPurpose?.['orphaned-join'])
    await unseed(knex, scenario)
    for (const table of ['Conferences', 'Dialogs', 'FocusJoinsAndLeaves', 'McuJoinsAndLeaves'])
      assert.equal(await knex(table).select(), [], table)
  }))

test('a script with breaking kinds makes its own tables, without foreign keys', () =>
  inFolder(async (folder) => {
    const scenario = scenarioWith(...everyKind)
    for (const options of [{}, { create: true }, { foreignKeys: false }])
      await rejects(
        () => generateFiles(scenario, join(folder, 'out'), { format: 'sql', ...options }),
        /break keys/,
      )
  }))

test.run()
