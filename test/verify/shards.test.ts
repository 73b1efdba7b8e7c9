import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import type { FileFormat, Manifest } from '../../src/files/manifest.ts'
import { type FilesOptions, generateFiles } from '../../src/generate-files.ts'
import { type Counts, tableSets } from '../../src/schema/tables.ts'
import { verifyFolder } from '../../src/verify/verify.ts'
import { run } from '../cli/run.ts'
import { inFolder } from '../in-folder.ts'
import { small } from '../small-scenario.ts'
import { company, editManifest, rewrite } from './company.ts'

const test = suite('verify shards and folders of days')

/** Makes shards of the small scenario and gives their folders. */
async function shards(home: string, count: number, options: FilesOptions = {}): Promise<string[]> {
  const folders = Array.from({ length: count }, (_, at) => join(home, `part-${at + 1}`))
  for (const [at, folder] of folders.entries())
    await generateFiles(small, folder, { format: 'csv', ...options, shard: { index: at + 1, count } })
  return folders
}

/** Those of the tables that have rows. */
function filled(rows: Counts): Counts {
  return Object.fromEntries(Object.entries(rows).filter(([, count]) => count > 0))
}

for (const format of ['json', 'ndjson', 'csv', 'parquet'] as const satisfies readonly FileFormat[]) {
  for (const split of [false, true]) {
    test(`${format}${split ? ', by days' : ''}: shards in any order are one data set, as the scenario says`, () =>
      inFolder(async (home) => {
        const [one, two, three] = (await shards(home, 3, { format, split })) as [string, string, string]
        const whole = await generateFiles(small, join(home, 'whole'), { format })
        const verdict = await verifyFolder([three, one, two], small)
        assert.ok(verdict.ok, JSON.stringify(verdict))
        assert.equal(filled(verdict.rows), whole.rows)
      }))
  }
}

for (const create of [false, true]) {
  test(`scripts for SQLite ${create ? 'with' : 'without'} tables, too`, () =>
    inFolder(async (home) => {
      const folders = await shards(home, 2, { format: 'sql', dialect: 'sqlite', create })
      assert.ok((await verifyFolder(folders, small)).ok)
    }))
}

test('a folder of days is read part by part, and a broken rule is found across parts', () =>
  inFolder(async (home) => {
    const out = join(home, 'out')
    await generateFiles(small, out, { format: 'csv', split: true })
    assert.ok((await verifyFolder(out, small)).ok)
    const day = 'Conferences/day=2015-07-13/part.csv'
    const line = readFileSync(join(out, day), 'utf8').split('\r\n')[1] as string
    rewrite(out, 'Conferences/day=2015-07-14/part.csv', (text) => `${text}${line}\r\n`)
    const { violations } = await verifyFolder(out)
    const keys = violations.filter(({ rule }) => rule === 'key').map(({ title, rows }) => [title, rows])
    assert.equal(keys, [['Conferences has rows that share SessionIdTime, SessionIdSeq', 1]])
  }))

test('a table of which no day has rows is there all the same', () =>
  inFolder(async (home) => {
    const out = join(home, 'out')
    await generateFiles(small, out, { format: 'csv', split: true, tables: tableSets.core })
    editManifest(out, (manifest) => ({
      ...manifest,
      files: manifest.files.filter(({ name }) => !name.startsWith('Dialogs/')),
    }))
    const { rows, violations } = await verifyFolder(out)
    assert.is(rows.Dialogs, 0)
    assert.equal(
      violations.map(({ rule, rows: count }) => [rule, count]),
      [['reference', rows.FocusJoinsAndLeaves]],
    )
  }))

test('a file of one of several folders is named with its folder', () =>
  inFolder(async (home) => {
    const [one, two] = (await shards(home, 2)) as [string, string]
    editManifest(two, (manifest) => ({
      ...manifest,
      files: manifest.files.map((file) => ({ ...file, sha256: 'other' })),
    }))
    const { changedFiles } = await verifyFolder([one, two])
    assert.ok(changedFiles.length > 1)
    for (const file of changedFiles) assert.ok(file.startsWith(two), file)
  }))

