import { existsSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import type { Database } from '../../src/databases/database.ts'
import { scenarioFrom } from '../../src/parse-scenario.ts'
import { seedDatabase } from '../../src/seed.ts'
import { unseedDatabase } from '../../src/unseed.ts'
import { arbitraryScenario } from '../arbitrary-scenario.ts'
import { inFolder } from '../in-folder.ts'
import { rejects } from '../rejects.ts'
import { emptyTables, makeTables, testEngines } from '../servers.ts'
import { abortedAfter, small, smallWith } from '../small-scenario.ts'
import { othersBefore } from './others.ts'
import { dump, insert, NOTHING, naturalIn, rowsIn } from './rows-in.ts'

for (const engine of testEngines('unseed')) {
  const test = suite(`${engine.name}: unseed`)
  const filled = (work: (database: Database, receipt: string, url: string) => Promise<void>) =>
    inFolder((home) =>
      engine.inDatabase(async (database, url) => {
        await makeTables(database)
        await work(database, join(home, 'receipt.json'), url)
      }),
    )

  test('gives back the database as it was, also after a load that was interrupted or gone on with', () =>
    filled(async (database, receipt) => {
      const law = fc.asyncProperty(
        arbitraryScenario(),
        fc.boolean(),
        fc.nat(40),
        fc.boolean(),
        async (file, hasOthers, asks, goesOn) => {
          const scenario = scenarioFrom(file)
          rmSync(receipt, { force: true })
          await emptyTables(database)
          if (hasOthers) await insert(database, othersBefore(scenario))
          const before = await dump(database)
          const load = { receipt, mostAtOnce: 0, signal: abortedAfter(asks) }
          const isIn = await seedDatabase(database, scenario, { ...load, beside: true }).catch(() => null)
          if (!isIn && goesOn)
            await seedDatabase(database, scenario, { receipt, resume: true }).catch(() => undefined)
          await unseedDatabase(database, scenario, { receipt })
          assert.equal(await dump(database), before)
        },
      )
      await fc.assert(law, { numRuns: engine.isServer ? 5 : 16 })
    }))

  test('needs no table or column of its own: the receipt alone tells of a load, without a password', () =>
    filled(async (database, receipt, url) => {
      // SQLite keeps its statistics in a table.
      const columns = async () =>
        (await database.engine.columns(database.knex, null)).filter(({ table }) => !/^sqlite_/.test(table))
      const before = await columns()
      await seedDatabase(database, small, { receipt, dryRun: true })
      assert.not.ok(existsSync(receipt))
      await seedDatabase(database, small, { receipt })
      assert.equal(await columns(), before)
      const text = readFileSync(receipt, 'utf8')
      assert.ok(text.includes(database.shown))
      const { password } = new URL(url)
      if (password !== '') assert.not.ok(text.includes(password))
      await unseedDatabase(database, null, { receipt })
      assert.equal(await columns(), before)
      assert.not.ok(existsSync(receipt))
    }))

  test('gives it back after days were added', () =>
    filled(async (database, receipt) => {
      const grown = smallWith('days: 3', 'days: 5')
      await insert(database, othersBefore(grown))
      const before = await dump(database)
      await seedDatabase(database, small, { receipt, beside: true })
      await seedDatabase(database, grown, { receipt, extend: true })
      const { removed, kept } = await unseedDatabase(database, null, { receipt })
      assert.equal(await dump(database), before)
      assert.ok((removed.Conferences ?? 0) > 4)
      assert.ok(
        kept.every(({ why }) => why === 'was there before'),
        JSON.stringify(kept),
      )
      await rejects(() => unseedDatabase(database, null, { receipt }), /there is no receipt/)
    }))

  test('without a receipt keeps all but what only we can have made up, and says so', () =>
    filled(async (database) => {
      await seedDatabase(database, small)
      const { kept } = await unseedDatabase(database, small)
      const { Conferences, Dialogs, FocusJoinsAndLeaves, ConferenceUris, Users } = await rowsIn(database)
      assert.equal([Conferences, Dialogs, FocusJoinsAndLeaves, ConferenceUris], [[], [], [], []])
      assert.not.match(JSON.stringify(Users), /anonymous/)
      const users = kept.find(({ table }) => table === 'Users')
      assert.equal(users, { table: 'Users', rows: Users?.length, why: 'may have been there before' })
      assert.equal(await unseedDatabase(database, small), { removed: {}, kept })
    }))

  test('keeps what others refer to or spell in their own way, and says why', () =>
    filled(async (database, receipt) => {
      await seedDatabase(database, small, { receipt })
      const [ann, bob] = await database.knex('Users').orderBy('UserId').limit(2)
      const own = await database.knex('Users').max({ last: 'UserId' })
      const theirs = Number(Object.values(own[0] ?? {})[0]) + 1
      await database.knex('Users').insert({ UserId: theirs, UserUri: String(bob.UserUri).toUpperCase() })
      const [conference] = othersBefore(small).flatMap((batch) =>
        batch.table === 'Conferences' ? batch.rows.filter(({ SessionIdSeq }) => SessionIdSeq === 5) : [],
      )
      await insert(database, [
        { table: 'Conferences', rows: [{ ...conference!, PoolId: 1, OrganizerId: ann.UserId }] },
      ])
      const { kept } = await unseedDatabase(database, small, { receipt })
      const of = (table: string) => kept.filter((one) => one.table === table)
      assert.equal(of('Users'), [{ table: 'Users', rows: 1, why: 'others refer to it' }])
      assert.equal(of('Pools'), [{ table: 'Pools', rows: 1, why: 'others refer to it' }])
      const left = await database.knex('Users').orderBy('UserId')
      assert.equal(
        left.map(({ UserId }) => UserId),
        [ann.UserId, theirs],
      )
      assert.is((await rowsIn(database)).Conferences?.length, 1)
    }))

  test('keeps a row to which a table of others refers that we do not know', () =>
    filled(async (database, receipt) => {
      await seedDatabase(database, small, { receipt })
      const { knex } = database
      await knex.schema.createTable('Badges', (table) => {
        table.integer('UserId').notNullable()
        table.foreign('UserId').references('Users.UserId')
      })
      const ids = (await knex('Users').orderBy('UserId')).map(({ UserId }) => UserId)
      await knex('Badges').insert([{ UserId: ids[1] }, { UserId: ids[3] }])
      const { kept } = await unseedDatabase(database, small, { receipt })
      assert.equal(
        kept.filter(({ table }) => table === 'Users'),
        [{ table: 'Users', rows: 2, why: 'others refer to it' }],
      )
      assert.equal(
        (await knex('Users').orderBy('UserId')).map(({ UserId }) => UserId),
        [ids[1], ids[3]],
      )
      await knex.schema.dropTable('Badges')
    }))

  test('takes out what is left where rows were deleted by hand', () =>
    filled(async (database, receipt) => {
      await seedDatabase(database, small, { receipt })
      const { knex } = database
      const [first] = await knex('Conferences').orderBy('SessionIdTime').limit(1)
      await knex('FocusJoinsAndLeaves').where('SessionIdTime', first.SessionIdTime).del()
      await knex('Conferences').where('SessionIdTime', first.SessionIdTime).del()
      await knex('ClientVersions')
        .whereNotIn('VersionId', knex('FocusJoinsAndLeaves').select('ClientVerId'))
        .del()
      await unseedDatabase(database, small, { receipt })
      assert.equal(await rowsIn(database), NOTHING)
    }))

  test('leaves orphans of others alone, and does without tables and columns that are not there', () =>
    engine.inDatabase(async (database) => {
      await makeTables(database)
      const { knex } = database
      await seedDatabase(database, small)
      await knex.schema.dropTable('FocusJoinsAndLeaves')
      await knex.schema.alterTable('ConferenceUris', (table) => table.dropColumn('Checksum'))
      await unseedDatabase(database, small)
      const { Conferences, Dialogs } = await naturalIn(database)
      assert.equal([Conferences, Dialogs], [[], []])
      await knex.schema.dropTable('Dialogs')
      await knex.schema.createTable('Dialogs', (table) => table.string('SessionIdTime', 30))
      await rejects(() => unseedDatabase(database, small), /lacks Dialogs\.SessionIdSeq, Dialogs\.ExternalId/)
    }))

  test.run()
}
