import { assertSameRows, fixture } from 'rollcall'
import { expect, test } from 'vitest'

test('a fixture can be of the last 30 days', () => {
  const week = fixture('working-week', { start: 'today - 30 days', today: new Date() })
  const since = Date.now() - 31 * 86_400_000
  for (const { UserJoinTime } of week.rowsOf('FocusJoinsAndLeaves').driven())
    expect(UserJoinTime?.getTime()).toBeGreaterThan(since)
})

test('rows are the same in any order', () => {
  const { FocusJoinsAndLeaves, ...others } = fixture('working-week').rows
  assertSameRows(
    { FocusJoinsAndLeaves: [...FocusJoinsAndLeaves].reverse(), ...others },
    fixture('working-week').rows,
  )
})
