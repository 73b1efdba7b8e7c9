import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { fixture, type RollcallError } from '../../src/index.ts'

const test = suite('rows of a fixture')
const standup = fixture('weekly-standup')
const joins = standup.rowsOf('FocusJoinsAndLeaves')
const bob = standup.address('bob')

test('are picked by values as rows have them, as files spell them, and as drivers give them', () => {
  const [first] = joins
  const id = first!.UserEndpointId!
  const expected = joins.all.filter((row) => String(row.UserEndpointId) === String(id))
  for (const UserEndpointId of [id, String(id), String(id).toLowerCase()])
    assert.equal(joins.where({ UserEndpointId }).all, expected)
  const [time] = joins.driven()
  for (const UserJoinTime of [first!.UserJoinTime!, time!.UserJoinTime!, time!.UserJoinTime!.toISOString()])
    assert.equal(joins.where({ UserJoinTime }).one(), first)
  assert.equal(
    joins.where({ UserEndpointId: null }).all,
    joins.all.filter((row) => row.UserEndpointId === null),
  )
})

test('are picked by what their references lead to, and again from those that were picked', () => {
  const { UserId } = standup.rowsOf('Users').where({ UserUri: bob }).one()
  const expected = joins.all.filter((row) => row.UserId === UserId)
  assert.ok(expected.length > 0)
  assert.equal(joins.where({ UserUri: bob }).all, expected)
  const again = joins.where({ UserUri: bob }).where(({ FocusUserInstance }) => FocusUserInstance === 2)
  assert.equal(again.where({ UserUri: bob }).all, again.all)
  assert.ok(again.length > 0 && again.length < expected.length)
})

test('a column that is not there, or a value that it cannot hold, is refused', () => {
  const code = (condition: object) => {
    try {
      joins.where(condition)
    } catch (error) {
      return (error as RollcallError).code
    }
  }
  assert.is(code({ UserIdd: 1 }), 'ROLLCALL_E_NAME')
  assert.is(code({ ['__proto__']: 1 }), 'ROLLCALL_E_NAME')
  assert.is(code({ UserJoinTime: 'noon' }), 'ROLLCALL_E_ARGUMENT')
  assert.is(code(null as unknown as object), 'ROLLCALL_E_ARGUMENT')
})

test('one() is for one', () => {
  assert.throws(() => joins.one(), /one row of FocusJoinsAndLeaves was expected, and there are \d+/)
  assert.throws(() => joins.where({ UserId: -1 }).one(), /there is none/)
})

test('are given as JSON files have them', async () => {
  const { default: file } = await import('../../fixtures/weekly-standup/json/FocusJoinsAndLeaves.json', {
    with: { type: 'json' },
  })
  assert.equal(joins.toJSON(), file)
  const { default: dialogs } = await import('../../fixtures/weekly-standup/json/Dialogs.json', {
    with: { type: 'json' },
  })
  const core = fixture('weekly-standup', { tables: 'core' })
  assert.equal(JSON.parse(JSON.stringify(core.rowsOf('Dialogs'))), dialogs)
})

test.run()
