import { execFileSync, spawnSync } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { cpus, tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Answer } from '../src/answers/answer.ts'
import { Answers, answerNames, catalogue } from '../src/answers/answers.ts'
import type { FilesOptions } from '../src/generate-files.ts'
import { scenarioFrom } from '../src/parse-scenario.ts'
import { makePlan, slices } from '../src/plan/make-plan.ts'
import type { ScenarioFile } from '../src/scenario/file.ts'
import { type Counts, tableSets } from '../src/schema/tables.ts'
import {
  mysql,
  postgres,
  sqlite,
  type Turn,
  type Verified,
  verifiedPostgres,
  verifiedSqlite,
} from './databases.ts'
import { drizzleSeed } from './drizzle.ts'
import { duckdbCopy } from './duckdb.ts'
import { againstBulkLoad } from './mssql.ts'
import { plainScript } from './plain.ts'
import { benchScenario } from './scenario.ts'

// Every figure that we promise, in one run: `npm run bench` prints them as tables, and `npm run bench -- --save` keeps them
// in bench/README.md. Compare ratios, not seconds: both sides of a ratio are measured side by side, and work that is
// ours runs in a fresh process each time, so that starting and warming up are part of it. Takes about half an hour.

const here = fileURLToPath(new URL('.', import.meta.url))
const folder = mkdtempSync(join(tmpdir(), 'rollcall-bench-'))
const out = join(folder, 'out')
const RUNS = 3

interface Work extends FilesOptions {
  readonly kind: 'files' | 'seed'
  /** Only tell how long it will take. */
  readonly isEstimate?: boolean
  readonly scenario: object
  readonly out: string
}

interface Result {
  readonly seconds: number
  readonly rows: Counts
  readonly megabytes: number
}

/** A pool of this size as the preset `sfb-2016` has it. */
function company(users: number, days: number): object {
  return { scenario: 'pool', seed: 1, start: '2016-03-07', days, population: { users } }
}

/** The core tables, unless others are named. */
function run(work: Work): Result {
  const words = JSON.stringify({ tables: tableSets.core, ...work })
  const text = execFileSync(process.execPath, [join(here, 'work.mjs'), words], {
    encoding: 'utf8',
    maxBuffer: 1 << 20,
  })
  return JSON.parse(text) as Result
}

function generate(users: number, days: number, options: FilesOptions = {}): Result {
  return run({ kind: 'files', scenario: company(users, days), out, format: 'csv', ...options })
}

function total(rows: Counts): number {
  return Object.values(rows).reduce((sum, count) => sum + count, 0)
}

function median(numbers: readonly number[]): number {
  return [...numbers].sort((a, b) => a - b)[Math.floor(numbers.length / 2)] as number
}

interface Line {
  readonly work: string
  readonly value: string
  readonly target: string
  readonly detail: string
}

const lines: Line[] = []

/** Against DuckDB's writer: the same rows, in turns. */
async function againstDuckdb(): Promise<void> {
  for (const [set, days] of [
    ['core', 60],
    ['conference', 8],
  ] as const) {
    const ratios: number[] = []
    const details: string[] = []
    let most = 0
    for (let turn = 0; turn < RUNS; turn++) {
      const ours = generate(80_000, days, { tables: tableSets[set] })
      const theirs = await duckdbCopy(out, set)
      ratios.push(ours.seconds / theirs.seconds)
      most = Math.max(most, ours.megabytes)
      details.push(`${ours.seconds.toFixed(1)} s / ${theirs.seconds.toFixed(1)} s`)
      if (turn > 0) continue
      const size = readdirSync(out).reduce((sum, name) => sum + statSync(join(out, name)).size, 0)
      console.log(
        `80,000 users, ${days} days: ${total(ours.rows)} rows, ${(size / 1e6).toFixed(0)} MB as CSV`,
      )
    }
    const name = `80,000 users, ${days} days, ${set} tables, CSV, one job, against DuckDB COPY`
    add(name, median(ratios), 'at most 1.5', details)
    add('the same: greatest resident size in MB', most, 'under 300', [])
  }
}

/** More threads, on enough work that starting them is little of it. */
function againstOneJob(): void {
  for (const [set, days] of [
    ['core', 300],
    ['conference', 50],
  ] as const) {
    const ratios: number[] = []
    const details: string[] = []
    let most = 0
    for (let turn = 0; turn < RUNS; turn++) {
      const [one, two] = [1, 2].map((jobs) => generate(80_000, days, { jobs, tables: tableSets[set] })) as [
        Result,
        Result,
      ]
      ratios.push(one.seconds / two.seconds)
      details.push(`${one.seconds.toFixed(1)} s / ${two.seconds.toFixed(1)} s`)
      most = Math.max(most, two.megabytes)
    }
    const name = `80,000 users, ${days} days, ${set} tables, CSV: one job against two`
    add(name, median(ratios), 'at least 1.5', details)
    add('the same, two jobs: greatest resident size in MB', most, 'under 450', [])
  }
}

