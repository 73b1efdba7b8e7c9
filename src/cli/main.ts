import { commands } from './commands.ts'
import { EXIT, type Io, UsageError } from './io.ts'

/** Runs a command line and resolves to its exit code. Results go to `io.stdout`, everything else to `io.stderr`. */
export async function main(argv: readonly string[], io: Io): Promise<number> {
  try {
    return await run(argv, io)
  } catch (error) {
    return tell(error, io)
  }
}

async function run(argv: readonly string[], io: Io): Promise<number> {
  const { default: yargs } = await import('yargs')
  let code: number = EXIT.done
  let parser = yargs()
    .scriptName('rollcall')
    .usage(
      '$0 <command> [options]\n\nSynthetic call detail records for the Skype for Business monitoring database.',
    )
    .locale('en')
    .version(await version())
    .help()
    .alias('help', 'h')
    .wrap(Math.min(100, io.stdout.columns ?? 100))
    .exitProcess(false)
    .strict()
    .recommendCommands()
    .demandCommand(1, 'which command?')
    .fail((message: string | null, error: Error | undefined) => {
      throw error ?? new UsageError(message ?? 'wrong usage')
    })
    .epilog('rollcall <command> --help explains a command with an example.')
  for (const command of commands) {
    parser = parser.command(command.usage, command.about, command.options, async (words) => {
      const { default: handler } = await command.load()
      code = await handler(words as never, io)
    })
  }
  await parser.parseAsync([...argv], {}, (_error, _words, output) => {
    if (output) io.stdout.write(`${output}\n`)
  })
  return code
}

async function tell(error: unknown, io: Io): Promise<number> {
  if (io.signal.aborted) {
    io.stderr.write('rollcall: interrupted; nothing half done was left\n')
    return EXIT.interrupted
  }
  if (error instanceof Error && (error.name === 'UsageError' || error.name === 'YError')) {
    const { usageText } = await import('./usage.ts')
    io.stderr.write(`${usageText(error.message)}\n`)
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

async function version(): Promise<string> {
  const { readFile } = await import('node:fs/promises')
  const file = await readFile(new URL('../../package.json', import.meta.url), 'utf8')
  return (JSON.parse(file) as { version: string }).version
}
