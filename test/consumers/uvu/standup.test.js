import { fixture } from 'rollcall'
import { test } from 'uvu'
import * as assert from 'uvu/assert'

const standup = fixture('weekly-standup')

test('one presenter drops out and comes back', () => {
  const joins = standup.rowsOf('FocusJoinsAndLeaves').where({ UserUri: standup.address('bob') })
  const again = joins.where({ FocusUserInstance: 2 })
  assert.ok(again.length > 0 && again.length < joins.length)
})

test.run()