/** Ten times the days: each row takes as long, and the memory stays as it is. */
function againstMoreDays(): void {
  const ratios: number[] = []
  const memory: number[] = []
  const details: string[] = []
  for (let turn = 0; turn < RUNS; turn++) {
    const [few, many] = [60, 600].map((days) => generate(20_000, days)) as [Result, Result]
    const [perRow, perRowOfMany] = [few, many].map(({ seconds, rows }) => seconds / total(rows)) as [
      number,
      number,
    ]
    ratios.push(perRowOfMany / perRow)
    memory.push(many.megabytes / few.megabytes)
    details.push(`${few.seconds.toFixed(1)} s, ${many.seconds.toFixed(1)} s`)
  }
  add('20,000 users: time of a row in 600 days against 60', median(ratios), 'at most 1.05', details)
  add('the same: greatest resident size', median(memory), 'about 1', [])
  const worlds = [
    ['the same: memory in use after a collection, 600 days against 60', company(20_000, 600)],
    ['named conferences: the same, 1,000 days against 100', benchScenario(1000).definition],
  ] as const
  for (const [name, scenario] of worlds) {
    const [few, many] = inUse(scenario)
    add(name, many / few, 'about 1', [`${many.toFixed(0)} MB / ${few.toFixed(0)} MB`])
  }
}

/** What is told before some work against what it takes, both in new processes. */
function estimates(): void {
  const small = company(20_000, 20)
  const pool = company(80_000, 60)
  const named = benchScenario(2000).definition
  const works: readonly (readonly [name: string, work: Omit<Work, 'out'>])[] = [
    ...(['csv', 'json', 'sql', 'parquet'] as const).map(
      (format) => [`20,000 users, 20 days, ${format}`, { kind: 'files', scenario: small, format }] as const,
    ),
    ['20,000 users, 20 days, csv, two jobs', { kind: 'files', scenario: small, format: 'csv', jobs: 2 }],
    ['20,000 users, 20 days, into SQLite', { kind: 'seed', scenario: small }],
    ...(['csv', 'json', 'sql', 'parquet'] as const).map(
      (format) => [`80,000 users, 60 days, ${format}`, { kind: 'files', scenario: pool, format }] as const,
    ),
    ['80,000 users, 60 days, csv, two jobs', { kind: 'files', scenario: pool, format: 'csv', jobs: 2 }],
    ['80,000 users, 60 days, into SQLite', { kind: 'seed', scenario: pool }],
    ['named conferences, 2,000 days, csv', { kind: 'files', scenario: named, format: 'csv' }],
  ]
  for (const [name, work] of works) {
    const into = join(folder, work.kind === 'seed' ? 'estimated.sqlite' : 'estimated')
    const ratios: number[] = []
    const details: string[] = []
    for (let turn = 0; turn < RUNS; turn++) {
      const [said, took] = [true, false].map(
        (isEstimate) => run({ ...work, out: into, isEstimate }).seconds,
      ) as [number, number]
      ratios.push(took / said)
      details.push(`${took.toFixed(1)} s / ${said.toFixed(1)} s`)
    }
    rmSync(into, { recursive: true })
    add(`time against its estimate: ${name}`, median(ratios), '0.8 to 1.2', details)
  }
}

/** Into SQLite, the five tables that drizzle-seed and a plain script are given, in the same numbers. */
async function againstSeeders(): Promise<void> {
  for (const [name, target, seeder] of [
    ['drizzle-seed', 'at least 8', drizzleSeed],
    ['Faker and knex.batchInsert', 'at least 4', plainScript],
  ] as const) {
    const ratios: number[] = []
    const details: string[] = []
    for (let turn = 0; turn < RUNS; turn++) {
      const ours = run({ kind: 'seed', scenario: company(40_000, 10), out: join(folder, 'ours.sqlite') })
      const theirs = await seeder(ours.rows)
      const [speed, their] = [total(ours.rows) / ours.seconds, theirs.rows / theirs.seconds]
      ratios.push(speed / their)
      details.push(`${Math.round(speed / 1000)} k/s / ${Math.round(their / 1000)} k/s`)
    }
    add(`into SQLite: rows per second against ${name}`, median(ratios), target, details)
  }
}

