import { execFileSync } from 'node:child_process'
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { askFirst } from '../../src/cli/ask-first.ts'
import { commands } from '../../src/cli/commands.ts'
import { parseScenario } from '../../src/parse-scenario.ts'
import { type TableName, tableSets, usualTables } from '../../src/schema/tables.ts'
import { inFolder, treeOf } from '../in-folder.ts'
import { openSqlite } from '../open-sqlite.ts'
import { abortedAfter, SMALL_TEXT } from '../small-scenario.ts'
import { run } from './run.ts'

const test = suite('rollcall')

/** Works in a folder that holds the small scenario. */
function withScenario(
  work: (home: string, scenario: string) => Promise<void>,
  text = SMALL_TEXT,
): Promise<void> {
  return inFolder(async (home) => {
    const scenario = join(home, 'small.yaml')
    writeFileSync(scenario, text)
    await work(home, scenario)
  })
}

test('without words it explains itself', async () => {
  const { code, out, err } = await run([])
  assert.is(code, 0)
  assert.is(err, '')
  for (const { name } of commands) assert.match(out, new RegExp(`^ {2}${name} `, 'm'))
})

test('--version prints the version of the package', async () => {
  const { version } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8'))
  assert.equal(await run(['--version']), { code: 0, out: `${version}\n`, err: '' })
})

test('--help fits a terminal of 80 columns', async () => {
  const { out } = await run(['generate', '--help'], { columns: 80 })
  const options = out.slice(0, out.indexOf('\nExamples:'))
  for (const line of options.split('\n')) assert.ok(line.length <= 80, line)
})

for (const { name, options, args, examples } of commands) {
  test(`${name} --help names every argument and option, and shows an example`, async () => {
    const { code, out, err } = await run([name, '--help'])
    assert.is(code, 0)
    assert.is(err, '')
    for (const { flag } of options) assert.ok(out.includes(`  ${flag} `), flag)
    for (const [, about] of args) assert.ok(out.replace(/\s+/g, ' ').includes(about), about)
    assert.ok(examples.length > 0)
    for (const [line] of examples) assert.ok(out.includes(`  rollcall ${name} `) && out.includes(line), line)
  })
}

/** Wrong words, and what is said about them. */
const WRONG: readonly (readonly [words: string, said: RegExp])[] = [
  ['sed week.yaml', /unknown command 'sed'\n {2}Did you mean seed\?/],
  ['frobnicate', /unknown command 'frobnicate'\n {2}rollcall --help lists the commands/],
  ['seed week.yaml --sed 4', /unknown option '--sed'\n {2}Did you mean --seed\?/],
  ['seed week.yaml --frobnicate', /unknown option '--frobnicate'\n {2}rollcall --help/],
  ['check', /missing required argument 'scenario'/],
  ['generate week.yaml', /required option '--out <dir>' not specified/],
  ['generate week.yaml --out', /option '--out <dir>' argument missing/],
  [
    'generate week.yaml --out x --format xml',
    /'xml' is invalid. Allowed choices are json, ndjson, csv, parquet, sql\./,
  ],
  ['generate week.yaml --out x --dialect sqlite', /--dialect and --create go with --format sql/],
  ['generate week.yaml --out x --create', /--dialect and --create go with --format sql/],
  [
    'generate week.yaml --out x --format sql --split day',
    /--split goes with formats that have a file for each table/,
  ],
  ['generate week.yaml --out x --split week', /'week' is invalid\. Allowed choices are day\./],
  ...['0', '65', '-1', '1.5', 'many', '0x2', '1e1', '02'].map(
    (jobs) =>
      [
        `generate week.yaml --out x --jobs ${jobs}`,
        new RegExp(`--jobs ${jobs} is not a number of threads; use 1 to 64\\n`),
      ] as const,
  ),
  ...['0/4', '5/4', '2', '2/', '/4', '1/1001', '2/4/8', '-1/4', '01/4', 'a/b'].map(
    (shard) =>
      [
        `generate week.yaml --out x --shard ${shard}`,
        new RegExp(`--shard ${shard} is not a shard; write 2/4 for the second of four, at most 1000\\n`),
      ] as const,
  ),
  ['seed week.yaml more words', /too many arguments for 'seed'. Expected 1 argument but got 3\./],
  ['verify', /verify takes a folder or --db, one of them/],
  ['verify out --db sqlite:x', /verify takes a folder or --db, one of them/],
  ['verify out --seed 8', /--seed and --as-of go with --scenario/],
  ['verify out --as-of 2015-07-13', /--seed and --as-of go with --scenario/],
  ['verify out --scenario x --beside', /--beside goes with --db and --scenario/],
  ['verify --db sqlite:x --beside', /--beside goes with --db and --scenario/],
  ['schema --json-schema --dialect sqlite', /--dialect is for the DDL/],
]

