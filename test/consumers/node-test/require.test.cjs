const assert = require('node:assert/strict')
const { test } = require('node:test')
const { scenario } = require('rollcall')
const joins = require('rollcall/fixtures/drop-and-rejoin/json/FocusJoinsAndLeaves.json')

test('CommonJS requires the library, and the fixtures as files', () => {
  const retro = scenario('retro').person('ann').conference('retro', { at: '10:00', organizer: 'ann' })
  assert.equal(retro.rowsOf('FocusJoinsAndLeaves').length, 1)
  assert.ok(joins.length > 1)
})
