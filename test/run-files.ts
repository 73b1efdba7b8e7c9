import { pathToFileURL } from 'node:url'

// A process of run.ts: runs the test files that it is told of, one after the other, and tells what came of each.

/** What is told of a file. */
export interface FileRun {
  /** What uvu and the tests printed. */
  readonly text: string
  readonly total: number
  readonly passed: number
  readonly skipped: number
}

/** What uvu makes of test files: a list for each, of its suites. */
const queue: unknown[][] = []
// Suites wait until they are asked for.
Object.assign(globalThis, { UVU_DEFER: 1, UVU_QUEUE: queue, UVU_INDEX: 0 })

process.on('message', (file: string) => {
  // A test that waits for what never comes ends the process, and does not keep it waiting for the next file.
  process.channel?.unref()
  runFile(file).then(
    (ran) => process.send?.(ran, () => process.channel?.ref()),
    (cause) => {
      console.error(cause)
      process.exit(1)
    },
  )
})

/** What was printed of the file that is running. */
let text = ''
process.on('exit', () => process.stderr.write(text))

async function runFile(file: string): Promise<FileRun> {
  const { exec } = await import('uvu')
  const { write } = process.stdout
  process.stdout.write = (chunk: unknown) => {
    text += chunk
    return true
  }
  try {
    queue.splice(0, queue.length, [null])
    await import(pathToFileURL(file).href)
    await exec()
  } finally {
    process.stdout.write = write
  }
  const end = text.lastIndexOf('\n  Total:')
  const [printed, summary] = [text.slice(0, end), text.slice(end)]
  text = ''
  const count = (name: string) =>
    Number(new RegExp(`${name}: +(?:\\u001b\\[\\d+m)?(\\d+)`).exec(summary)?.[1])
  return { text: printed, total: count('Total'), passed: count('Passed'), skipped: count('Skipped') }
}