/** Into each engine against its own loader. Servers are those that the tests use, too. */
async function databases(): Promise<void> {
  const { ROLLCALL_TEST_POSTGRES, ROLLCALL_TEST_MYSQL, ROLLCALL_TEST_MSSQL } = process.env
  const scenario = company(40_000, 10)
  const csv = join(folder, 'finished')
  const { rows } = run({ kind: 'files', scenario, out: csv, format: 'csv' })
  console.log(`databases: ${total(rows)} rows, ${rows.FocusJoinsAndLeaves} of them joins`)
  const turns = (turn: () => Turn) => Array.from({ length: RUNS }, turn)
  const tell = (name: string, target: string, found: readonly Turn[]) => {
    const ratios = found.map(({ ours, theirs }) => ours.seconds / theirs)
    const details = found.map(({ ours, theirs }) => `${ours.seconds.toFixed(1)} s / ${theirs.toFixed(1)} s`)
    add(name, median(ratios), target, details)
    const most = Math.max(...found.map(({ ours }) => ours.megabytes))
    add('the same: greatest resident size in MB', most, 'under 300', [])
  }
  if (spawnSync('sqlite3', ['--version']).status === 0)
    tell(
      'into SQLite, against sqlite3 .import',
      'at most 1.0',
      turns(() => sqlite(folder, csv, scenario)),
    )
  else console.log('skipped: the sqlite3 program is not installed')
  if (ROLLCALL_TEST_POSTGRES) {
    const found = turns(() => postgres(ROLLCALL_TEST_POSTGRES, csv, scenario))
    tell('into PostgreSQL, against psql \\copy', 'at most 1.0', found)
  } else console.log('skipped: PostgreSQL, no ROLLCALL_TEST_POSTGRES')
  if (ROLLCALL_TEST_MYSQL) {
    const found = turns(() => mysql(ROLLCALL_TEST_MYSQL, csv, scenario))
    tell('into MariaDB, against LOAD DATA LOCAL INFILE', 'none', found)
  } else console.log('skipped: MySQL, no ROLLCALL_TEST_MYSQL')
  if (ROLLCALL_TEST_MSSQL) {
    const found = await againstBulkLoad(ROLLCALL_TEST_MSSQL, scenario as ScenarioFile, RUNS)
    tell("on SQL Server's wire, against a bare BulkLoad of rows that are made", 'at most 1.25', found)
  } else console.log('skipped: SQL Server, no ROLLCALL_TEST_MSSQL')
}

/** Every row, rule and answer of a database checked against the scenario, by the time that loading it took. */
function verifying(): void {
  const { ROLLCALL_TEST_POSTGRES } = process.env
  const tell = (name: string, turn: () => Verified) => {
    const found = Array.from({ length: RUNS }, turn)
    const ratios = found.map(({ loading, verifying }) => verifying.seconds / loading.seconds)
    const details = found.map(
      ({ loading, verifying }) => `${verifying.seconds.toFixed(1)} s / ${loading.seconds.toFixed(1)} s`,
    )
    add(`verify against loading: ${name}`, median(ratios), 'at most 3', details)
    const most = Math.max(...found.map(({ verifying }) => verifying.megabytes))
    add('the same: greatest resident size in MB', most, 'under 350', [])
  }
  tell('80,000 users, 60 days, SQLite', () => verifiedSqlite(folder, company(80_000, 60)))
  if (ROLLCALL_TEST_POSTGRES)
    tell('20,000 users, 60 days, PostgreSQL', () =>
      verifiedPostgres(ROLLCALL_TEST_POSTGRES, company(20_000, 60)),
    )
  else console.log('skipped: PostgreSQL, no ROLLCALL_TEST_POSTGRES')
}

/** Each sink, and what the disk and the engine's own loader need for the same data. */
function sinks(): void {
  const scenario = company(8_000, 20)
  const formats: (FilesOptions & { name: string })[] = [
    { name: 'csv', format: 'csv' },
    { name: 'ndjson', format: 'ndjson' },
    { name: 'json', format: 'json' },
    { name: 'parquet', format: 'parquet' },
    { name: 'sql, SQL Server', format: 'sql', dialect: 'mssql' },
    { name: 'sql, SQLite', format: 'sql', dialect: 'sqlite', create: true },
  ]
  const rates: (readonly [work: string, seconds: number, bytes: number])[] = []
  let rows = 0
  for (const { name, ...options } of formats) {
    const into = join(folder, name)
    const results = Array.from({ length: RUNS }, () =>
      run({ kind: 'files', scenario, out: into, ...options }),
    )
    rows = total(results[0]!.rows)
    rates.push([name, median(results.map(({ seconds }) => seconds)), sizeOf(into)])
  }
  const database = join(folder, 'bench.sqlite')
  const seeded = Array.from({ length: RUNS }, () => run({ kind: 'seed', scenario, out: database }))
  rates.push(['sqlite, keys on', median(seeded.map(({ seconds }) => seconds)), statSync(database).size])
  const csv = join(folder, 'csv')
  const raw = readdirSync(csv).map((name) => readFileSync(join(csv, name)))
  rates.push(['(the bytes of the csv, written raw)', timed(() => writeRaw(raw)), sizeOf(csv)])
  tablesOut.push(
    markdown(
      ['work', 'seconds', 'rows/s', 'MB/s'],
      rates.map(([work, seconds, size]) => [
        work,
        seconds.toFixed(2),
        Math.round(rows / seconds).toLocaleString('en-US'),
        (size / 1e6 / seconds).toFixed(1),
      ]),
    ),
  )
}