for (const [words, said] of WRONG) {
  test(`"${words}" is wrong usage: exit code 2, and nothing on stdout`, async () => {
    const { code, out, err } = await run(words.split(' '))
    assert.is(code, 2)
    assert.is(out, '')
    assert.match(err, /^rollcall: /)
    assert.match(err, said)
  })
}

test('an empty word is wrong usage, for an unset variable of a shell is one', () =>
  withScenario(async (home, scenario) => {
    for (const words of [
      ['generate', scenario, '--out', ''],
      ['seed', scenario, '--seed', ''],
      ['init', ''],
    ]) {
      const { code, err } = await run(words)
      assert.is(code, 2)
      assert.match(err, /is an empty text/)
    }
    assert.equal(readdirSync(home), ['small.yaml'])
  }))

test('a scenario with problems is exit code 1, with all problems on stderr and their number', () =>
  withScenario(async (home, scenario) => {
    for (const words of [['check'], ['generate', '--out', join(home, 'out')], ['seed'], ['show']]) {
      const [command = '', ...options] = words
      const { code, out, err } = await run([command, scenario, ...options])
      assert.is(code, 1)
      assert.is(out, '')
      assert.match(err, /small\.yaml:3:8: start: /)
      assert.match(err, /small\.yaml:5:1: timezon: /)
      assert.match(err, /\n2 problems\n$/)
    }
    assert.equal(readdirSync(home), ['small.yaml'])
  }, 'scenario: small\nseed: 7\nstart: soon\ndays: 3\ntimezon: UTC\n'))

test('check tells the problems of several files, and what the sound ones give', () =>
  withScenario(async (home, scenario) => {
    const bad = ['a', 'b'].map((name) => {
      const file = join(home, `${name}.yaml`)
      writeFileSync(file, `scenario: ${name}\nseed: 1\nstart: soon\n`)
      return file
    })
    const { code, out, err } = await run([
      'check',
      bad[0] as string,
      scenario,
      bad[1] as string,
      join(home, 'none.yaml'),
    ])
    assert.is(code, 1)
    assert.match(out, /small\.yaml: ok\nsmall: 3 days from 2015-07-13, Europe\/London, seed 7\n/)
    assert.match(err, /a\.yaml:3:8: start: /)
    assert.match(err, /b\.yaml:3:8: start: /)
    assert.match(err, /none\.yaml: there is no such file/)
    assert.match(err, /\n3 problems\n$/)
  }))

test('check --json gives every file with its rows or its problems', () =>
  withScenario(async (home, scenario) => {
    const bad = join(home, 'bad.yaml')
    writeFileSync(bad, 'scenario: bad\nseed: 1\nstart: soon\n')
    const { code, out } = await run(['check', scenario, bad, '--json'])
    const [sound, wrong] = JSON.parse(out)
    assert.is(code, 1)
    assert.is(sound.rows.UriTypes, 7)
    assert.ok(sound.csvBytes > 1000)
    assert.type(sound.seconds, 'number')
    assert.equal(sound.problems, [])
    assert.is(wrong.problems[0].code, 'bad-format')
    assert.is(wrong.problems[0].place.line, 3)
  }))

