import { createHash } from 'node:crypto'
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import type { FileFormat } from '../../src/files/manifest.ts'
import { type FilesOptions, generateFiles } from '../../src/generate-files.ts'
import { verifyFolder } from '../../src/verify/verify.ts'
import { run } from '../cli/run.ts'
import { inFolder } from '../in-folder.ts'
import { small } from '../small-scenario.ts'

const test = suite('verify a folder')

type Edit = (folder: string) => void

/** Replaces the first place in a file; the manifest keeps the old hash. */
function replace(file: string, from: string | RegExp, to: string): Edit {
  return (folder) => {
    const path = join(folder, file)
    const text = readFileSync(path, 'utf8')
    const changed = text.replace(from, to)
    assert.is.not(changed, text, `${from} in ${file}`)
    writeFileSync(path, changed)
  }
}

/** Makes the manifest right again: somebody wrote the file so on purpose. */
function seal(folder: string): void {
  const path = join(folder, 'manifest.json')
  const manifest = JSON.parse(readFileSync(path, 'utf8'))
  for (const file of manifest.files) {
    file.sha256 = createHash('sha256')
      .update(readFileSync(join(folder, file.name)))
      .digest('hex')
  }
  writeFileSync(path, JSON.stringify(manifest))
}

/** What `rollcall verify` prints of a folder that was edited, with the folder as `out`. */
async function told(options: FilesOptions, edit: Edit): Promise<{ code: number; lines: readonly string[] }> {
  let result = { code: 0, lines: [] as readonly string[] }
  await inFolder(async (home) => {
    const out = join(home, 'out')
    await generateFiles(small, out, options)
    edit(out)
    const { code, out: stdout, err } = await run(['verify', out])
    assert.not.match(stdout + err, /\n +at |bug of Rollcall/)
    const text = `${stdout}${err}`.replaceAll(out, 'out').replaceAll('\\', '/')
    result = { code, lines: text.trimEnd().split('\n') }
  })
  return result
}

for (const format of ['json', 'ndjson', 'csv'] as const) {
  test(`${format}: what generate made is in order, also against its scenario`, () =>
    inFolder(async (home) => {
      await generateFiles(small, join(home, 'out'), { format })
      const { ok, comparison } = await verifyFolder(join(home, 'out'), small)
      assert.ok(ok)
      assert.is(comparison?.differences, 0)
    }))
}

for (const create of [true, false]) {
  test(`a script for SQLite ${create ? 'with' : 'without'} its tables is run and checked`, () =>
    inFolder(async (home) => {
      await generateFiles(small, join(home, 'out'), { format: 'sql', dialect: 'sqlite', create })
      const { ok, rows } = await verifyFolder(join(home, 'out'), small)
      assert.ok(ok)
      assert.ok((rows.FocusJoinsAndLeaves ?? 0) > 0)
    }))
}

test('a file whose bytes changed is named, though its rows keep all rules', async () => {
  const { code, lines } = await told({}, replace('Roles.json', '"Presenter"', '"Speaker"'))
  assert.is(code, 1)
  assert.equal(lines, ['out: not ok', '  Roles.json has other bytes than manifest.json says'])
})

