import { execFileSync, spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { cpus, tmpdir } from 'node:os'
import { join } from 'node:path'
import { createTables } from '../src/dialects/ddl.ts'
import { sqlite } from '../src/dialects/sqlite.ts'
import { type FilesOptions, generateFiles } from '../src/generate-files.ts'
import { measure } from '../src/measure.ts'
import { type TableName, tables } from '../src/schema/tables.ts'
import { seedFile } from '../src/seed-file.ts'
import { benchScenario } from './scenario.ts'

// Rows per second of each sink, and in the same run what the disk and the engine's own loader need for the same data.
// Compare ratios, not seconds: `npm run bench -- 500` takes 500 days instead of 250.

const RUNS = 3
const days = Number(process.argv[2] ?? 250)
const scenario = benchScenario(days)
const folder = mkdtempSync(join(tmpdir(), 'rollcall-bench-'))

/** The median of some runs after a first one that only warms up. */
async function secondsOf(work: (run: number) => unknown, runs = RUNS): Promise<number> {
  const times: number[] = []
  for (let run = 0; run <= runs; run++) {
    const start = performance.now()
    await work(run)
    if (run > 0) times.push((performance.now() - start) / 1000)
  }
  return times.sort((a, b) => a - b)[Math.floor(runs / 2)] as number
}

const { counts, bytes } = await measure(scenario)
const rows = Object.values(counts).reduce((sum, count) => sum + count, 0)
const lines: (readonly [work: string, seconds: number, bytes: number])[] = []

lines.push(['plan and encode, nothing written', await secondsOf(() => measure(scenario)), bytes])

const formats: (FilesOptions & { name: string })[] = [
  { name: 'csv', format: 'csv' },
  { name: 'ndjson', format: 'ndjson' },
  { name: 'json', format: 'json' },
  { name: 'sql, SQL Server', format: 'sql', dialect: 'mssql' },
  { name: 'sql, SQLite', format: 'sql', dialect: 'sqlite', create: true },
]
for (const { name, ...options } of formats) {
  const out = join(folder, name)
  lines.push([name, await secondsOf(() => generateFiles(scenario, out, options)), sizeOf(out)])
}
const database = join(folder, 'bench.sqlite')
lines.push([
  'sqlite, keys on',
  await secondsOf(() => seedFile(scenario, database, { fresh: true })),
  statSync(database).size,
])

const csv = join(folder, 'csv')
const raw = readdirSync(csv).map((name) => readFileSync(join(csv, name)))
lines.push(['(the bytes of the csv, written raw)', await secondsOf(() => writeRaw(raw)), sizeOf(csv)])
if (spawnSync('sqlite3', ['--version']).status === 0) {
  lines.push(['(sqlite3 .import of the csv, keys on)', await secondsOf(() => importCsv(csv)), sizeOf(csv)])
} else {
  console.log('skipped: the sqlite3 program is not installed')
}

console.log(
  `${cpus()[0]?.model}, ${cpus().length} cores, Node ${process.version}, ${days} days, ${rows} rows`,
)
const table = lines.map(([work, seconds, size]) => ({
  work,
  seconds: seconds.toFixed(2),
  'rows/s': Math.round(rows / seconds).toLocaleString('en-US'),
  'MB/s': (size / 1e6 / seconds).toFixed(1),
}))
const names = Object.keys(table[0] as object) as (keyof (typeof table)[number])[]
console.log(
  [names, names.map(() => '---'), ...table.map((line) => names.map((name) => line[name]))]
    .map((cells) => `| ${cells.join(' | ')} |`)
    .join('\n'),
)
const secondsFor = (start: string) => lines.find(([work]) => work.startsWith(start))?.[1]
const [seeded, imported] = [secondsFor('sqlite'), secondsFor('(sqlite3')]
if (seeded && imported)
  console.log(
    `\ninto SQLite, generating included, against sqlite3 .import: ${(seeded / imported).toFixed(2)}`,
  )
rmSync(folder, { recursive: true })

console.log(`memory in use: ${run(['--expose-gc', '--import', 'tsx', 'bench/memory.ts', String(days * 4)])}`)
const bin = 'dist/cli/bin.js'
if (existsSync(bin)) {
  const starts = [
    await secondsOf(() => run([bin, '--help']), 9),
    await secondsOf(() => run(['-e', '0']), 9),
  ] as const
  console.log(`start of rollcall --help against an empty Node script: ${(starts[0] / starts[1]).toFixed(2)}`)
}

/** What a Node process of its own prints. */
function run(words: readonly string[]): string {
  return execFileSync(process.execPath, words, { encoding: 'utf8' }).trim()
}

function sizeOf(path: string): number {
  return readdirSync(path).reduce((sum, name) => sum + statSync(join(path, name)).size, 0)
}

function writeRaw(blocks: readonly Buffer[]): void {
  for (const [at, block] of blocks.entries()) writeFileSync(join(folder, `raw-${at}`), block)
}

/** Tables with all keys, then each file by the engine's own loader, in one transaction. */
function importCsv(from: string): void {
  const target = join(folder, 'imported.sqlite')
  rmSync(target, { force: true })
  const names = Object.keys(tables) as TableName[]
  const script = [
    'PRAGMA synchronous = OFF;',
    'PRAGMA foreign_keys = ON;',
    ...createTables(sqlite, names).map((statement) => `${statement};`),
    'BEGIN;',
    '.mode csv',
    ...names.map((name) => `.import --skip 1 "${join(from, `${name}.csv`)}" ${name}`),
    'COMMIT;',
  ]
  execFileSync('sqlite3', [target], { input: script.join('\n') })
}
