import * as assert from 'uvu/assert'

/** The error that `work` rejects with; fails when it resolves. uvu's `assert.throws` does not await. */
export async function rejects(
  work: () => Promise<unknown>,
  matches: RegExp | ((error: Error) => boolean) = /./,
): Promise<Error> {
  const error = await work().then(
    () => null,
    (cause: unknown) => cause as Error,
  )
  assert.ok(error, 'expected a rejection')
  const fits = matches instanceof RegExp ? matches.test(error.message) : matches(error)
  assert.ok(fits, `unexpected rejection: ${error.message}`)
  return error
}
