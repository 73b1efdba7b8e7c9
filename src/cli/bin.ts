#!/usr/bin/env node
import { main } from './main.ts'

// A reader that has seen enough (`| head`) closes the pipe; that is no error of ours.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(0)
  throw error
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

const { stdout, stderr, env } = process
process.exitCode = await main(process.argv.slice(2), {
  stdout,
  stderr,
  env,
  now: Date.now,
  get signal() {
    return interruption()
  },
})
