import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'

const test = suite('suites')

test('every test file runs each suite that it makes: uvu skips one without .run() in silence', () => {
  const folder = fileURLToPath(new URL('.', import.meta.url))
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) =>
    name.endsWith('.ts'),
  )
  for (const name of names) {
    const text = readFileSync(folder + name, 'utf8')
    for (const [, made] of text.matchAll(/\bconst (\w+) = suite[(<]/g))
      assert.match(text, new RegExp(`\\b${made}\\.run\\(\\)`), `${name}: ${made}`)
  }
})

test('every test file makes a suite, or lets a contract make one', () => {
  const folder = fileURLToPath(new URL('.', import.meta.url))
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) =>
    name.endsWith('.test.ts'),
  )
  assert.ok(names.length > 10)
  for (const name of names)
    assert.match(readFileSync(folder + name, 'utf8'), /\bsuite[(<]|\w+Contract\(/, name)
})

test.run()
