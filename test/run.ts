import { type ChildProcess, fork } from 'node:child_process'
import { readdirSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { FileRun } from './run-files.ts'

// Runs the test files, as many at once as there are cores, up to four: `npm test`, or `npm test verify/rules` for those
// whose names match.

const folder = fileURLToPath(new URL('.', import.meta.url))
const pattern = new RegExp(process.argv[2] ?? '')
/** Files that no process has taken yet. */
const waiting = readdirSync(folder, { recursive: true, encoding: 'utf8' })
  .map((name) => name.replaceAll('\\', '/'))
  .filter((name) => name.endsWith('.test.ts') && pattern.test(name))
  .sort()
const start = performance.now()
const sum = { total: 0, passed: 0, skipped: 0 }
const failed: string[] = []
const skipped: string[] = []

/** A process that runs files, which share what they load. */
function runner(): ChildProcess {
  const preloaded = ['typescript.mjs', 'setup.ts'].flatMap((file) => [
    '--import',
    new URL(file, import.meta.url).href,
  ])
  const colors = process.stdout.isTTY && !process.env.NO_COLOR ? { FORCE_COLOR: '1' } : {}
  const child = fork(join(folder, 'run-files.ts'), {
    execArgv: preloaded,
    env: { ...process.env, ...colors },
  })
  // What goes wrong after the last test of a file is told here alone.
  return child.on('exit', (code) => {
    if (code !== 0) process.exitCode = 1
  })
}

/** Null when the process ended on the way. */
function ranBy(child: ChildProcess, file: string): Promise<FileRun | null> {
  return new Promise((resolve) => {
    const end = (ran: FileRun | null) => {
      child.off('message', end).off('exit', gone)
      resolve(ran)
    }
    const gone = () => end(null)
    child.on('message', end).on('exit', gone)
    child.send(join(folder, file))
  })
}

function report(file: string, ran: FileRun | null, ms: number): void {
  console.log(`${file} ${(ms / 1000).toFixed(1)} s\n${ran?.text ?? '  ended before its tests\n'}`)
  const notes = ran?.text.split('\n').filter((line) => line.startsWith('skipped')) ?? []
  skipped.push(...notes)
  sum.total += ran?.total ?? 0
  sum.passed += ran?.passed ?? 0
  sum.skipped += ran?.skipped ?? 0
  // A file whose server is not there says so; one that runs nothing in silence has lost its tests.
  const isEmpty = ran?.total === 0 && notes.length === 0
  if (!ran || isEmpty || ran.passed < ran.total) failed.push(file)
}

async function runWaiting(): Promise<void> {
  let child: ChildProcess | null = null
  for (let file = waiting.shift(); file !== undefined; file = waiting.shift()) {
    if (!child?.connected) child = runner()
    const began = performance.now()
    const ran: FileRun | null = await ranBy(child, file)
    report(file, ran, performance.now() - began)
  }
  if (child?.connected) child.disconnect() // and it ends, when nothing is left open
}

await Promise.all(Array.from({ length: Math.min(4, availableParallelism()) }, runWaiting))
for (const note of skipped.sort()) console.log(note)
console.log(`
  Total:     ${sum.total}
  Passed:    ${sum.passed}
  Skipped:   ${sum.skipped}
  Duration:  ${((performance.now() - start) / 1000).toFixed(1)} s
`)
if (sum.total === 0) console.log(`No test file matches ${pattern}.`)
if (failed.length > 0) console.log(`Failed: ${failed.join(', ')}`)
if (sum.total === 0 || failed.length > 0) process.exitCode = 1
