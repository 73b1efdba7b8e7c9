import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import type { Database } from '../../src/databases/database.ts'
import type { Receipt } from '../../src/loading/receipt.ts'
import { scenarioFrom } from '../../src/parse-scenario.ts'
import type { ScenarioFile } from '../../src/scenario/file.ts'
import type { Scenario } from '../../src/scenario/scenario.ts'
import { type SeedOptions, seedDatabase } from '../../src/seed.ts'
import { arbitraryScenario } from '../arbitrary-scenario.ts'
import { inFolder } from '../in-folder.ts'
import { rejects } from '../rejects.ts'
import { emptyTables, makeTables, testEngines } from '../servers.ts'
import { abortedAfter, small, smallWith } from '../small-scenario.ts'
import { othersBefore } from './others.ts'
import { dump, insert, NOTHING, naturalIn, planned, plannedNatural, rowsIn, without } from './rows-in.ts'

/** Each slice is a transaction, however small. */
const SLICES = { mostAtOnce: 0 }

/** A load that ends in the middle: between two batches, or when a day is in and the receipt does not say so yet. */
async function interrupted(
  database: Database,
  scenario: Scenario,
  options: SeedOptions,
  { asks, days }: { readonly asks: number; readonly days: number },
): Promise<void> {
  let told = 0
  const onProgress = () => {
    if (++told > days) throw new Error('as if killed')
  }
  await seedDatabase(database, scenario, {
    ...SLICES,
    ...options,
    signal: abortedAfter(asks),
    onProgress,
  }).catch((error: Error) => {
    if (error.name !== 'AbortError' && error.message !== 'as if killed') throw error
  })
}

const moment = fc.oneof(
  fc.record({ asks: fc.nat(60), days: fc.constant(99) }),
  fc.record({ asks: fc.constant(9999), days: fc.nat(4) }),
)

/** Zones in which the days of a scenario begin in the middle of a UTC day. */
const company = (timezone: string, days: number): ScenarioFile => ({
  scenario: 'company',
  seed: 5,
  start: '2016-03-10',
  days,
  timezone,
  population: { users: 60 },
})

function withDays(file: ScenarioFile, days: number): Scenario | null {
  try {
    return scenarioFrom({ ...file, days })
  } catch {
    return null // something of the scenario is on a day that is not there
  }
}

/** Whether rows of a scenario are others in another. */
function isChangedBy(one: Scenario, other: Scenario): boolean {
  const [before, after] = [plannedNatural(one), plannedNatural(other)]
  return Object.keys(before).some((table) => before[table]!.some((row) => !after[table]!.includes(row)))
}

