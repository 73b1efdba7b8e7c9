import fc from 'fast-check'
import type { Knex } from 'knex'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { databaseOf } from '../../src/databases/database.ts'
import { scenarioFrom } from '../../src/parse-scenario.ts'
import type { ScenarioFile } from '../../src/scenario/file.ts'
import { tableSets } from '../../src/schema/tables.ts'
import { foundTables } from '../../src/verify/found-tables.ts'
import { violations } from '../../src/verify/violations.ts'
import { arbitraryScenario } from '../arbitrary-scenario.ts'
import { galleryNames, galleryScenario } from '../gallery.ts'
import { arbitraryPopulation } from '../plan/population/arbitrary-population.ts'
import { inLoose } from './loose.ts'

const test = suite('rules of verify, whichever tables are there')

const broken = async (knex: Knex) =>
  (await violations(await foundTables(await databaseOf(knex)))).violations.map(({ title }) => title)

const GAP = 'Dialogs.SessionIdSeq does not count 1, 2, 3 at one SessionIdTime'

const at = { at: '00:10', on: '2016-06-16' }
/** Hundreds go on to the servers while hundreds of others come. The first are of the day before, when they were asked. */
const crowds: ScenarioFile = {
  scenario: 'crowds',
  seed: 1,
  start: '2016-06-15',
  days: 2,
  people: { ann: {}, bob: {}, first: { group: 300 }, second: { group: 300 } },
  conferences: {
    first: { ...at, requested: '-20m', opens: '-19m', organizer: 'ann', attendees: ['first'] },
    second: { ...at, requested: '-3m', opens: '-2m', organizer: 'bob', attendees: ['second'] },
  },
}

test('numbers of dialogs that are those of servers are missed only where servers have rows', async () => {
  const scenario = scenarioFrom(crowds)
  const gaps = (knex: Knex) =>
    knex('Dialogs')
      .select('SessionIdTime')
      .groupBy('SessionIdTime')
      .havingRaw('MIN(SessionIdSeq) <> 1 OR MAX(SessionIdSeq) <> COUNT(*)')
  await inLoose(async (knex) => {
    assert.ok((await gaps(knex)).length > 0, 'the core rows have gaps')
    assert.equal(await broken(knex), [])
    // Nor in a database whose other tables are there, and empty.
    for (const table of ['ConferenceSessionDetails', 'Registration'] as const)
      await knex.raw(`CREATE TABLE ${table} (SessionIdTime, SessionIdSeq)`)
    assert.equal(await broken(knex), [])
  }, scenario)
  await inLoose(
    async (knex) => {
      assert.equal(await gaps(knex), [])
      assert.equal(await broken(knex), [])
      const [{ SessionIdTime }] = await knex('ConferenceSessionDetails').whereNotNull('McuConferenceUriId')
      for (const table of ['Dialogs', 'ConferenceSessionDetails'])
        await knex(table).where({ SessionIdTime }).del().where('SessionIdSeq', 1)
      await knex('Dialogs').insert({ SessionIdTime, SessionIdSeq: 3 })
      await knex('ConferenceSessionDetails').insert({ SessionIdTime, SessionIdSeq: 3 })
      assert.ok((await broken(knex)).includes(GAP))
    },
    scenario,
    tableSets.conference,
  )
})

for (const [set, tables] of Object.entries(tableSets))
  test(`rows of any scenario and population keep all rules: ${set}`, () =>
    fc.assert(
      fc.asyncProperty(arbitraryScenario(), arbitraryPopulation(30), async (named, { population }) => {
        const scenario = scenarioFrom({ ...named, population })
        await inLoose(async (knex) => assert.equal(await broken(knex), []), scenario, tables)
      }),
      { numRuns: 8 },
    ))

for (const name of galleryNames()) {
  const scenario = galleryScenario(name)
  if (scenario.anomalies.length === 0)
    test(`${name} keeps all rules in all tables`, () =>
      inLoose(async (knex) => assert.equal(await broken(knex), []), scenario, tableSets.conference))
}

test.run()
