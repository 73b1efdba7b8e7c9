import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { inTemporary } from '../../src/databases/temporary.ts'
import { fixture, memoryDatabase, scenario, seed, seeded } from '../../src/index.ts'
import { rejects } from '../rejects.ts'

const test = suite('seeded')
const standup = fixture('weekly-standup')

test('its rows and tables are gone at the end of the block', () =>
  inTemporary(async (knex) => {
    {
      await using rows = await seeded(knex, standup, { create: true })
      const [found] = await knex('FocusJoinsAndLeaves').count({ rows: '*' })
      assert.is(found?.rows, rows.inserted.FocusJoinsAndLeaves)
    }
    assert.equal(await knex('sqlite_master').whereNot('name', 'like', 'sqlite_%').select(), [])
  }))

test('rows of others stay, and those that they share', () =>
  inTemporary(async (knex) => {
    await seed(knex, fixture('first-conference').scenario, { create: true })
    const before = await contents()
    const rows = await seeded(
      knex,
      scenario('own').person('ann').conference('own', { at: '10:00', organizer: 'ann' }),
      {
        beside: true,
      },
    )
    assert.not.equal(await contents(), before)
    await rows.undo()
    await rows.undo()
    assert.equal(await contents(), before)

    async function contents() {
      const tables = [
        'Users',
        'ConferenceUris',
        'Conferences',
        'Dialogs',
        'FocusJoinsAndLeaves',
        'ClientVersions',
      ]
      return Promise.all(tables.map((table) => knex(table).select()))
    }
  }))

test('what cannot be seeded leaves nothing', () =>
  inTemporary(async (knex) => {
    await rejects(() => seeded(knex, standup))
    assert.equal(await knex('sqlite_master').select(), [])
  }))

test('a database in memory is there until it is closed', async () => {
  const database = await memoryDatabase(standup)
  const joins = await database.knex('FocusJoinsAndLeaves').select()
  assert.is(joins.length, standup.rows.FocusJoinsAndLeaves.length)
  await database[Symbol.asyncDispose]()
  await rejects(() => database.knex('FocusJoinsAndLeaves').select())
})

test.run()
