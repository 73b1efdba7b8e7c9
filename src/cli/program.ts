import { readFileSync } from 'node:fs'
import { Argument, Command, Option } from 'commander'
import { commands } from './commands.ts'
import { type Io, UsageError } from './io.ts'

/** The command line as Commander parses it. `run` is called with the command that was named and its words. */
export function program(
  io: Io,
  run: (command: (typeof commands)[number], words: Record<string, unknown>) => Promise<void>,
): Command {
  const root = new Command('rollcall')
    .description('Synthetic call detail records for the Skype for Business monitoring database.')
    .version(version(), '--version', 'print the version')
    .helpOption('-h, --help', 'explain')
    .helpCommand(false)
    .addHelpText('after', '\nrollcall <command> --help explains a command with an example.')
  for (const definition of commands) {
    const { name, args, about, more, options, examples } = definition
    const command = root
      .command(name)
      .summary(about)
      .description(more === undefined ? sentence(about) : `${sentence(about)}\n\n${more}`)
    for (const [argument, meaning] of args) command.addArgument(new Argument(argument, meaning))
    for (const { flag, about: meaning, choices, usual, required = false } of options) {
      const option = new Option(flag, meaning).makeOptionMandatory(required)
      if (choices) option.choices(choices)
      if (usual !== undefined) option.default(usual)
      command.addOption(option)
    }
    command.addHelpText(
      'after',
      `\nExamples:\n${examples.map(([line, meaning]) => `  ${line}\n      ${meaning}`).join('\n')}`,
    )
    command.action(async () => {
      const names = command.registeredArguments.map((argument) => argument.name())
      const given = Object.fromEntries(names.map((argument, at) => [argument, command.processedArgs[at]]))
      const words: Record<string, unknown> = { ...command.opts(), ...dropUndefined(given) }
      // An unset variable of a shell is an empty word: "" as a folder would be the one that we are in.
      for (const [word, value] of Object.entries(words))
        if (value === '') throw new UsageError(`${word} is an empty text`)
      await run(definition, words)
    })
  }
  for (const command of [root, ...root.commands]) {
    command
      .exitOverride()
      .configureOutput({ writeOut: (text) => io.stdout.write(text), outputError: () => undefined })
      .configureHelp({ helpWidth: Math.min(100, io.stdout.columns ?? 100) })
  }
  return root
}

function dropUndefined(record: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(record).filter(([, value]) => value !== undefined))
}

function sentence(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`
}

function version(): string {
  return (
    JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as { version: string }
  ).version
}
