import { type ChildProcess, execFileSync, spawn, spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { isDeepStrictEqual } from 'node:util'
import { connected } from '../src/databases/database.ts'
import { databaseUrl } from '../src/databases/url.ts'
import type { Receipt } from '../src/loading/receipt.ts'
import { type Dump, rowsIn } from './loading/rows-in.ts'
import { emptyTables, makeTables, testEngines } from './servers.ts'

// What happens to a load from outside: signals, servers that stop, full disks. The built program is what is hurt, in
// processes of its own. `npm run test:faults`; servers take part where their variables name them.

const CLI = new URL('../dist/cli/bin.js', import.meta.url).pathname
const home = mkdtempSync(join(tmpdir(), 'rollcall-faults-'))
const scenario = join(home, 'crowd.yaml')
/** Takes some seconds, so that something can happen in the middle. */
const large = join(home, 'large.yaml')
const receipt = join(home, 'receipt.json')

// More than 100,000 rows, so that each day is a transaction.
const company = (users: number) =>
  `scenario: crowd\nseed: 11\nstart: 2016-03-07\ndays: 9\ntimezone: Europe/London\npopulation: { users: ${users} }\n`
writeFileSync(scenario, company(9000))
writeFileSync(large, company(10_000))

interface Ran {
  readonly code: number | null
  readonly said: string
}

function started(...words: string[]): { readonly child: ChildProcess; readonly ended: Promise<Ran> } {
  const child = spawn(process.execPath, [CLI, ...words], { stdio: ['ignore', 'pipe', 'pipe'] })
  let said = ''
  for (const stream of [child.stdout, child.stderr])
    stream?.on('data', (text) => {
      said += text
    })
  const ended = new Promise<Ran>((resolve) => child.on('close', (code) => resolve({ code, said })))
  return { child, ended }
}

function seeding(url: string, ...options: string[]) {
  return started('seed', scenario, '--db', url, '--receipt', receipt, ...options)
}

async function must(running: { readonly ended: Promise<Ran> }): Promise<void> {
  const { code, said } = await running.ended
  if (code !== 0) throw new Error(`ended with ${code}: ${said}`)
}

/** What the last load left; null before its first transaction. */
function left(): Receipt | null {
  return existsSync(receipt) ? (JSON.parse(readFileSync(receipt, 'utf8')) as Receipt) : null
}

function status(): Receipt['status'] | null {
  return left()?.status ?? null
}

/** Begins a load, or goes on with it. */
function next(url: string) {
  return status() === null ? seeding(url) : seeding(url, '--resume')
}

const counts = { passed: 0, failed: 0 }

/** Runs a fault and says in one line what came of it. */
async function fault(name: string, work: () => Promise<string>): Promise<void> {
  rmSync(receipt, { force: true })
  try {
    console.log(`passed: ${name}: ${await work()}`)
    counts.passed++
  } catch (error) {
    console.log(`FAILED: ${name}: ${(error as Error).message.slice(0, 2000)}`)
    counts.failed++
  }
}

const read = (url: string) => connected(databaseUrl(url), rowsIn)

function requireSame(found: Dump, wanted: Dump): void {
  for (const [table, rows] of Object.entries(wanted)) {
    if (isDeepStrictEqual(found[table], rows)) continue
    throw new Error(
      `${table}: ${found[table]?.length} rows, not the ${rows.length} of an undisturbed load, or others`,
    )
  }
}

/** Sends a signal at ten moments all over the time that a load takes, and goes on after each. */
async function signalled(url: string, signal: 'SIGKILL' | 'SIGINT', took: number): Promise<string> {
  let hits = 0
  for (let at = 0; at < 10 && status() !== 'complete'; at++) {
    const { child, ended } = next(url)
    await Promise.race([wait((0.15 + 0.35 * Math.random()) * took), ended])
    child.kill(signal)
    const { code, said } = await ended
    if (code === 0) continue
    hits++
    if (signal === 'SIGKILL') continue
    // Before it has begun anything the system ends it, without a word.
    if (code === null && said === '') continue
    if (code !== 130) throw new Error(`ended with ${code}: ${said}`)
    if (status() === 'loading' && !/--resume/.test(said))
      throw new Error(`does not tell how to go on: ${said}`)
  }
  if (status() !== 'complete') await must(next(url))
  return `hit ${hits} times`
}

for (const { name, inDatabase } of testEngines('faults')) {
  await inDatabase(async (database, url) => {
    await makeTables(database)
    rmSync(receipt, { force: true })
    const start = performance.now()
    await must(seeding(url))
    const took = performance.now() - start
    const undisturbed = await read(url)
    for (const signal of ['SIGKILL', 'SIGINT'] as const) {
      await fault(`${name}: ${signal} at random moments, then --resume`, async () => {
        await emptyTables(database)
        const hits = await signalled(url, signal, took)
        await must(started('verify', '--db', url, '--scenario', scenario))
        requireSame(await read(url), undisturbed)
        return `${hits}, and the rows are those of an undisturbed load`
      })
    }
  })
}

if (process.platform === 'linux' && process.getuid?.() === 0) {
  await fault('SQLite: a full disk', async () => {
    const disk = join(home, 'disk')
    mkdirSync(disk)
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=8m', 'tmpfs', disk])
    try {
      const made = await seeding(`sqlite:${join(disk, 'new.sqlite')}`).ended
      if (made.code !== 1 || !/the disk is full/.test(made.said)) throw new Error(made.said)
      if (readdirSync(disk).length > 0) throw new Error(`left ${readdirSync(disk)}`)
      return 'told in words, and nothing is left'
    } finally {
      execFileSync('umount', [disk])
    }
  })
} else console.log('skipped: a full disk, because only root can make a small one')

/** The folder of PostgreSQL's programs, for a server of our own. */
const programs = spawnSync('sh', ['-c', 'ls -d /usr/lib/postgresql/*/bin'], { encoding: 'utf8' })
  .stdout.trim()
  .split('\n')
  .at(-1)
if (programs && process.getuid?.() === 0) {
  await fault('PostgreSQL: the server stops in the middle, starts again, then --resume', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'rollcall-cluster-'))
    execFileSync('chown', ['postgres', folder])
    const as = (...words: string[]) =>
      execFileSync('runuser', ['-u', 'postgres', '--', ...words], { stdio: 'ignore', cwd: '/' })
    const port = 54_000 + (process.pid % 1000)
    const control = (...words: string[]) =>
      as(
        `${programs}/pg_ctl`,
        '-D',
        `${folder}/data`,
        '-w',
        '-o',
        `-p ${port} -k ${folder} -h 127.0.0.1`,
        ...words,
      )
    as(`${programs}/initdb`, '-D', `${folder}/data`, '-A', 'trust')
    control('-l', `${folder}/log`, 'start')
    try {
      const url = `postgres://postgres@127.0.0.1:${port}/postgres`
      const loading = (option: string) => started('seed', large, '--db', url, '--receipt', receipt, option)
      const { ended } = loading('--create')
      while ((left()?.done ?? null) === null) await wait(10)
      control('-m', 'immediate', 'stop')
      const { code, said } = await ended
      if (code !== 1 || said.includes('bug of Rollcall')) throw new Error(`ended with ${code}: ${said}`)
      control('-l', `${folder}/log`, 'start')
      await must(loading('--resume'))
      await must(started('verify', '--db', url, '--scenario', large))
      return said.trim().split('\n').at(-1)!
    } finally {
      spawnSync('runuser', [
        '-u',
        'postgres',
        '--',
        `${programs}/pg_ctl`,
        '-D',
        `${folder}/data`,
        '-m',
        'immediate',
        'stop',
      ])
      rmSync(folder, { recursive: true })
    }
  })
} else console.log('skipped: a server that stops, because there is no PostgreSQL to start as root')

rmSync(home, { recursive: true })
console.log(`faults: ${counts.passed} passed, ${counts.failed} failed`)
process.exitCode = counts.failed > 0 ? 1 : 0
