import fc from 'fast-check'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { type Database, databaseOf } from '../../src/databases/database.ts'
import { parseScenario, scenarioFrom } from '../../src/parse-scenario.ts'
import { seed, seedDatabase } from '../../src/seed.ts'
import { unseed, unseedDatabase } from '../../src/unseed.ts'
import { arbitraryScenario } from '../arbitrary-scenario.ts'
import { rejects } from '../rejects.ts'
import { emptyTables, makeTables, sessionWith, testEngines } from '../servers.ts'
import { SMALL_TEXT, small } from '../small-scenario.ts'
import { naturalIn, planned, plannedNatural, rowsIn } from './rows-in.ts'

/** A session in a zone far from UTC, where the engine has such a thing. */
const FAR = { postgres: "SET TIME ZONE 'Pacific/Auckland'", mysql: "SET time_zone = '+13:00'" }

for (const engine of testEngines('rows read back')) {
  const test = suite(`${engine.name}: rows read back`)
  const filled = (work: (database: Database, url: string) => Promise<void>) =>
    engine.inDatabase(async (database, url) => {
      await makeTables(database)
      await work(database, url)
    })

  test('are those that were planned, to the tick, the bit and the byte', () =>
    filled(async (database) => {
      const law = fc.asyncProperty(arbitraryScenario(), async (file) => {
        const scenario = scenarioFrom(file)
        await emptyTables(database)
        await seedDatabase(database, scenario)
        assert.equal(await rowsIn(database), planned(scenario))
      })
      await fc.assert(law, { numRuns: engine.isServer ? 3 : 12 })
    }))

  test("are the same through a caller's connection whose session lives far from UTC", () =>
    filled(async (database, url) => {
      const theirs = await sessionWith(database, url, FAR)
      try {
        await seed(theirs, small)
        assert.equal(await rowsIn(database), planned(small))
        assert.equal(await rowsIn(await databaseOf(theirs)), planned(small))
        await unseed(theirs, small)
        const { Conferences, Dialogs, FocusJoinsAndLeaves } = await rowsIn(database)
        assert.equal([Conferences, Dialogs, FocusJoinsAndLeaves], [[], [], []])
      } finally {
        await theirs.destroy()
      }
    }))

  test('hold texts that break careless writers as they are; one with a line break or NUL is refused', () =>
    filled(async (database) => {
      for (const text of ["Robert'); DROP TABLE Users;--", '👩‍🚀 🎉', '$1 :name ?? @p %s', 'x'.repeat(200)]) {
        const people = { ann: { devices: [{ device: 'desktop', client: text }] } }
        const hostile = scenarioFrom({
          ...small.definition,
          people: { ...small.definition.people, ...people },
        } as never)
        await emptyTables(database)
        await seedDatabase(database, hostile)
        assert.equal(await rowsIn(database), planned(hostile))
      }
      for (const text of ['a\\nb', 'a\\0b'])
        assert.throws(
          () =>
            parseScenario(SMALL_TEXT.replace('{ name: Ann Bell }', `{ address: "ann${text}@contoso.com" }`)),
          /people\.ann\.address|ann/,
        )
    }))

  test('may lack what a table does not need; columns of others get their defaults', () =>
    filled(async (database) => {
      const { knex: db } = database
      for (const name of ['Flag', 'Processed'])
        await db.schema.alterTable('Conferences', (table) => table.dropColumn(name))
      await db.schema.alterTable('FocusJoinsAndLeaves', (table) => table.dropColumn('UserEndpointId'))
      await db.schema.alterTable('Users', (table) =>
        table.string('Site', 20).notNullable().defaultTo('north'),
      )
      await db.schema.alterTable('Dialogs', (table) => table.integer('Weight').nullable())
      await seedDatabase(database, small)
      assert.equal(await db('Users').distinct('Site'), [{ Site: 'north' }])
      const without = (rows: readonly string[] = []) =>
        rows.map((row) =>
          JSON.stringify({ ...JSON.parse(row), Flag: null, Processed: null, UserEndpointId: null }),
        )
      const [found, made] = [await naturalIn(database), plannedNatural(small)]
      assert.equal(without(found.Conferences), without(made.Conferences))
      assert.equal(without(found.FocusJoinsAndLeaves).sort(), without(made.FocusJoinsAndLeaves).sort())
      await unseedDatabase(database, small)
      assert.is((await db('Conferences')).length, 0)
    }))

  test('nothing is changed by a table that wants a value of others, and what is wrong is told at once', () =>
    filled(async (database) => {
      // SQLite takes such a column only with a default, so it is a new table there.
      await database.knex.schema.dropTable('FocusJoinsAndLeaves')
      await database.knex.schema.dropTable('Dialogs')
      await database.knex.schema.createTable('Dialogs', (table) => {
        table.string('SessionIdTime')
        table.integer('Weight').notNullable()
      })
      await rejects(
        () => seedDatabase(database, small),
        /table FocusJoinsAndLeaves is missing|Dialogs\.SessionIdSeq is missing/,
      )
      for (const table of ['Users', 'Conferences', 'Pools']) assert.equal(await database.knex(table), [])
    }))

  test.run()
}
