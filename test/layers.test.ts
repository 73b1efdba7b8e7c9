import { readdirSync, readFileSync } from 'node:fs'
import { posix, sep } from 'node:path'
import { fileURLToPath } from 'node:url'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'

const test = suite('layers')

/**
 * The folders and lone files of `src`, each with those that it imports. A line names only lines above it, so imports
 * point one way.
 */
const LAYERS: Readonly<Record<string, readonly string[]>> = {
  'errors.ts': [],
  'suggest.ts': [],
  'arguments.ts': ['errors.ts', 'suggest.ts'],
  time: ['arguments.ts'],
  random: [],
  schema: ['arguments.ts', 'time', 'random'],
  scenario: ['errors.ts', 'suggest.ts', 'arguments.ts', 'time'],
  plan: ['errors.ts', 'arguments.ts', 'time', 'random', 'schema', 'scenario'],
  'parse-scenario.ts': ['arguments.ts', 'random', 'scenario', 'plan'],
  rows: ['arguments.ts', 'time', 'schema', 'scenario', 'plan'],
  answers: ['errors.ts', 'suggest.ts', 'arguments.ts', 'time', 'schema', 'scenario', 'plan', 'rows'],
  explain: [
    'errors.ts',
    'suggest.ts',
    'arguments.ts',
    'time',
    'random',
    'schema',
    'scenario',
    'plan',
    'rows',
    'answers',
  ],
  encoding: ['time', 'schema'],
  dialects: ['errors.ts', 'schema', 'encoding'],
  queries: ['arguments.ts', 'time', 'schema', 'scenario', 'plan', 'answers', 'dialects'],
  databases: ['errors.ts', 'suggest.ts', 'arguments.ts', 'time', 'schema', 'dialects'],
  files: ['errors.ts', 'time', 'schema', 'scenario', 'encoding', 'dialects'],
  sinks: ['errors.ts', 'arguments.ts', 'time', 'schema', 'encoding', 'dialects', 'databases', 'files'],
  workers: ['time', 'schema', 'scenario', 'plan', 'parse-scenario.ts', 'rows', 'encoding', 'sinks'],
  'generate.ts': ['arguments.ts', 'schema', 'scenario', 'plan', 'rows', 'sinks'],
  report: [
    'errors.ts',
    'arguments.ts',
    'time',
    'schema',
    'scenario',
    'plan',
    'rows',
    'answers',
    'generate.ts',
  ],
  'estimate.ts': [
    'arguments.ts',
    'time',
    'schema',
    'scenario',
    'plan',
    'rows',
    'encoding',
    'sinks',
    'generate.ts',
  ],
  'generate-files.ts': [
    'errors.ts',
    'arguments.ts',
    'time',
    'schema',
    'scenario',
    'plan',
    'rows',
    'dialects',
    'files',
    'sinks',
    'workers',
    'generate.ts',
  ],
  loading: [
    'errors.ts',
    'time',
    'schema',
    'scenario',
    'plan',
    'parse-scenario.ts',
    'rows',
    'databases',
    'files',
    'sinks',
    'generate.ts',
  ],
  'seed.ts': [
    'errors.ts',
    'arguments.ts',
    'time',
    'schema',
    'scenario',
    'rows',
    'dialects',
    'databases',
    'generate.ts',
    'loading',
  ],
  'seed-file.ts': [
    'errors.ts',
    'arguments.ts',
    'schema',
    'scenario',
    'databases',
    'files',
    'loading',
    'seed.ts',
  ],
  'unseed.ts': [
    'errors.ts',
    'arguments.ts',
    'schema',
    'scenario',
    'plan',
    'parse-scenario.ts',
    'rows',
    'databases',
    'generate.ts',
    'loading',
  ],
  verify: [
    'errors.ts',
    'arguments.ts',
    'time',
    'schema',
    'scenario',
    'plan',
    'answers',
    'dialects',
    'queries',
    'databases',
    'files',
    'sinks',
    'generate.ts',
    'loading',
  ],
  testing: [
    'errors.ts',
    'suggest.ts',
    'arguments.ts',
    'time',
    'schema',
    'scenario',
    'plan',
    'parse-scenario.ts',
    'rows',
    'databases',
    'sinks',
    'loading',
    'seed.ts',
    'unseed.ts',
  ],
  fixtures: [
    'errors.ts',
    'suggest.ts',
    'arguments.ts',
    'time',
    'schema',
    'scenario',
    'plan',
    'parse-scenario.ts',
    'answers',
    'files',
    'generate-files.ts',
    'verify',
    'testing',
  ],
  'index.ts': [
    'errors.ts',
    'time',
    'schema',
    'scenario',
    'plan',
    'parse-scenario.ts',
    'rows',
    'answers',
    'explain',
    'dialects',
    'queries',
    'databases',
    'files',
    'sinks',
    'generate.ts',
    'report',
    'estimate.ts',
    'generate-files.ts',
    'seed.ts',
    'seed-file.ts',
    'unseed.ts',
    'verify',
    'testing',
    'fixtures',
  ],
  cli: [
    'errors.ts',
    'suggest.ts',
    'time',
    'schema',
    'scenario',
    'plan',
    'parse-scenario.ts',
    'rows',
    'answers',
    'explain',
    'dialects',
    'queries',
    'databases',
    'files',
    'sinks',
    'generate.ts',
    'report',
    'estimate.ts',
    'generate-files.ts',
    'loading',
    'seed-file.ts',
    'unseed.ts',
    'verify',
    'testing',
    'fixtures',
  ],
  'build.ts': ['scenario'],
}

