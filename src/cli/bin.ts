#!/usr/bin/env node
import { setFlagsFromString } from 'node:v8'
import { fileSystemReason } from '../errors.ts'
import { EXIT } from './io.ts'
import { main } from './main.ts'

// Where a few rows outlive a collection by chance, the engine may decide to make all rows like them as if they were to stay:
// twice the memory, and more work. They never stay.
setFlagsFromString('--no-allocation-site-pretenuring')

// A reader that has seen enough (`| head`) closes the pipe; that is no error of ours.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(EXIT.done)
  process.stderr.write(`rollcall: cannot write the output: ${fileSystemReason(error)}\n`)
  process.exit(EXIT.failed)
})

let interrupt: AbortController | null = null

/** Made for the first command that asks: only one that has something to clean up should outlive Ctrl-C. */
function interruption(): AbortSignal {
  if (interrupt === null) {
    const controller = new AbortController()
    for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.once(name, () => controller.abort())
    interrupt = controller
  }
  return interrupt.signal
}

const { stdout, stderr } = process
process.exitCode = await main(process.argv.slice(2), {
  stdout,
  stderr,
  now: Date.now,
  password: process.env.ROLLCALL_DB_PASSWORD ?? null,
  get signal() {
    return interruption()
  },
})