test('--json prints what a machine can read, and nothing else', () =>
  withScenario(async (home, scenario) => {
    const out = join(home, 'out')
    const db = `sqlite:${join(home, 'small.sqlite')}`
    const generated = JSON.parse((await run(['generate', scenario, '--out', out, '--json'])).out)
    assert.equal(generated, JSON.parse(readFileSync(join(out, 'manifest.json'), 'utf8')))
    const planned = JSON.parse((await run(['seed', scenario, '--db', db, '--dry-run', '--json'])).out)
    const seeded = JSON.parse((await run(['seed', scenario, '--db', db, '--json'])).out)
    assert.equal([planned.dryRun, seeded.dryRun], [true, false])
    assert.equal(planned.rows, generated.rows)
    assert.equal(seeded.rows, generated.rows)
    const verdict = JSON.parse((await run(['verify', '--db', db, '--scenario', scenario, '--json'])).out)
    assert.equal([verdict.ok, verdict.comparison.differences], [true, 0])
    const filled = Object.entries(verdict.rows).filter(([, rows]) => rows !== 0)
    assert.equal(Object.fromEntries(filled), generated.rows)
  }))

test('unseed without a receipt says what that means, and once more that nothing was left', () =>
  withScenario(async (home, scenario) => {
    const db = `sqlite:${join(home, 'small.sqlite')}`
    await run(['seed', scenario, '--db', db, '--tables', 'core'])
    rmSync(join(home, 'small.sqlite-small.receipt.json'))
    const first = await run(['unseed', scenario, '--db', db])
    assert.is(first.code, 0)
    assert.match(first.out, /\nremoved from sqlite:.*\nkept \d+ rows of Users: may have been there before\n/)
    assert.match(first.err, /^there is no receipt .*small\.receipt\.json, which would tell what was there/)
    const again = await run(['unseed', scenario, '--db', db])
    assert.is(again.code, 0)
    assert.match(again.out, /^nothing was removed from sqlite:.*: no row is there that can only be/)
  }))

test('`today` is asked of the clock in the zone of the scenario, and what came of it is told on stderr', () =>
  withScenario(async (_, scenario) => {
    const now = Date.UTC(2020, 5, 30, 20) // already 1 July in Auckland
    const { code, out, err } = await run(['check', scenario], { now })
    assert.is(code, 0)
    assert.is(
      err,
      'today is 2020-07-01 in Pacific/Auckland, so the scenario goes from 2020-06-29 to 2020-06-30\n',
    )
    assert.match(out, /\nsmall: 2 days from 2020-06-29, Pacific\/Auckland/)
    const later = await run(['check', scenario, '--as-of', '2015-07-15'], { now })
    assert.match(
      later.err,
      /^today is 2015-07-15 in Pacific\/Auckland, so .* from 2015-07-13 to 2015-07-14\n$/,
    )
    const wrong = await run(['check', scenario, '--as-of', 'tomorrow'], { now })
    assert.is(wrong.code, 2)
    assert.match(wrong.err, /--as-of tomorrow is not a date; write it as 2015-07-13/)
  }, 'scenario: small\nseed: 7\nstart: today - 2 days\ndays: 2\ntimezone: Pacific/Auckland\n'))

test('a scenario without `today` asks no clock and tells nothing of it', () =>
  withScenario(async (_, scenario) => {
    assert.is((await run(['check', scenario])).err, '')
  }))

test('--seed is another data set, and --as-of moves none that says no `today`', () =>
  withScenario(async (home, scenario) => {
    const make = async (name: string, ...words: string[]) => {
      await run(['generate', scenario, '--out', join(home, name), ...words])
      return treeOf(join(home, name))
    }
    const plain = await make('plain')
    assert.equal(await make('as-of', '--as-of', '2020-01-01'), plain)
    assert.equal(await make('same', '--seed', '7'), plain)
    assert.is.not((await make('other', '--seed', '8'))['Users.json'], plain['Users.json'])
  }))

test('a seed that no scenario could have is refused', () =>
  withScenario(async (_, scenario) => {
    const { code, err } = await run(['check', scenario])
    assert.is(code, 0, err)
    const wrong = await run(['show', scenario, '--seed', 'a\nb'])
    assert.is(wrong.code, 1)
    assert.match(wrong.err, /"a\\nb" is not a seed/)
  }))

