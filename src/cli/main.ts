import { EXIT, type Io, UsageError } from './io.ts'

/** Runs a command line and resolves to its exit code. Results go to `io.stdout`, everything else to `io.stderr`. */
export async function main(argv: readonly string[], io: Io): Promise<number> {
  try {
    const { program } = await import('./program.ts')
    let code: number = EXIT.done
    await program(io, async (command, words) => {
      const { default: run } = await command.load()
      code = await run(words as never, io)
    }).parseAsync(argv.length > 0 ? argv : ['--help'], { from: 'user' })
    return code
  } catch (error) {
    return tell(error, io)
  }
}

async function tell(error: unknown, io: Io): Promise<number> {
  if (io.signal.aborted) {
    io.stderr.write('rollcall: interrupted; nothing half done was left\n')
    return EXIT.interrupted
  }
  if (error instanceof UsageError) {
    io.stderr.write(`rollcall: ${error.message}\n`)
    return EXIT.usage
  }
  const { CommanderError } = await import('commander')
  if (error instanceof CommanderError) {
    if (error.exitCode === 0) return EXIT.done // the help or the version was printed
    const [what = '', hint] = error.message.replace(/^error: /, '').split('\n')
    const advice =
      hint?.replace(/^\(|\)$/g, '') ??
      'rollcall --help lists the commands, rollcall <command> --help its options.'
    io.stderr.write(`rollcall: ${what}\n  ${advice}\n`)
    return EXIT.usage
  }
  const { ScenarioError } = await import('../scenario/problem.ts')
  if (error instanceof ScenarioError) {
    const { length } = error.problems
    io.stderr.write(`${error.message}\n\n${length} ${length === 1 ? 'problem' : 'problems'}\n`)
    return EXIT.failed
  }
  const { RollcallError } = await import('../errors.ts')
  if (error instanceof RollcallError) {
    io.stderr.write(`rollcall: ${error.message}\n${error.hint ? `  ${error.hint}\n` : ''}`)
    return EXIT.failed
  }
  const stack = error instanceof Error ? error.stack : String(error)
  io.stderr.write(`rollcall: this is a bug of Rollcall, please report it with the lines below\n${stack}\n`)
  return EXIT.failed
}