/** One broken file, and the one line that tells of it. */
const BROKEN: readonly (readonly [law: string, format: FileFormat, edit: Edit, line: string | RegExp])[] = [
  [
    'a missing file',
    'json',
    (folder) => rmSync(join(folder, 'Users.json')),
    'rollcall: out/Users.json cannot be read: there is no such file or folder',
  ],
  [
    'milliseconds that datetime cannot hold',
    'json',
    replace('Conferences.json', /("SessionIdTime":"[^"]{20})\d{3}Z/, '$1001Z'),
    /^rollcall: out\/Conferences\.json: row 1: SessionIdTime: "2015-07-13T\d\d:\d\d:\d\d\.001Z" is not a time that `datetime` can hold: its steps are 1\/300 s, the nearest is 2015-07-13 \d\d:\d\d:\d\d\.000$/,
  ],
  [
    'milliseconds that datetime cannot hold',
    'csv',
    replace('Dialogs.csv', /\.\d{3},1,/, '.004,1,'),
    /^rollcall: out\/Dialogs\.csv: row 1: SessionIdTime: "[^"]+\.004" is not a time that `datetime` can hold: .* the nearest is \S+ \S+\.003$/,
  ],
  [
    'a time that never was',
    'csv',
    replace('Dialogs.csv', /2015-07-\d\d/, '2015-02-30'),
    /^rollcall: out\/Dialogs\.csv: row 1: SessionIdTime: "2015-02-30 [^"]+" is not a time$/,
  ],
  [
    'an unknown column',
    'json',
    replace('Pools.json', '"PoolFQDN"', '"PoolName"'),
    'rollcall: out/Pools.json: row 1: "PoolName" is not a column of the table',
  ],
  [
    'an unknown column',
    'csv',
    replace('Pools.csv', 'PoolFQDN', '__proto__'),
    'rollcall: out/Pools.csv: line 1: "__proto__" is not a column of the table',
  ],
  [
    'a missing column',
    'ndjson',
    replace('Pools.ndjson', /,"PoolFQDN":"[^"]*"/, ''),
    'rollcall: out/Pools.ndjson: row 1: PoolFQDN is missing',
  ],
  [
    'JSON that is cut off',
    'json',
    replace('Pools.json', /\n\]\n$/, ''),
    /^rollcall: out\/Pools\.json is not JSON: /,
  ],
  [
    'JSON that is no list',
    'json',
    replace('Pools.json', /[\s\S]*/, '{"PoolId":1}'),
    'rollcall: out/Pools.json is not a list of rows',
  ],
  [
    'a row that is no object',
    'json',
    replace('Pools.json', /\n\{.*\}/, '\nnull'),
    'rollcall: out/Pools.json: row 1 is not an object',
  ],
  [
    'a line that is not JSON',
    'ndjson',
    replace('Pools.ndjson', '\n{', '\n{{'),
    /^rollcall: out\/Pools\.ndjson: line 2 is not JSON: /,
  ],
  [
    'a CSV row with a field too many',
    'csv',
    replace('Pools.csv', '\r\n1,', '\r\n1,1,'),
    'rollcall: out/Pools.csv: line 2 has 3 fields, and the header has 2',
  ],
  [
    'a CSV row with a field too few',
    'csv',
    replace('Pools.csv', '\r\n1,', '\r\n'),
    'rollcall: out/Pools.csv: line 2 has 1 field, and the header has 2',
  ],
  [
    'a quote that is never closed',
    'csv',
    replace('Pools.csv', '1,', '1,"'),
    'rollcall: out/Pools.csv cannot be read: line 2 has a quote that is not closed, or not at the ends of its field',
  ],
  [
    'fields of a fixed width instead of commas',
    'csv',
    replace('Pools.csv', /[\s\S]*/, 'PoolId  PoolFQDN\r\n1       pool01.contoso.com\r\n'),
    'rollcall: out/Pools.csv: line 1: "PoolId  PoolFQDN" is not a column of the table',
  ],
  [
    'blanks around a number',
    'csv',
    replace('Pools.csv', '\r\n1,', '\r\n 1 ,'),
    'rollcall: out/Pools.csv: row 1: PoolId: " 1 " is not a whole number',
  ],
  [
    'a text for a number',
    'json',
    replace('Pools.json', '"PoolId":1', '"PoolId":true'),
    'rollcall: out/Pools.json: row 1: PoolId: true is not a whole number',
  ],
  [
    'a bit that is none',
    'json',
    replace('FocusJoinsAndLeaves.json', /"IsUserInternal":\w+/, '"IsUserInternal":2'),
    'rollcall: out/FocusJoinsAndLeaves.json: row 1: IsUserInternal: 2 is not a bit',
  ],
  [
    'a GUID that is none',
    'json',
    replace('Conferences.json', /"ConfInstance":"[^"]*"/, '"ConfInstance":"none"'),
    'rollcall: out/Conferences.json: row 1: ConfInstance: "none" is not a GUID',
  ],
  [
    'a number for a text',
    'json',
    replace('Pools.json', /"PoolFQDN":"[^"]*"/, '"PoolFQDN":7'),
    'rollcall: out/Pools.json: row 1: PoolFQDN: 7 is not a text',
  ],
  [
    'null in a key',
    'json',
    replace('Pools.json', '"PoolId":1', '"PoolId":null'),
    'rollcall: out/Pools.json: row 1: PoolId: null is not allowed: the column cannot be empty',
  ],
  [
    'a value that fills the screen',
    'json',
    replace('Conferences.json', /"ConfInstance":"[^"]*"/, `"ConfInstance":"${'x'.repeat(500)}"`),
    `rollcall: out/Conferences.json: row 1: ConfInstance: "${'x'.repeat(59)}… is not a GUID`,
  ],
  [
    'a table that nobody knows',
    'json',
    replace('manifest.json', '"Pools.json"', '"constructor.json"'),
    'rollcall: out/constructor.json cannot be read: there is no such file or folder',
  ],
  [
    'a manifest that leads out of the folder',
    'json',
    replace('manifest.json', '"Pools.json"', '"../Pools.json"'),
    'rollcall: out/manifest.json was not made by Rollcall',
  ],
  [
    'a manifest that is not JSON',
    'json',
    replace('manifest.json', '{', ''),
    'rollcall: out/manifest.json is not JSON',
  ],
  [
    'no manifest',
    'json',
    (folder) => rmSync(join(folder, 'manifest.json')),
    'rollcall: out/manifest.json cannot be read: there is no such file or folder',
  ],
]

