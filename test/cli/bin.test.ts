import { type ChildProcess, spawn } from 'node:child_process'
import { closeSync, existsSync, openSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { inFolder, treeOf } from '../in-folder.ts'
import { SMALL_TEXT } from '../small-scenario.ts'

// What only a process of its own can show: pipes, signals and exit codes.

const test = suite('bin')

const BIN = fileURLToPath(new URL('../../src/cli/bin.ts', import.meta.url))
const TYPESCRIPT = new URL('../typescript.mjs', import.meta.url).href

function start(words: readonly string[], cwd: string): ChildProcess {
  return spawn(process.execPath, ['--import', TYPESCRIPT, BIN, ...words], {
    cwd,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
}

interface End {
  readonly code: number | null
  readonly signal: NodeJS.Signals | null
  readonly out: string
  readonly err: string
}

async function end(child: ChildProcess): Promise<End> {
  const [out, err]: [string[], string[]] = [[], []]
  child.stdout?.on('data', (chunk) => out.push(String(chunk)))
  child.stderr?.on('data', (chunk) => err.push(String(chunk)))
  return new Promise((resolve, reject) => {
    child.on('error', reject)
    child.on('close', (code, signal) => resolve({ code, signal, out: out.join(''), err: err.join('') }))
  })
}

/** Ten years of conferences: enough work to be stopped in the middle of it. */
const LARGE = SMALL_TEXT.replace('days: 3', 'days: 3660').replace('group: 4', 'group: 40')

function withLarge(work: (home: string) => Promise<void>): Promise<void> {
  return inFolder(async (home) => {
    writeFileSync(join(home, 'large.yaml'), LARGE)
    await work(home)
  })
}

async function until(condition: () => boolean): Promise<void> {
  for (let tries = 0; !condition(); tries++) {
    assert.ok(tries < 1000, 'waited in vain')
    await wait(10)
  }
}

test('the exit code is that of the command, results are on stdout', () =>
  inFolder(async (home) => {
    const version = await end(start(['--version'], home))
    assert.is(version.code, 0)
    assert.match(version.out, /^\d+\.\d+\.\d+\n$/)
    const wrong = await end(start(['sed'], home))
    assert.equal([wrong.code, wrong.out], [2, ''])
  }))

test('threads make the same files, say nothing else and let the process end', () =>
  inFolder(async (home) => {
    writeFileSync(join(home, 'small.yaml'), SMALL_TEXT)
    const make = (out: string, ...words: string[]) =>
      end(start(['generate', 'small.yaml', '--out', out, '--format', 'csv', ...words], home))
    const [one, two] = [await make('one'), await make('two', '--jobs', '2')]
    assert.equal([two.code, two.err, two.out], [0, '', one.out.replace('to one', 'to two')])
    assert.equal(treeOf(join(home, 'two')), treeOf(join(home, 'one')))
  }))

test('a reader that has seen enough is no error: nothing is said, the exit code is 0, and the work is done', () =>
  inFolder(async (home) => {
    writeFileSync(join(home, 'small.yaml'), SMALL_TEXT)
    const child = start(['generate', 'small.yaml', '--out', 'out'], home)
    child.stdout?.destroy()
    const { code, err } = await end(child)
    assert.equal([code, err], [0, ''])
    assert.ok(existsSync(join(home, 'out', 'manifest.json')))
  }))

if (existsSync('/dev/full')) {
  test('a full disk behind stdout is told in one line, and the exit code is 1', () =>
    inFolder(async (home) => {
      const full = openSync('/dev/full', 'w')
      try {
        const child = spawn(process.execPath, ['--import', TYPESCRIPT, BIN, 'schema'], {
          cwd: home,
          stdio: ['ignore', full, 'pipe'],
        })
        const { code, err } = await end(child)
        assert.equal([code, err], [1, 'rollcall: cannot write the output: the disk is full\n'])
      } finally {
        closeSync(full)
      }
    }))
}

// Windows knows no signals that a process could be sent and hear.
if (process.platform !== 'win32') {
  const commands: readonly (readonly [name: string, words: readonly string[]])[] = [
    ['generate', ['generate', 'large.yaml', '--out', 'parent/out', '--format', 'csv']],
    [
      'generate by two threads',
      ['generate', 'large.yaml', '--out', 'parent/out', '--format', 'csv', '--jobs', '2'],
    ],
    ['seed', ['seed', 'large.yaml', '--db', 'sqlite:large.sqlite']],
  ]
  for (const [name, words] of commands) {
    test(`Ctrl-C in the middle of ${name} is exit code 130 and leaves nothing`, () =>
      withLarge(async (home) => {
        // Few enough rows that nothing is estimated first.
        const child = start([...words, '--tables', 'core'], home)
        const ended = end(child)
        // A file beside the scenario is the first sign that the work has begun.
        await until(() => readdirSync(home).length > 1)
        child.kill('SIGINT')
        const { code, out, err } = await ended
        assert.equal([code, out, err], [130, '', 'rollcall: interrupted; nothing half done was left\n'])
        assert.equal(readdirSync(home), ['large.yaml'])
      }))
  }

  test('Ctrl-C ends a command that has nothing to clean up at once', () =>
    withLarge(async (home) => {
      const child = start(['show', 'large.yaml'], home)
      const ended = end(child)
      await wait(700)
      child.kill('SIGINT')
      assert.is((await ended).signal, 'SIGINT')
    }))
}

test.run()
