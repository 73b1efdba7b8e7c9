import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { parseScenario } from '../../src/parse-scenario.ts'
import { ScenarioError } from '../../src/scenario/problem.ts'
import { readScenarioText } from '../../src/scenario/read.ts'

// Bad scenario files, each beside the text that its author gets to read. Read that text before you accept a change:
// UPDATE_GOLDEN=1 writes all of them anew.

const test = suite('messages')
const folder = fileURLToPath(new URL('golden/', import.meta.url))

/** What is printed for a file, as if its name were `bad.yaml`. */
async function printed(path: string): Promise<string> {
  try {
    parseScenario(await readScenarioText(path))
  } catch (error) {
    if (error instanceof ScenarioError) return `${new ScenarioError('bad.yaml', error.problems).message}\n`
    throw error
  }
  throw new Error(`${path} is a sound scenario`)
}

for (const name of readdirSync(folder).filter((name) => name.endsWith('.yaml'))) {
  test(`${name} is refused in the words beside it`, async () => {
    const golden = `${folder}${name.replace(/yaml$/, 'txt')}`
    const text = await printed(`${folder}${name}`)
    if (process.env.UPDATE_GOLDEN) writeFileSync(golden, text)
    rmSync(`${golden}-changed`, { force: true })
    if (text !== readFileSync(golden, 'utf8')) writeFileSync(`${golden}-changed`, text)
    assert.is(text, readFileSync(golden, 'utf8'))
  })
}

test.run()