for (const [law, format, edit, expected] of BROKEN) {
  test(`${format}: ${law} is told in one line`, async () => {
    const { code, lines } = await told({ format }, edit)
    assert.is(code, 1)
    const [line = '', hint, ...more] = lines
    if (typeof expected === 'string') assert.is(line, expected)
    else assert.match(line, expected)
    assert.equal(more, [])
    if (hint !== undefined) assert.match(hint, /^ {2}A folder that `rollcall generate` made has one\.$/)
  })
}

test('a file of a table that is a name of JavaScript is refused in words', async () => {
  const { code, lines } = await told({}, (folder) => {
    writeFileSync(join(folder, 'constructor.json'), '[]')
    replace('manifest.json', '"Pools.json"', '"constructor.json"')(folder)
  })
  assert.is(code, 1)
  assert.equal(lines, ['rollcall: out/constructor.json: "constructor" is not a table that we know'])
})

test('a broken rule is told with its rows', async () => {
  const { code, lines } = await told({}, (folder) => {
    replace('Users.json', /"TenantId":1/, '"TenantId":77')(folder)
    seal(folder)
  })
  assert.is(code, 1)
  assert.equal(lines, [
    'out: not ok',
    '  reference: Users points by TenantId to Tenants that are not there (1 row)',
    '    UserId 1, TenantId 77',
  ])
})

test('times without milliseconds are read, for they are on the grid', async () => {
  const { code } = await told({ format: 'csv' }, (folder) => {
    replace('Users.csv', '00:00:00.000', '00:00:00')(folder)
    seal(folder)
  })
  assert.is(code, 0)
})

test('a line of NDJSON may hold any separator but LF, and end with CRLF', async () => {
  const { code } = await told({ format: 'ndjson' }, (folder) => {
    replace('Roles.ndjson', '"Presenter"', '"Pre\u2028sen\u2029ter"')(folder)
    replace('Roles.ndjson', /\n/g, '\r\n')(folder)
    seal(folder)
  })
  assert.is(code, 0)
})

test('a script for another engine is refused with what to do', async () => {
  const { code, lines } = await told({ format: 'sql', dialect: 'mssql' }, () => undefined)
  assert.is(code, 1)
  assert.is(lines[0], 'rollcall: out holds a script for mssql, which cannot be run here')
})

test('a script that would reach another file is refused before it runs', () =>
  inFolder(async (home) => {
    const other = join(home, 'other.sqlite')
    const { code, lines } = await told(
      { format: 'sql', dialect: 'sqlite' },
      replace('small.sql', 'COMMIT;', `COMMIT;\nATTACH '${other.replaceAll("'", "''")}' AS other;`),
    )
    assert.is(code, 1)
    assert.match(lines[0] as string, /a statement that Rollcall does not write: ATTACH/)
    assert.not.ok(existsSync(other))
  }))

test('a script for SQLite that does not run is told in one line', async () => {
  const { code, lines } = await told(
    { format: 'sql', dialect: 'sqlite' },
    replace('small.sql', 'VALUES', 'VALEUS'),
  )
  assert.is(code, 1)
  assert.equal(lines, ['rollcall: out: the script does not run: near "VALEUS": syntax error'])
})

test.run()
