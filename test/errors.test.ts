import { readdirSync, readFileSync } from 'node:fs'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { errorCodes, RollcallError } from '../src/errors.ts'

const test = suite('errors')
const sources = new URL('../src/', import.meta.url)
const texts = readdirSync(sources, { recursive: true, encoding: 'utf8' }).flatMap((name) =>
  name.endsWith('.ts') && name !== 'errors.ts' ? readFileSync(new URL(name, sources), 'utf8') : [],
)

test('every code that is listed is the code of some error', () => {
  const all = texts.join('')
  for (const code of Object.keys(errorCodes)) assert.match(all, `'${code}'`)
})

test('an error has its code, a hint or null, and its cause', () => {
  const cause = new Error('why')
  const error = new RollcallError('ROLLCALL_E_FILE', 'what', 'how', { cause })
  assert.equal(
    [error.name, error.code, error.message, error.hint],
    ['RollcallError', 'ROLLCALL_E_FILE', 'what', 'how'],
  )
  assert.is(error.cause, cause)
  assert.is(new RollcallError('ROLLCALL_E_FILE', 'what').hint, null)
})

test.run()