test('seed makes a file; a second one into it is refused with what to do; --fresh makes it anew', () =>
  withScenario(async (home, scenario) => {
    const db = `sqlite:${join(home, 'small.sqlite')}`
    const first = await run(['seed', scenario, '--db', db])
    assert.is(first.code, 0)
    assert.match(first.out, /inserted into .*small\.sqlite\nreceipt: .*small\.sqlite-small\.receipt\.json\n$/)
    const bytes = readFileSync(join(home, 'small.sqlite'))
    const second = await run(['seed', scenario, '--db', db])
    assert.is(second.code, 1)
    assert.match(second.err, /rows of small are in sqlite:.* already\n {2}Nothing was changed\. --resume /)
    assert.equal(readFileSync(join(home, 'small.sqlite')), bytes)
    assert.is((await run(['seed', scenario, '--db', db, '--fresh', '--seed', '8'])).code, 0)
    assert.is((await run(['verify', '--db', db, '--scenario', scenario, '--seed', '8'])).code, 0)
    assert.equal(readdirSync(home), ['small.sqlite', 'small.sqlite-small.receipt.json', 'small.yaml'])
  }))

test('verify tells what is not there and what is of others, and is ended by Ctrl-C', () =>
  withScenario(async (home, scenario) => {
    const file = join(home, 'small.sqlite')
    const words = ['verify', '--db', `sqlite:${file}`, '--scenario', scenario]
    assert.is((await run(['seed', scenario, '--db', `sqlite:${file}`, '--tables', 'core'])).code, 0)
    const knex = await openSqlite(file)
    await knex('Pools').insert({ PoolId: 9, PoolFQDN: 'theirs.contoso.com' })
    await knex.schema.dropView('ConferencesView') // it names the column
    await knex.raw('ALTER TABLE Conferences DROP COLUMN Flag')
    await knex.destroy()
    const plain = await run(words)
    assert.is(plain.code, 1)
    assert.match(
      plain.out,
      /1 row not as the scenario says\n {4}Pools: unexpected: PoolFQDN theirs\.contoso\.com\n$/,
    )
    const beside = await run([...words, '--beside'])
    assert.is(beside.code, 0)
    assert.match(
      beside.out,
      /sqlite: ok, [\d,]+ rows in 11 tables keep all rules, every row as the scenario says, 12 answers as computed, beside 1 row of others\n {2}not there, so not checked: Conferences\.Flag\n$/,
    )
    const stopped = await run(words, { signal: abortedAfter(20) })
    assert.equal([stopped.code, stopped.out], [130, ''])
  }))

test('verify asks for the tables that were loaded, as the receipt says, where others have rows in more', () =>
  withScenario(async (home, scenario) => {
    const db = `sqlite:${join(home, 'both.sqlite')}`
    const theirs = join(home, 'theirs.yaml')
    writeFileSync(
      theirs,
      SMALL_TEXT.replace('seed: 7', 'seed: 8').replace('scenario: small', 'scenario: theirs'),
    )
    assert.is((await run(['seed', theirs, '--db', db])).code, 0)
    assert.is((await run(['seed', scenario, '--db', db, '--beside', '--tables', 'core'])).code, 0)
    const words = ['verify', '--db', db, '--scenario', scenario, '--beside']
    assert.is((await run(words)).code, 0)
    assert.is((await run([...words, '--tables', 'conference'])).code, 1)
    rmSync(join(home, 'small.sqlite-both.receipt.json'))
    assert.is((await run(words)).code, 1)
    assert.is((await run([...words, '--tables', 'core'])).code, 0)
  }))

test('check and generate count the tables that are asked for', () =>
  withScenario(async (home, scenario) => {
    for (const set of ['core', 'conference'] as const) {
      const words = ['--tables', set, '--json']
      const [checked] = JSON.parse((await run(['check', scenario, ...words])).out)
      const { rows } = JSON.parse((await run(['generate', scenario, '--out', join(home, set), ...words])).out)
      assert.equal(checked.rows, rows)
      assert.ok(Object.keys(rows).every((table) => tableSets[set].includes(table as TableName)))
    }
  }))

test('--fresh replaces no file that Rollcall did not make', () =>
  withScenario(async (home, scenario) => {
    const text = join(home, 'notes.sqlite')
    writeFileSync(text, 'mine')
    const foreign = join(home, 'foreign.sqlite')
    const knex = await openSqlite(foreign)
    await knex.raw('CREATE TABLE mine (a)')
    await knex.destroy()
    const before = treeOf(home)
    const one = await run(['seed', scenario, '--db', `sqlite:${foreign}`, '--fresh'])
    assert.is(one.code, 1)
    assert.match(one.err, /was not made by Rollcall, so --fresh leaves it alone/)
    const other = await run(['seed', scenario, '--db', `sqlite:${text}`, '--fresh'])
    assert.is(other.code, 1)
    assert.match(other.err, /the file is not an SQLite database/)
    assert.equal(treeOf(home), before)
  }))