test('a gap in a sequence of dialogs and a key that is there twice are found among thousands, once each', () =>
  inFolder(async (home) => {
    const out = join(home, 'out')
    const { rows } = await generateFiles(company, out, { format: 'csv', split: true })
    assert.ok((rows.Dialogs ?? 0) > 3000)
    const sessions = 'ConferenceSessionDetails/day=2016-03-08/part.csv'
    const gap = readFileSync(join(out, sessions), 'utf8').split('\r\n')[1] as string
    const at = gap.slice(0, gap.indexOf(','))
    for (const name of ['Dialogs/day=2016-03-08/part.csv', sessions])
      rewrite(out, name, (text) => text.replace(`\r\n${at},1,`, `\r\n${at},2,`))
    rewrite(out, 'FocusJoinsAndLeaves/day=2016-03-08/part.csv', (text) =>
      text.replaceAll(`,${at},1,`, `,${at},2,`),
    )
    rewrite(out, 'Users/day=2016-03-09/part.csv', (text) => {
      const lines = text.trimEnd().split('\r\n')
      return `${[...lines, lines.at(-1)].join('\r\n')}\r\n`
    })
    const { violations } = await verifyFolder(out)
    assert.equal(
      violations.map(({ rule, title, rows: count }) => [rule, title, count]),
      [
        ['key', 'Users has rows that share UserId', 1],
        ['sequence', 'Dialogs.SessionIdSeq does not count 1, 2, 3 at one SessionIdTime', 1],
      ],
    )
    assert.is(violations[1]?.first[0]?.SessionIdTime, at)
  }))

type Edit = (manifest: Manifest) => unknown
const asItIs: Edit = (manifest) => manifest

/** Folders that are not one data set: how the second of two shards is changed, which are named, and what is told. */
const REFUSED: readonly (readonly [
  law: string,
  edit: Edit,
  named: readonly number[],
  lines: readonly string[],
])[] = [
  [
    'a shard alone',
    asItIs,
    [2],
    [
      'rollcall: shard 1/2 is missing',
      '  Keys and references are of the whole data set: name the folders of all 2 shards.',
    ],
  ],
  [
    'a shard of many',
    (manifest) => ({ ...manifest, shard: '2/999999999' }),
    [2],
    [
      'rollcall: shard 1/999999999 is missing, and 999999997 more',
      '  Keys and references are of the whole data set: name the folders of all 999999999 shards.',
    ],
  ],
  [
    'one shard twice',
    asItIs,
    [1, 2, 1],
    ['rollcall: part-1 and part-1 are both shard 1/2', '  Name each shard once.'],
  ],
  [
    'a shard of another number of shards',
    (manifest) => ({ ...manifest, shard: '2/3' }),
    [1, 2],
    [
      'rollcall: part-2 is not of one data set with part-1: its number of shards is 3, not 2',
      '  Shards of one data set have the same scenario, seed, days and format.',
    ],
  ],
  [
    'a shard of another seed',
    (manifest) => ({ ...manifest, seed: '8' }),
    [1, 2],
    [
      'rollcall: part-2 is not of one data set with part-1: its seed is 8, not 7',
      '  Shards of one data set have the same scenario, seed, days and format.',
    ],
  ],
  [
    'a shard of other days',
    (manifest) => ({ ...manifest, days: 4 }),
    [2, 1],
    [
      'rollcall: part-1 is not of one data set with part-2: its days is 3, not 4',
      '  Shards of one data set have the same scenario, seed, days and format.',
    ],
  ],
  [
    'a whole data set with a shard',
    ({ shard, ...manifest }) => manifest,
    [1, 2],
    [
      'rollcall: part-2 is a whole data set, not a shard of one',
      '  Verify it alone. Several folders are verified together when they are the shards of one data set.',
    ],
  ],
  ...['0/2', '3/2', '2', '2/2/2', 'two'].map(
    (shard) =>
      [
        `a shard called ${shard}`,
        (manifest: Manifest) => ({ ...manifest, shard }),
        [1, 2],
        ['rollcall: part-2/manifest.json was not made by Rollcall'],
      ] as const,
  ),
  ...[
    '../x/day=2015-07-13/part.csv',
    'Users/day=../part.csv',
    'Users/day=2015-07-13/../part.csv',
    '/Users.csv',
  ].map(
    (name) =>
      [
        `a file called ${name}`,
        (manifest: Manifest) => ({ ...manifest, files: [{ name, bytes: 0, sha256: '' }] }),
        [1, 2],
        ['rollcall: part-2/manifest.json was not made by Rollcall'],
      ] as const,
  ),
]

for (const [law, edit, named, expected] of REFUSED) {
  test(`${law} is refused in words`, () =>
    inFolder(async (home) => {
      const folders = await shards(home, 2)
      editManifest(folders[1] as string, edit)
      const { code, err } = await run(['verify', ...named.map((number) => folders[number - 1] as string)])
      assert.is(code, 1)
      const lines = err
        .replaceAll(`${home}/`, '')
        .replaceAll(`${home}\\`, '')
        .replaceAll('\\', '/')
        .trimEnd()
        .split('\n')
      const told = lines.filter((line) => !/folder that `rollcall generate` made has one/.test(line))
      assert.equal(told, expected)
    }))
}

test.run()
