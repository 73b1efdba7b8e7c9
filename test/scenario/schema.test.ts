import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { parse } from 'yaml'
import { parseScenario } from '../../src/parse-scenario.ts'
import { scenarioFile, scenarioJsonSchema } from '../../src/scenario/file.ts'
import { type ProblemCode, ScenarioError } from '../../src/scenario/problem.ts'

const test = suite('JSON Schema')

const scenarios = fileURLToPath(new URL('../../scenarios/', import.meta.url))
const golden = fileURLToPath(new URL('golden/', import.meta.url))
const schema = scenarioJsonSchema() as { properties: Record<string, { description?: string }> }
const accepts = new Ajv2020().compile(schema)

/** What the definition of the file alone can tell. */
const SHAPE: readonly ProblemCode[] = [
  'unknown-key',
  'missing-key',
  'wrong-type',
  'bad-format',
  'not-allowed',
  'out-of-range',
  'bad-name',
]

function yamlFiles(folder: string): string[] {
  return readdirSync(folder).filter((name) => name.endsWith('.yaml'))
}

for (const name of yamlFiles(scenarios)) {
  test(`accepts scenarios/${name}`, () => {
    const isRight = accepts(parse(readFileSync(`${scenarios}${name}`, 'utf8')))
    assert.ok(isRight, JSON.stringify(accepts.errors))
  })
}

test('accepts a bad scenario exactly when its shape is right', () => {
  let refused = 0
  for (const name of yamlFiles(golden)) {
    const data = dataOf(readFileSync(`${golden}${name}`, 'utf8'))
    if (data === undefined) continue
    const isRight = scenarioFile.safeParse(data).success
    assert.is(accepts(data), isRight, `${name}: ${JSON.stringify(accepts.errors)}`)
    if (!isRight) refused++
  }
  assert.ok(refused > 25, `${refused}`)
})

/** The data of a text that gets as far as the check of its shape and has faults there. */
function dataOf(text: string): unknown {
  try {
    return parseScenario(text) && undefined
  } catch (error) {
    if (!(error instanceof ScenarioError)) throw error
    const isOfShape = error.problems.some(({ code, path }) => path.length > 0 && SHAPE.includes(code))
    return isOfShape ? parse(text, { merge: true, stringKeys: true }) : undefined
  }
}

test('tells what each key of the top level is for', () => {
  const keys = Object.keys(scenarioFile.shape)
  assert.equal(Object.keys(schema.properties), keys)
  for (const [key, { description }] of Object.entries(schema.properties)) assert.ok(description, key)
})

test('tells what every key of a person, a conference and an attendance is for', () => {
  const missing: string[] = []
  const visit = (node: unknown, path: string) => {
    if (typeof node !== 'object' || node === null) return
    const { properties } = node as { properties?: Record<string, { description?: string }> }
    for (const [key, value] of Object.entries(properties ?? {})) {
      if (!value.description && !('$ref' in value)) missing.push(`${path}.${key}`)
    }
    for (const [key, value] of Object.entries(node)) visit(value, `${path}/${key}`)
  }
  visit(schema, '')
  assert.equal(missing, [])
})

test('has no `format` key word, because our formats are patterns', () => {
  const names: string[] = []
  JSON.stringify(schema, (key, value) => {
    if (key === 'format') names.push(String(value))
    return value
  })
  assert.equal(names, [])
})

test('has patterns that are sound with the unicode flag, as JSON Schema asks for', () => {
  JSON.stringify(schema, (key, value) => {
    if (key === 'pattern') new RegExp(value as string, 'u')
    return value
  })
})

test.run()
