import fc from 'fast-check'
import type { Knex } from 'knex'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import type { Database } from '../../src/databases/database.ts'
import { scenarioFrom } from '../../src/parse-scenario.ts'
import type { ConferenceEntry } from '../../src/scenario/file.ts'
import { seedDatabase } from '../../src/seed.ts'
import { dayFromText } from '../../src/time/ticks.ts'
import { arbitraryScenario } from '../arbitrary-scenario.ts'
import { rejects } from '../rejects.ts'
import { emptyTables, makeTables, testEngines } from '../servers.ts'
import { small, smallWith } from '../small-scenario.ts'
import { othersBefore } from './others.ts'
import { dump, insert, NOTHING, naturalIn, plannedNatural, rowsIn, without } from './rows-in.ts'

for (const engine of testEngines('rows beside those of others')) {
  const test = suite(`${engine.name}: rows beside those of others`)
  const filled = (work: (database: Database) => Promise<void>) =>
    engine.inDatabase(async (database) => {
      await makeTables(database)
      await work(database)
    })

  test('change none of them, use their names again, and are those of the plan but for their numbers', () =>
    filled(async (database) => {
      const law = fc.asyncProperty(
        arbitraryScenario(),
        fc.constantFrom(0, undefined),
        async (file, mostAtOnce) => {
          const scenario = scenarioFrom(file)
          await emptyTables(database)
          await insert(database, othersBefore(scenario))
          const [theirs, named] = [await dump(database), await naturalIn(database)]
          const said = await seedDatabase(database, scenario, { beside: true, dryRun: true })
          assert.equal(await dump(database), theirs)
          const done = await seedDatabase(database, scenario, { beside: true, mostAtOnce })
          assert.equal(without(theirs, await dump(database)), NOTHING)
          assert.equal(without(await naturalIn(database), named), plannedNatural(scenario, named))
          assert.equal(said, done)
          await rejects(
            () => seedDatabase(database, scenario, { beside: true }),
            /rows of any are in .* already/,
          )
        },
      )
      await fc.assert(law, { numRuns: engine.isServer ? 3 : 12 })
    }))

  test('of another scenario at the same ticks get the next SessionIdSeq', () =>
    filled(async (database) => {
      const at = (name: string) => {
        const joins = { ann: [{ join: '0s', leave: '10m', invite: '0s' }] }
        const clock = {
          at: '09:30',
          every: 'day' as const,
          organizer: 'ann',
          attendees: ['bob'],
          joins,
        } satisfies ConferenceEntry
        return scenarioFrom({ ...small.definition, scenario: name, conferences: { [name]: clock } })
      }
      await seedDatabase(database, at('one'))
      const [first, named] = [await rowsIn(database), await naturalIn(database)]
      const { shifted } = await seedDatabase(database, at('two'), { beside: true })
      assert.ok(shifted >= 3, `${shifted}`)
      assert.equal(without(first, await rowsIn(database)), NOTHING)
      assert.equal(without(await naturalIn(database), named), plannedNatural(at('two'), named))
    }))

  test('are refused without `beside`, and what was found is told', () =>
    filled(async (database) => {
      await insert(database, othersBefore(small))
      const before = await dump(database)
      const error = await rejects(
        () => seedDatabase(database, small),
        /holds records of others: Users \(\d+\), Conferences \(/,
      )
      assert.match((error as unknown as { hint: string }).hint, /Nothing was changed\. Add --beside/)
      assert.equal(await dump(database), before)
    }))

  test('are never doubled, not even where their first and last conferences were deleted by hand', () =>
    filled(async (database) => {
      await seedDatabase(database, smallWith('days: 3', 'days: 5'))
      const times = (await database.knex('Conferences').orderBy('SessionIdTime')).map(
        (row) => row.SessionIdTime,
      )
      for (const time of [times[0], times.at(-1)]) {
        await database.knex('FocusJoinsAndLeaves').where('SessionIdTime', time).del()
        await database.knex('Conferences').where('SessionIdTime', time).del()
      }
      const before = await dump(database)
      await rejects(
        () => seedDatabase(database, smallWith('days: 3', 'days: 5'), { beside: true }),
        /rows of the scenario are in the database already/,
      )
      assert.equal(await dump(database), before)
    }))

  test('get no number that the server would give to others', () =>
    engine.inDatabase(async (database) => {
      await makeTables(database, ['UriTypes', 'Tenants', 'Roles', 'UserAgentDef', 'ClientVersions'])
      const { knex, engine: own } = database
      const identity = (table: Knex.CreateTableBuilder, name: string) =>
        own.client === 'mysql2'
          ? table.specificType(name, 'int AUTO_INCREMENT PRIMARY KEY')
          : table.increments(name)
      await knex.schema.createTable('Pools', (table) => {
        identity(table, 'PoolId')
        table.string('PoolFQDN', 256)
      })
      await knex.schema.createTable('Users', (table) => {
        table.specificType('NextUpdateTS', database.engine.dialect.type('datetime'))
        identity(table, 'UserId')
        table.string('UserUri', 450)
        table.integer('TenantId')
        table.integer('UriTypeId')
      })
      await makeTables(database, ['ConferenceUris', 'Conferences', 'Dialogs', 'FocusJoinsAndLeaves'])
      await knex('Pools').insert([{ PoolFQDN: 'theirs.example' }, { PoolFQDN: 'POOL01.contoso.com' }])
      const theirs = await dump(database)
      await seedDatabase(database, small, { beside: true })
      assert.equal(without(theirs, await dump(database)), { ...NOTHING, ...without(theirs, theirs) })
      const { Users, Conferences } = await naturalIn(database)
      assert.equal(
        [Users?.length, Conferences],
        [plannedNatural(small).Users?.length, plannedNatural(small).Conferences],
      )
      await knex('Users').insert({ UserUri: 'later@example.com' })
      const numbers = (await knex('Users').orderBy('UserId')).map(({ UserId }) => UserId)
      assert.equal(new Set(numbers).size, numbers.length)
      assert.is(numbers.length, (Users?.length ?? 0) + 1)
      if (engine.isServer) assert.ok(numbers[0] > 0 && numbers.at(-1) < 1000, `${numbers}`)
    }))

  test('that are older than what PurgeSettings keep bring a warning', () =>
    filled(async (database) => {
      await database.knex.schema.createTable('purgesettings', (table) => {
        table.integer('enablepurge')
        table.integer('KeepCallDetailForDays')
      })
      const today = dayFromText('2015-12-24')!
      const warnings = async () => (await seedDatabase(database, small, { dryRun: true, today })).warnings
      assert.equal(await warnings(), [])
      await database.knex('purgesettings').insert({ enablepurge: 1, KeepCallDetailForDays: 60 })
      assert.match((await warnings()).join(), /16\d days old, and the database's PurgeSettings keep 60/)
      await database.knex('purgesettings').update({ enablepurge: 0 })
      assert.equal(await warnings(), [])
    }))

  test.run()
}