test('--create adds the tables to a database that is there, and without it they must be there', () =>
  withScenario(async (home, scenario) => {
    const file = join(home, 'theirs.sqlite')
    const knex = await openSqlite(file)
    await knex.raw('CREATE TABLE mine (a)')
    await knex.destroy()
    const refused = await run(['seed', scenario, '--db', `sqlite:${file}`])
    assert.is(refused.code, 1)
    assert.match(refused.err, /theirs\.sqlite has none of the tables\n {2}Add --create to make them\./)
    assert.is((await run(['seed', scenario, '--db', `sqlite:${file}`, '--create'])).code, 0)
    assert.is((await run(['verify', '--db', `sqlite:${file}`, '--scenario', scenario])).code, 0)
  }))

test('--dry-run tells what would be inserted and writes nothing', () =>
  withScenario(async (home, scenario) => {
    const { code, out } = await run([
      'seed',
      scenario,
      '--db',
      `sqlite:${join(home, 'x.sqlite')}`,
      '--dry-run',
    ])
    assert.is(code, 0)
    assert.match(out, /would be inserted into .*x\.sqlite\n$/)
    assert.equal(readdirSync(home), ['small.yaml'])
  }))

test('--dry-run is refused as the seed itself would be, and writes nothing', () =>
  withScenario(async (home, scenario) => {
    const theirs = join(home, 'theirs.sqlite')
    const knex = await openSqlite(theirs)
    await knex.raw('CREATE TABLE mine (a)')
    await knex.destroy()
    const ours = join(home, 'ours.sqlite')
    assert.is((await run(['seed', scenario, '--db', `sqlite:${ours}`])).code, 0)
    writeFileSync(join(home, 'notes.txt'), 'mine')
    const before = treeOf(home)
    for (const [said, file, ...options] of [
      [/none of the tables\n {2}Add --create/, theirs],
      [/was not made by Rollcall/, theirs, '--fresh'],
      [/rows of small are in .* already/, ours],
      [/has tables already: UriTypes, /, ours, '--create'],
      [/there is no such folder/, join(home, 'none', 'x.sqlite')],
      [/cannot open .*x\.sqlite: /, join(home, 'notes.txt', 'x.sqlite')],
      [/not an SQLite database/, join(home, 'notes.txt')],
      [/cannot open /, home],
    ] as const) {
      const words = ['seed', scenario, '--db', `sqlite:${file}`, ...options]
      const [real, dry] = [await run(words), await run([...words, '--dry-run'])]
      assert.equal([real.code, dry.code, dry.out], [1, 1, ''], dry.err)
      assert.match(real.err, said)
      assert.match(dry.err, said)
      assert.not.match(real.err + dry.err, /\.rollcall-/)
    }
    for (const words of [[ours, '--fresh'], [theirs, '--create'], [join(home, 'new.sqlite')]]) {
      const [file, ...options] = words
      assert.is((await run(['seed', scenario, '--db', `sqlite:${file}`, ...options, '--dry-run'])).code, 0)
    }
    assert.equal(treeOf(home), before)
  }))

test('init on a full disk leaves the file before it as it was, and none where there was none', () =>
  inFolder(async (home) => {
    const disk = join(home, 'disk')
    mkdirSync(disk)
    try {
      execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=8k', 'tmpfs', disk], { stdio: 'ignore' })
    } catch {
      return console.log('skipped: init on a full disk, because this user cannot mount one')
    }
    try {
      writeFileSync(join(disk, 'old.yaml'), 'x'.repeat(8000))
      const before = treeOf(disk)
      for (const words of [['old.yaml', '--force'], ['new.yaml']]) {
        const { code, err } = await run(['init', join(disk, words[0] as string), ...words.slice(1)])
        assert.is(code, 1)
        assert.match(err, /^rollcall: cannot write .*\.yaml: the disk is full\n$/)
        assert.equal(treeOf(disk), before)
      }
    } finally {
      execFileSync('umount', [disk])
    }
  }))

