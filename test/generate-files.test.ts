import { createHash } from 'node:crypto'
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { FILE_FORMATS, readManifest } from '../src/files/manifest.ts'
import { type FilesOptions, generateFiles } from '../src/generate-files.ts'
import { tableSets } from '../src/schema/tables.ts'
import { inFolder, treeOf } from './in-folder.ts'
import { rejects } from './rejects.ts'
import { abortedAfter, small, smallWith } from './small-scenario.ts'

const test = suite('generateFiles')

const KINDS: readonly FilesOptions[] = [
  { format: 'json' },
  { format: 'ndjson' },
  { format: 'csv' },
  ...(['mssql', 'postgres', 'mysql', 'sqlite'] as const).map((dialect) => ({
    format: 'sql' as const,
    dialect,
  })),
]

for (const kind of KINDS) {
  const name = [kind.format, kind.dialect].filter(Boolean).join(' for ')

  test(`${name}: the manifest lists every file with its true size and hash`, () =>
    inFolder(async (home) => {
      const out = join(home, 'out')
      const manifest = await generateFiles(small, out, kind)
      assert.equal(
        readdirSync(out).sort(),
        [...manifest.files.map((file) => file.name), 'manifest.json'].sort(),
      )
      for (const file of manifest.files) {
        const bytes = readFileSync(join(out, file.name))
        assert.is(file.bytes, bytes.length, file.name)
        assert.is(file.sha256, createHash('sha256').update(bytes).digest('hex'), file.name)
      }
      assert.equal(await readManifest(out), JSON.parse(JSON.stringify(manifest)))
    }))

  test(`${name}: the same scenario gives the same bytes twice, into a new folder and into its own`, () =>
    inFolder(async (home) => {
      for (const folder of ['a', 'b', 'b']) await generateFiles(small, join(home, folder), kind)
      assert.equal(treeOf(join(home, 'a')), treeOf(join(home, 'b')))
    }))

  test(`${name}: stopped in the middle it leaves nothing, and an earlier folder as it was`, () =>
    inFolder(async (home) => {
      const stopped = (folder: string) => generateFiles(small, folder, { ...kind, signal: abortedAfter(5) })
      await rejects(() => stopped(join(home, 'parent', 'out')))
      assert.equal(treeOf(home), {})
      await generateFiles(smallWith('seed: 7', 'seed: 8'), join(home, 'out'), kind)
      const before = treeOf(home)
      await rejects(() => stopped(join(home, 'out')))
      assert.equal(treeOf(home), before)
    }))
}

const WRONG: readonly (readonly [options: object, message: RegExp])[] = [
  [{ format: 'xml' }, /format is "xml"/],
  [{ dialect: 'oracle' }, /dialect is "oracle"/],
  [{ jobs: 0 }, /jobs is 0/],
  [{ jobs: '2' }, /jobs is "2"/],
  [{ split: 'day' }, /split is "day"/],
  [{ split: true, format: 'sql' }, /split is true/],
  [{ shard: '2/3' }, /shard is "2\/3"/],
  [{ shard: { index: 4, count: 3 } }, /shard is an object/],
  [{ tables: ['Userz'] }, /tables\[0\] is "Userz"/],
]

for (const [options, message] of WRONG) {
  test(`refuses ${JSON.stringify(options)} before anything is touched`, () =>
    inFolder(async (home) => {
      await generateFiles(small, join(home, 'out'))
      const before = treeOf(home)
      await rejects(() => generateFiles(small, join(home, 'out'), options as FilesOptions), message)
      assert.equal(treeOf(home), before)
    }))
}

test('the manifest tells what the files were made from, and never when', () =>
  inFolder(async (home) => {
    const options = { format: 'sql', dialect: 'postgres', tables: tableSets.core } as const
    await generateFiles(small, join(home, 'out'), options)
    const { rows, files, ...about } = JSON.parse(readFileSync(join(home, 'out', 'manifest.json'), 'utf8'))
    assert.equal(about, {
      rollcall: 1,
      scenario: 'small',
      seed: '7',
      algorithm: 1,
      start: '2015-07-13',
      days: 3,
      format: 'sql',
      dialect: 'postgres',
    })
    assert.equal(Object.keys(rows), [...tableSets.core])
    assert.equal(
      files.map((file: { name: string }) => file.name),
      ['small.sql'],
    )
  }))

test('a change of format leaves no file of the format before', () =>
  inFolder(async (home) => {
    const out = join(home, 'out')
    for (const format of FILE_FORMATS) await generateFiles(small, out, { format })
    assert.equal(readdirSync(out).sort(), ['manifest.json', 'small.sql'])
  }))

test('a foreign folder is refused without force; with force its files stay', () =>
  inFolder(async (home) => {
    const out = join(home, 'out')
    mkdirSync(out)
    writeFileSync(join(out, 'notes.txt'), 'mine')
    await rejects(() => generateFiles(small, out), /notes\.txt/)
    assert.equal(treeOf(out), { 'notes.txt': 'mine' })
    await generateFiles(small, out, { force: true })
    assert.is(treeOf(out)['notes.txt'], 'mine')
    assert.ok('Users.json' in treeOf(out))
  }))

test('only the tables that are asked for become files', () =>
  inFolder(async (home) => {
    const { rows } = await generateFiles(small, join(home, 'out'), {
      format: 'csv',
      tables: ['Pools', 'Users'],
    })
    assert.equal(Object.keys(rows), ['Pools', 'Users'])
    assert.equal(readdirSync(join(home, 'out')).sort(), ['Pools.csv', 'Users.csv', 'manifest.json'])
  }))

test('a script opens with what it was made from and how to load it', () =>
  inFolder(async (home) => {
    await generateFiles(small, join(home, 'out'), { format: 'sql', dialect: 'sqlite', create: true })
    const [first, second, third] = readFileSync(join(home, 'out', 'small.sql'), 'utf8').split('\n')
    assert.is(first, '-- Made by Rollcall, algorithm 1: scenario small, seed "7", 3 days from 2015-07-13.')
    assert.is(second, '-- Load it whole or not at all: sqlite3 -bail LcsCDR.sqlite < small.sql')
    assert.match(third as string, /^CREATE TABLE "UriTypes"/)
  }))

test.run()