const tablesOut: string[] = []

function add(work: string, value: number, target: string, details: readonly string[]): void {
  const shown = value >= 20 ? value.toFixed(0) : value.toFixed(2)
  lines.push({ work, value: shown, target, detail: details.join(', ') })
  console.log(`${work}: ${shown} (${target}) ${details.join(', ')}`)
}

function markdown(head: readonly string[], body: readonly (readonly string[])[]): string {
  return [head, head.map(() => '---'), ...body].map((cells) => `| ${cells.join(' | ')} |`).join('\n')
}

function timed(work: () => unknown): number {
  const times: number[] = []
  for (let turn = 0; turn <= RUNS; turn++) {
    const start = performance.now()
    work()
    if (turn > 0) times.push((performance.now() - start) / 1000)
  }
  return median(times)
}

function sizeOf(path: string): number {
  return readdirSync(path).reduce((sum, name) => sum + statSync(join(path, name)).size, 0)
}

function writeRaw(blocks: readonly Buffer[]): void {
  for (const [at, block] of blocks.entries()) writeFileSync(join(folder, `raw-${at}`), block)
}

/** What answers add to generating: the walk that counts for all of them, less the walk alone. */
function answering(): void {
  const scenario = scenarioFrom(company(80_000, 10) as ScenarioFile)
  const core = answerNames.filter((name) => !(catalogue[name] as Answer).isOfServers)
  const walk = timed(() => {
    for (const { day } of slices(makePlan(scenario))) void day
  })
  const counted = timed(() => new Answers(makePlan(scenario), {}, core).addAll().result())
  const { seconds } = generate(80_000, 10)
  add(
    'all answers to the core tables, of the time that CSV takes',
    (counted - walk) / seconds,
    'at most 0.25',
    [`walk ${walk.toFixed(2)} s`, `with answers ${counted.toFixed(2)} s`, `generate ${seconds.toFixed(2)} s`],
  )
}

/** Megabytes in use after a collection, when a tenth of the days are made and when all are. */
function inUse(scenario: object): [few: number, many: number] {
  const words = ['--expose-gc', '--import', 'tsx', join(here, 'memory.ts'), JSON.stringify(scenario)]
  return JSON.parse(execFileSync(process.execPath, words, { encoding: 'utf8' })) as [number, number]
}

function startUp(): void {
  const bin = join(here, '../dist/cli/bin.js')
  const help = timed(() => execFileSync(process.execPath, [bin, '--help']))
  const empty = timed(() => execFileSync(process.execPath, ['-e', '0']))
  add('rollcall --help against an empty Node script', help / empty, 'a quick start', [])
}

try {
  const version = execFileSync('npm', ['ls', '--depth=0', '@duckdb/node-api', 'drizzle-seed'], {
    encoding: 'utf8',
  })
  const others = [...version.matchAll(/(@duckdb\/node-api|drizzle-seed)@(\S+)/g)].map(
    ([, name, at]) => `${name} ${at}`,
  )
  const machine = `${cpus()[0]?.model}, ${cpus().length} cores, Node ${process.version}, ${[...new Set(others)].join(', ')}`
  console.log(machine)
  const asked = process.argv.slice(2).filter((word) => !word.startsWith('--'))
  const parts = {
    duckdb: againstDuckdb,
    jobs: againstOneJob,
    days: againstMoreDays,
    estimate: estimates,
    seeders: againstSeeders,
    databases,
    verifying,
    sinks,
    startUp,
    answering,
  }
  for (const [name, part] of Object.entries(parts))
    if (asked.length === 0 || asked.includes(name)) await part()
  tablesOut.unshift(
    markdown(
      ['work', 'ratio', 'target', 'each run'],
      lines.map(({ work, value, target, detail }) => [work, value, target, detail]),
    ),
  )
  const report = `${machine}:\n\n${tablesOut.join('\n\n')}\n`
  console.log(`\n${report}`)
  if (process.argv.includes('--save')) save(report)
} finally {
  rmSync(folder, { recursive: true })
}

/** Puts the tables between the marks in bench/README.md. */
function save(report: string): void {
  const readme = join(here, 'README.md')
  const [before = '', after = ''] = readFileSync(readme, 'utf8').split(/<!-- figures -->[\s\S]*<!-- end -->/)
  writeFileSync(readme, `${before}<!-- figures -->\n${report}\n<!-- end -->${after}`)
}