test('an enormous data set is refused before anything is written, unless --yes says so', () =>
  withScenario(async (home, file) => {
    const words = [
      ['generate', file, '--out', join(home, 'out')],
      ['seed', file, '--db', `sqlite:${join(home, 'x.sqlite')}`],
    ]
    for (const command of words) {
      const { code, out, err } = await run(command)
      assert.equal([code, out], [1, ''])
      assert.match(err, /^about 1\d\d,\d00,000 rows, .*in about .* by one thread\n/)
      assert.match(err, /\nrollcall: enormous is enormous: about .*\n {2}Nothing was written\. Add --yes /)
      assert.equal(readdirSync(home), ['small.yaml'])
    }
    const told: string[] = []
    const stderr = { write: (text: string) => told.push(text) }
    const io = { stdout: stderr, stderr, now: () => 0, password: null, signal: new AbortController().signal }
    await askFirst(parseScenario(readFileSync(file, 'utf8')), {
      tables: usualTables,
      yes: true,
      trial: {},
      io,
    })
    assert.match(told.join(''), /^about 1\d\d,\d00,000 rows, in about 0\.0 s by one thread\n$/)
  }, 'scenario: enormous\nseed: 1\nstart: 2010-01-04\ndays: 500\npopulation: { users: 52000 }\n'))

test('a small data set is made without a question', () =>
  withScenario(async (home, scenario) => {
    const { code, err } = await run(['generate', scenario, '--out', join(home, 'out')])
    assert.equal([code, err], [0, ''])
  }))

test('a shard says which it is, and folders of days are told by table', () =>
  withScenario(async (home, scenario) => {
    const words = ['generate', scenario, '--out', join(home, 'out'), '--format', 'csv']
    const { out } = await run([...words, '--shard', '2/3', '--split', 'day'])
    assert.match(out, /^small: 3 days from 2015-07-13, Europe\/London, seed 7, shard 2 of 3\n/)
    assert.match(out, /\n {2}Dialogs\/day=\* +1 file +[\d.]+ (bytes|kB)\n/)
    const { shard, split } = JSON.parse(readFileSync(join(home, 'out', 'manifest.json'), 'utf8'))
    assert.equal([shard, split], ['2/3', 'day'])
  }))

test('a folder or database that is not there is told in one line, without a stack', () =>
  inFolder(async (home) => {
    const folder = await run(['verify', join(home, 'none')])
    assert.match(
      folder.err,
      /^rollcall: .*manifest\.json cannot be read: there is no such file or folder\n.*\n$/,
    )
    const file = await run(['verify', '--db', `sqlite:${join(home, 'none.sqlite')}`])
    assert.match(file.err, /^rollcall: cannot open .*none\.sqlite: there is no such file or folder, or .*\n$/)
    const below = await run(['verify', '--db', `sqlite:${join(home, 'none', 'none.sqlite')}`])
    assert.match(below.err, /^rollcall: cannot open .*: there is no such folder\n$/)
    assert.equal([folder.code, file.code, below.code], [1, 1, 1])
    assert.equal(readdirSync(home), [])
  }))

for (const [url, said] of [
  ['week.sqlite', /--db week\.sqlite is not a database URL\n {2}Write it as sqlite:path/],
  ['sqlite:', /--db sqlite: names no file/],
  ['oracle://x', /"oracle" is not a known kind of database/],
  [
    'mssql://sa:secret@host/LcsCDR?encrypted=no',
    /"encrypted" is not a known option\n {2}Did you mean `encrypt`\?/,
  ],
  ['postgresql://ann:secret@host', /it names no database/],
  ['//ann:sec@ret@host/x', /is not a database URL/],
] as const) {
  test(`--db ${url} is refused with what to do, and no password is printed`, () =>
    withScenario(async (_, scenario) => {
      const { code, out, err } = await run(['seed', scenario, '--db', url])
      assert.is(code, 1)
      assert.match(err, said)
      assert.not.match(out + err, /sec(ret)?@|secret|ret@/)
    }))
}

