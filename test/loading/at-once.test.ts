import { setTimeout as wait } from 'node:timers/promises'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { connected, type Database, databaseOf } from '../../src/databases/database.ts'
import { databaseUrl } from '../../src/databases/url.ts'
import { seedDatabase } from '../../src/seed.ts'
import { unseedDatabase } from '../../src/unseed.ts'
import { rejects } from '../rejects.ts'
import { makeTables, sessionWith, testEngines } from '../servers.ts'
import { small, smallWith } from '../small-scenario.ts'
import { NOTHING, naturalIn, planned, plannedNatural, rowsIn, without } from './rows-in.ts'

/** Waits for a lock for a moment only. */
const HASTY = {
  sqlite: 'PRAGMA busy_timeout = 20',
  postgres: "SET lock_timeout = '100ms'",
  mysql: 'SET innodb_lock_wait_timeout = 1',
  mssql: 'SET LOCK_TIMEOUT 100',
}

for (const engine of testEngines('loads at once')) {
  const test = suite(`${engine.name}: loads at once`)
  const filled = (work: (database: Database, url: string) => Promise<void>) =>
    engine.inDatabase(async (database, url) => {
      await makeTables(database)
      await work(database, url)
    })

  /** A second connection; an SQLite file would keep this process waiting for itself. */
  const another = (database: Database, url: string, work: (other: Database) => Promise<unknown>) =>
    engine.isServer ? connected(databaseUrl(url), work) : work(database)

  for (const mostAtOnce of [undefined, 0])
    test(`of two scenarios both get in${mostAtOnce === 0 ? ', day by day' : ''}`, () =>
      filled(async (database, url) => {
        const other = smallWith('scenario: small\nseed: 7', 'scenario: other\nseed: 8')
        const options = { beside: true, mostAtOnce }
        await Promise.all([
          seedDatabase(database, small, options),
          another(database, url, (second) => seedDatabase(second, other, options)),
        ])
        const [one, two] = [plannedNatural(small), plannedNatural(other)]
        assert.equal(without(without(await naturalIn(database), one), two), NOTHING)
        const all = await naturalIn(database)
        assert.equal(without(one, all), NOTHING)
        assert.equal(without(two, all), NOTHING)
        for (const table of ['Users', 'Pools', 'UriTypes', 'ClientVersions', 'Conferences', 'Dialogs'])
          assert.is(all[table]?.length, one[table]!.length + without(two, one)[table]!.length, table)
      }))

  test('of one scenario only one gets in, and the other is refused', () =>
    filled(async (database, url) => {
      const load = (one: Database) => seedDatabase(one, small, { beside: true })
      const both = await Promise.allSettled([load(database), another(database, url, load)])
      assert.equal(both.map(({ status }) => status).sort(), ['fulfilled', 'rejected'])
      const refused = both.find((one): one is PromiseRejectedResult => one.status === 'rejected')
      assert.match((refused!.reason as Error).message, /rows of small are in .* already/)
      assert.equal(await rowsIn(database), planned(small))
    }))

  /** Works while somebody else holds a lock on a table that the load writes to, and gives it back when told. */
  const locked = (work: (hasty: Database, giveBack: () => Promise<void>) => Promise<void>) =>
    filled(async (database, url) => {
      const theirs = await sessionWith(database, url, HASTY)
      try {
        await connected(databaseUrl(url), async ({ knex }) => {
          const transaction = await knex.transaction()
          const giveBack = async () => void (await transaction.rollback())
          try {
            await transaction('Pools').insert({ PoolId: 1, PoolFQDN: 'theirs.example' })
            await work(await databaseOf(theirs), giveBack)
          } finally {
            if (!transaction.isCompleted()) await giveBack() // otherwise a test that fails waits for ever
          }
        })
      } finally {
        await theirs.destroy()
      }
      assert.equal(await rowsIn(database), NOTHING)
    })

  test('that wait for a lock of others try again', () =>
    locked(async (hasty, giveBack) => {
      await Promise.all([seedDatabase(hasty, small), wait(60).then(giveBack)])
      assert.equal(await rowsIn(hasty), planned(small))
      await unseedDatabase(hasty, small)
      for (const table of Object.keys(NOTHING).reverse()) await hasty.knex(table).del()
    }))

  test('that never get it say so in one line, and leave nothing half done', () =>
    locked(async (hasty, giveBack) => {
      // A server that does not know the time-out would wait for ever: then this fails.
      const patience = setTimeout(giveBack, 60_000)
      await rejects(
        () => seedDatabase(hasty, small),
        /^cannot write to the database: (a lock was not had in time|another program is writing to it)[^\n]*$/,
      ).finally(() => clearTimeout(patience))
      await giveBack()
    }))

  test.run()
}