for (const engine of testEngines('loads that go on')) {
  const test = suite(`${engine.name}: a load that goes on`)
  const filled = (work: (database: Database, receipt: string) => Promise<void>) =>
    inFolder((home) =>
      engine.inDatabase(async (database) => {
        await makeTables(database)
        await work(database, join(home, 'receipt.json'))
      }),
    )
  const receiptIn = (path: string) => JSON.parse(readFileSync(path, 'utf8')) as Receipt

  test('gives the rows of one that nothing disturbed, their numbers included', () =>
    filled(async (database, receipt) => {
      const law = fc.asyncProperty(arbitraryScenario(), moment, async (file, when) => {
        const scenario = scenarioFrom(file)
        await emptyTables(database)
        rmSync(receipt, { force: true })
        await interrupted(database, scenario, { receipt }, when)
        if (!existsSync(receipt)) assert.equal(await rowsIn(database), NOTHING)
        await goneOn(database, scenario, receipt)
        assert.equal(await rowsIn(database), planned(scenario))
        assert.is(receiptIn(receipt).status, 'complete')
        await rejects(() => seedDatabase(database, scenario, { receipt, resume: true }), /nothing to resume/)
      })
      await fc.assert(law, { numRuns: engine.isServer ? 4 : 14 })
    }))

  test('gives them beside the rows of others, too, of which it changes none', () =>
    filled(async (database, receipt) => {
      const law = fc.asyncProperty(arbitraryScenario(), moment, async (file, when) => {
        const scenario = scenarioFrom(file)
        await emptyTables(database)
        rmSync(receipt, { force: true })
        await insert(database, othersBefore(scenario))
        const [theirs, named] = [await dump(database), await naturalIn(database)]
        await interrupted(database, scenario, { receipt, beside: true }, when)
        await goneOn(database, scenario, receipt)
        assert.equal(without(theirs, await dump(database)), NOTHING)
        assert.equal(without(await naturalIn(database), named), plannedNatural(scenario, named))
      })
      await fc.assert(law, { numRuns: engine.isServer ? 3 : 10 })
    }))

  /** Goes on with a load, or begins it where nothing of it is in. */
  async function goneOn(database: Database, scenario: Scenario, receipt: string): Promise<void> {
    if (!existsSync(receipt)) await seedDatabase(database, scenario, { receipt, beside: true })
    else if (receiptIn(receipt).status === 'loading')
      await seedDatabase(database, scenario, { receipt, resume: true })
  }

  test('is asked for where only the supporting rows are in, instead of taking them for those of others', () =>
    filled(async (database, receipt) => {
      await interrupted(database, small, { receipt }, { asks: 9999, days: 0 })
      assert.is((await rowsIn(database)).Conferences?.length, 0)
      for (const beside of [false, true])
        await rejects(
          () => seedDatabase(database, small, { receipt, beside }),
          /receipt of a load whose rows are in/,
        )
      await seedDatabase(database, small, { receipt, resume: true })
      assert.equal(await rowsIn(database), planned(small))
    }))

  test('by days is the load of all days at once', () =>
    filled(async (database, receipt) => {
      const law = fc.asyncProperty(arbitraryScenario(), moment, async (file, when) => {
        const before = withDays(file, 1)
        fc.pre(before !== null && file.days! > 1 && !isChangedBy(before, scenarioFrom(file)))
        await grows(database, receipt, before!, scenarioFrom(file), when)
      })
      await fc.assert(law, { numRuns: engine.isServer ? 2 : 8 })
      for (const zone of ['Asia/Tokyo', 'America/Los_Angeles'])
        await grows(database, receipt, scenarioFrom(company(zone, 2)), scenarioFrom(company(zone, 4)), {
          asks: 9999,
          days: 1,
        })
    }))

  /** Extends a load, is interrupted, goes on, and compares. */
  async function grows(
    database: Database,
    receipt: string,
    before: Scenario,
    after: Scenario,
    when: { readonly asks: number; readonly days: number },
  ): Promise<void> {
    await emptyTables(database)
    rmSync(receipt, { force: true })
    await seedDatabase(database, before, { receipt })
    await rejects(
      () => seedDatabase(database, before, { receipt, extend: true }),
      /has no days that are not in/,
    )
    await interrupted(database, after, { receipt, extend: true }, when)
    const { status, days } = receiptIn(receipt)
    if (status === 'loading') await seedDatabase(database, after, { receipt, resume: true })
    else if (days === before.days) await seedDatabase(database, after, { receipt, extend: true })
    assert.equal(await naturalIn(database), plannedNatural(after))
  }

  test('follows a first day that has moved on', () =>
    filled(async (database, receipt) => {
      await seedDatabase(database, small, { receipt })
      const moved = scenarioFrom({
        ...smallWith('on: 2015-07-14', 'on: 2015-07-15').definition,
        start: '2015-07-15',
      })
      await rejects(
        () => seedDatabase(database, moved, { receipt, extend: true }),
        /was changed since it was loaded/,
      )
      const plain = (start: string, days: number) => {
        const { late: _, ...conferences } = small.definition.conferences as Record<string, never>
        return scenarioFrom({ ...small.definition, start, days, conferences })
      }
      await emptyTables(database)
      rmSync(receipt)
      await seedDatabase(database, plain('2015-07-13', 3), { receipt })
      await seedDatabase(database, plain('2015-07-15', 3), { receipt, extend: true })
      assert.equal(await naturalIn(database), plannedNatural(plain('2015-07-13', 5)))
      await rejects(
        () => seedDatabase(database, plain('2015-07-10', 9), { receipt, extend: true }),
        /starts before 2015-07-13/,
      )
    }))

  test('is refused where it could only guess, and a receipt is never written over while its rows are there', () =>
    filled(async (database, receipt) => {
      await rejects(() => seedDatabase(database, small, { resume: true }), /there is no receipt of small/)
      await seedDatabase(database, small, { receipt })
      const before = readFileSync(receipt, 'utf8')
      const other = smallWith('seed: 7', 'seed: 8')
      await rejects(() => seedDatabase(database, small, { receipt }), /rows of small are in .* already/)
      await rejects(() => seedDatabase(database, small, { receipt, beside: true }), /rows of small are in/)
      await rejects(
        () => seedDatabase(database, other, { receipt, beside: true }),
        /receipt of a load whose rows/,
      )
      await rejects(() => seedDatabase(database, other, { receipt, resume: true }), /was changed since/)
      const elsewhere = { ...database, shown: 'mysql://other/LcsCDR' }
      await rejects(
        () => seedDatabase(elsewhere, small, { receipt, resume: true }),
        /is of .*, not of mysql:\/\/other/,
      )
      await rejects(
        () => seedDatabase(elsewhere, other, { receipt, beside: true }),
        /is of .*, not of mysql:\/\/other/,
      )
      assert.is(readFileSync(receipt, 'utf8'), before)
    }))

  test('a receipt that cannot be written, or a file in its place that is none, is told before the first row', () =>
    filled(async (database, receipt) => {
      const nowhere = join(receipt, 'none', 'receipt.json')
      await rejects(
        () => seedDatabase(database, small, { receipt: nowhere }),
        /cannot (be read|write the receipt)|cannot/,
      )
      writeFileSync(receipt, 'scenario: small')
      await rejects(() => seedDatabase(database, small, { receipt }), /is not JSON/)
      assert.is(readFileSync(receipt, 'utf8'), 'scenario: small')
      assert.equal(await rowsIn(database), NOTHING)
    }))

  test.run()
}