test('init writes a scenario that passes check, and replaces no file', () =>
  inFolder(async (home) => {
    const file = join(home, 'my-week.yaml')
    const { code, out } = await run(['init', file])
    assert.is(code, 0)
    assert.match(out, /my-week\.yaml written\. Next:\n/)
    const checked = await run(['check', file])
    assert.is(checked.code, 0, checked.err)
    assert.match(checked.out, /\nmy-week: 5 days from 2015-07-13/)
    writeFileSync(file, 'mine')
    const again = await run(['init', file])
    assert.is(again.code, 1)
    assert.match(again.err, /it exists already\n {2}Choose another name, or add --force\./)
    assert.is(readFileSync(file, 'utf8'), 'mine')
    assert.is((await run(['init', file, '--force'])).code, 0)
    assert.is((await run(['check', file])).code, 0)
  }))

test('init names the scenario after the file where the name allows it', () =>
  inFolder(async (home) => {
    for (const [file, id] of [
      ['week 30.yaml', 'my-scenario'],
      ['Week_30.yml', 'Week_30'],
      ['.yaml', 'my-scenario'],
    ]) {
      await run(['init', join(home, file as string)])
      const { out } = await run(['check', join(home, file as string)])
      assert.match(out, new RegExp(`\\n${id}: `))
    }
  }))

test('generate refuses a folder with files of others, and says so in one line with what to do', () =>
  withScenario(async (home, scenario) => {
    const out = join(home, 'out')
    mkdirSync(out)
    writeFileSync(join(out, 'notes.txt'), 'mine')
    const { code, err } = await run(['generate', scenario, '--out', out])
    assert.is(code, 1)
    assert.match(
      err,
      /^rollcall: .*out holds files that are not Rollcall's, such as notes\.txt\n {2}Choose .*--force/,
    )
    assert.equal(treeOf(out), { 'notes.txt': 'mine' })
    assert.is((await run(['generate', scenario, '--out', out, '--force'])).code, 0)
  }))

test('an interrupted command is exit code 130, says so, and leaves nothing', () =>
  withScenario(async (home, scenario) => {
    for (const words of [
      ['generate', scenario, '--out', join(home, 'out')],
      ['seed', scenario, '--db', `sqlite:${join(home, 'x.sqlite')}`],
      ['seed', scenario, '--dry-run'],
      ['check', scenario],
    ]) {
      const { code, out, err } = await run(words, { signal: abortedAfter(2) })
      assert.is(code, 130, words[0])
      assert.is(out, '')
      assert.is(err, 'rollcall: interrupted; nothing half done was left\n')
      assert.equal(readdirSync(home), ['small.yaml'])
    }
  }))

test('schema prints the statements for each engine, and a JSON Schema that parses', async () => {
  for (const dialect of ['mssql', 'postgres', 'mysql', 'sqlite']) {
    const { code, out } = await run(['schema', '--dialect', dialect])
    assert.is(code, 0)
    assert.is(out.match(/^CREATE TABLE /gm)?.length, tableSets.conference.length)
    const core = (await run(['schema', '--dialect', dialect, '--tables', 'core'])).out
    assert.is(core.match(/^CREATE TABLE /gm)?.length, 11)
  }
  assert.is((await run(['schema'])).out, (await run(['schema', '--dialect', 'mssql'])).out)
  const { out } = await run(['schema', '--json-schema'])
  assert.is(typeof JSON.parse(out), 'object')
})

test('show suggests a conference and refuses a day that is none', () =>
  withScenario(async (_, scenario) => {
    const near = await run(['show', scenario, 'stnadup'])
    assert.is(near.code, 1)
    assert.match(near.err, /has no conference "stnadup"\n {2}Did you mean `standup`\?/)
    const far = await run(['show', scenario, 'xyz'])
    assert.match(far.err, /It has: standup, late\./)
    assert.is((await run(['show', scenario, '--day', 'monday'])).code, 2)
    assert.match(
      (await run(['show', scenario, 'standup', '--day', '2015-08-01'])).out,
      /standup is not held on 2015-08-01\.\n$/,
    )
  }))

test('show says that conferences of a population have no names', () =>
  withScenario(async (_, scenario) => {
    const { code, err } = await run(['show', scenario, 'standup'])
    assert.is(code, 1)
    assert.match(err, /has no conference "standup"\n {2}It names none\. Leave the name out/)
  }, 'scenario: company\nseed: 1\nstart: 2016-03-07\ndays: 1\npopulation: { users: 80 }\n'))

test.run()
