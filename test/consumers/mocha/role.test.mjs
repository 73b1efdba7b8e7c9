import assert from 'node:assert/strict'
import { fixture, RollcallError } from 'rollcall'

describe('a fixture that is not there', () => {
  it('is refused with the one that was meant', () => {
    assert.throws(
      () => fixture('role-chnage'),
      (error) =>
        error instanceof RollcallError && error.code === 'ROLLCALL_E_NAME' && /role-change/.test(error.hint),
    )
  })
})
