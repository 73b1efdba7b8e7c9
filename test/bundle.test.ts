import { createRequire } from 'node:module'
import { fileURLToPath } from 'node:url'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'

const test = suite('bundles')

/** What we use of esbuild, which comes with tsx. */
interface Esbuild {
  build(options: object): Promise<{
    readonly metafile: {
      readonly outputs: Readonly<
        Record<
          string,
          { readonly bytes: number; readonly imports: readonly { path: string; kind: string }[] }
        >
      >
    }
  }>
}

const ofTsx = createRequire(createRequire(import.meta.url).resolve('tsx/package.json'))
const { build } = ofTsx('esbuild') as Esbuild
const root = fileURLToPath(new URL('..', import.meta.url))

/** What a bundle that uses these names of the package is, and which packages it loads at once. */
async function bundleOf(
  names: string,
): Promise<{ readonly bytes: number; readonly packages: readonly string[] }> {
  const contents = `import { ${names} } from './src/index.ts'\nconsole.log(${names})`
  const { metafile } = await build({
    stdin: { contents, resolveDir: root, loader: 'ts' },
    bundle: true,
    format: 'esm',
    platform: 'node',
    packages: 'external',
    metafile: true,
    write: false,
  })
  const [{ bytes, imports }] = Object.values(metafile.outputs) as [(typeof metafile.outputs)[string]]
  const packages = imports.flatMap(({ path, kind }) =>
    kind === 'import-statement' && !path.startsWith('node:')
      ? path.replace(/^(@[^/]+\/)?([^/]+).*/, '$1$2')
      : [],
  )
  return { bytes, packages: [...new Set(packages)].sort() }
}

test('rows are picked and compared without any package', async () => {
  for (const names of [
    'Rows',
    'rowDifferences, assertSameRows',
    'errorCodes',
    'dateTimeText',
    'databaseUrl',
    'csvSink',
  ]) {
    const { bytes, packages } = await bundleOf(names)
    assert.equal(packages, [], names)
    assert.ok(bytes < 100_000, `${names}: ${bytes} bytes`)
  }
})

test('a fixture brings what a scenario is read and planned with, and neither databases nor threads', async () => {
  const planning = ['@faker-js/faker', '@js-joda/core', '@js-joda/timezone', 'seedrandom', 'yaml', 'zod']
  for (const names of ['fixture', 'scenario, parseScenario', 'answers, makePlan', 'generate'])
    for (const one of (await bundleOf(names)).packages) assert.ok(planning.includes(one), `${names}: ${one}`)
})

test('drivers, Knex, threads and Parquet are loaded where they are needed, by whatever is used', async () => {
  const { packages } = await bundleOf('generateFiles, seed, seedFile, seeded, memoryDatabase, verify, report')
  for (const one of ['knex', 'piscina', 'tedious', 'pg', 'mysql2', 'better-sqlite3', 'hyparquet-writer'])
    assert.not.ok(packages.includes(one), one)
})

test.run()
