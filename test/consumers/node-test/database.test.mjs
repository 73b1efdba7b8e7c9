import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { fixture, memoryDatabase } from 'rollcall'

const standup = fixture('weekly-standup')
const database = await memoryDatabase(standup)
after(() => database.close())

test('a database of its own holds the rows', async () => {
  const [{ joins }] = await database.knex('FocusJoinsAndLeaves').count({ joins: '*' })
  assert.equal(joins, standup.rows.FocusJoinsAndLeaves.length)
})
