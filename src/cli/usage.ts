import { didYouMean } from '../scenario/suggest.ts'
import { commands } from './commands.ts'

/** What is said about wrong words on the command line, with the nearest right one. */
export function usageText(message: string): string {
  const unknown = /^Unknown arguments?: (.+)$/.exec(message)
  if (!unknown)
    return `rollcall: ${message.charAt(0).toLowerCase()}${message.slice(1)}\n  rollcall --help lists the commands.`
  const [word = ''] = (unknown[1] as string).split(', ')
  if (commands.some(({ usage }) => usage.split(' ')[0] === word)) return `rollcall: "${word}" stands twice`
  const options = [...new Set(commands.flatMap(({ optionNames }) => optionNames)), 'help', 'version']
  const hint = didYouMean(
    `--${word}`,
    options.map((name) => `--${name}`),
  )
  return `rollcall: unknown option or word: ${word}\n  ${hint ?? 'rollcall <command> --help lists what a command takes.'}`
}
