import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import * as assert from 'uvu/assert'

const golden = fileURLToPath(new URL('golden/', import.meta.url))

/** Whether a command printed what is kept beside the tests to be read. UPDATE_GOLDEN=1 writes it anew. */
export function isGolden(name: string, out: string): void {
  const file = join(golden, name)
  mkdirSync(dirname(file), { recursive: true })
  if (process.env.UPDATE_GOLDEN) writeFileSync(file, out)
  const expected = readFileSync(file, 'utf8')
  rmSync(`${file}-changed`, { force: true })
  if (out !== expected) writeFileSync(`${file}-changed`, out)
  assert.is(out, expected)
}