const source = fileURLToPath(new URL('../src/', import.meta.url))
const files = readdirSync(source, { recursive: true, encoding: 'utf8' })
  .map((name) => name.replaceAll(sep, '/'))
  .filter((name) => name.endsWith('.ts'))
  .sort()

const ALL = /(?:\bfrom |\bimport\(|\bimport )'(\.[^']+)'/g
/** Without those of types alone, which are gone when the program runs. */
const VALUES = /^(?:import|export) (?!type )[^']*'(\.[^']+)'/gm

/** The files of `src` that a file imports. */
function importsOf(name: string, pattern = ALL): string[] {
  const found = readFileSync(source + name, 'utf8').matchAll(pattern)
  return [...found].map(([, path = '']) => posix.join(posix.dirname(name), path))
}

const layerOf = (file: string) => file.split('/')[0] as string

test('imports point one way: the table holds all of them and no more', () => {
  const arrows: Record<string, readonly string[]> = {}
  const order = Object.keys(LAYERS)
  for (const layer of new Set([...order, ...files.map(layerOf)])) {
    const from = files.filter((file) => layerOf(file) === layer)
    const to = new Set(from.flatMap((file) => importsOf(file)).map(layerOf))
    to.delete(layer)
    arrows[layer] = [...to].sort((a, b) => order.indexOf(a) - order.indexOf(b))
  }
  assert.equal(arrows, LAYERS)
})

test('a line of the table names only lines above it', () => {
  const order = Object.keys(LAYERS)
  for (const [at, layer] of order.entries())
    for (const other of LAYERS[layer] ?? [])
      assert.ok(order.slice(0, at).includes(other), `${layer} to ${other}`)
})

test('no file needs itself to be loaded first, by whatever way round', () => {
  const done = new Set<string>()
  const visit = (file: string, way: readonly string[]): void => {
    assert.not.ok(way.includes(file), [...way, file].join(' -> '))
    if (done.has(file)) return
    for (const next of importsOf(file, VALUES)) visit(next, [...way, file])
    done.add(file)
  }
  for (const file of files) visit(file, [])
})

test('only src/cli and the build write to the terminal or end the process', () => {
  for (const file of files.filter((name) => !['cli', 'build.ts'].includes(layerOf(name)))) {
    assert.not.match(
      readFileSync(source + file, 'utf8'),
      /\bconsole\.|process\.(stdout|stderr|exit|argv|env)/,
      file,
    )
  }
})

test('from scenario to rows nothing asks the clock, for luck or for the machine', () => {
  const pure = ['time', 'random', 'schema', 'scenario', 'plan', 'rows', 'answers', 'encoding', 'dialects']
  for (const file of files.filter((name) => pure.includes(layerOf(name)))) {
    assert.not.match(
      readFileSync(source + file, 'utf8'),
      /Math\.random|Date\.now|new Date\(\)|\bprocess\./,
      file,
    )
  }
})

test.run()
