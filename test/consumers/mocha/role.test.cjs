const assert = require('node:assert/strict')
const { fixture } = require('rollcall')

describe('role-change', () => {
  it('has somebody in two roles', () => {
    const roles = new Map()
    for (const { UserId, UserRole } of fixture('role-change').rowsOf('FocusJoinsAndLeaves'))
      roles.set(UserId, new Set([...(roles.get(UserId) ?? []), UserRole]))
    assert.ok([...roles.values()].some((own) => own.size === 2))
  })
})
