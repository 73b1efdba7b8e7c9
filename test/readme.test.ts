import { mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { commands } from '../src/cli/commands.ts'
import { main } from '../src/cli/main.ts'

// The README's blocks run in order in one empty folder:
//   ```yaml name.yaml   becomes a file
//   ```js               runs as a module; what it prints stands in the ```text block after it
//   ```console          each line that begins with `$ rollcall` runs; what it prints stands below it
// UPDATE_README=1 writes what was printed into the README.

const test = suite('README')
const path = new URL('../README.md', import.meta.url)
const library = new URL('../src/index.ts', import.meta.url).href

test('shows what its commands and programs print', async () => {
  const readme = readFileSync(path, 'utf8')
  const home = process.cwd()
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'rollcall-readme-')))
  process.chdir(folder)
  try {
    const shown = await replaceAsync(
      readme,
      /```(\w+) ?(.*)\n([\s\S]*?)```(?:\n\n```text\n([\s\S]*?)```)?/g,
      runBlock,
    )
    if (process.env.UPDATE_README) writeFileSync(path, shown)
    else assert.is(readme, shown, 'UPDATE_README=1 npm test writes what is printed now')
  } finally {
    process.chdir(home)
    rmSync(folder, { recursive: true })
  }
})

test('names no command, option or file that is not there', () => {
  const readme = readFileSync(path, 'utf8')
  for (const [, file = ''] of readme.matchAll(/\]\((?!https?:|#)([^)]+)\)/g)) {
    assert.ok(readFileSync(new URL(file, path)), file)
  }
  const scripts = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')).scripts
  for (const [, script = ''] of readme.matchAll(/npm run ([\w:]+)/g)) assert.ok(script in scripts, script)
  const optionsOf = (names: readonly string[]) =>
    new Set([
      '--help',
      ...commands
        .filter(({ name }) => names.includes(name))
        .flatMap(({ options }) => options.map(({ flag }) => flag.split(' ')[0])),
    ])
  const all = commands.map(({ name }) => name)
  for (const line of readme.split('\n')) {
    const named = [...line.matchAll(/\brollcall ([a-z][\w-]*)/g)].map(([, name = '']) => name)
    for (const name of named) assert.ok(all.includes(name), `no command: ${line}`)
    // Beside a command all options are its own; alone, a code span names one of any command.
    const options = named.length > 0 ? line : (line.match(/`(?:--|rollcall )[^`]*`/g) ?? []).join(' ')
    for (const [option] of options.matchAll(/--[a-z][\w-]*/g))
      assert.ok(optionsOf(named.length > 0 ? named : all).has(option), `no option ${option}: ${line}`)
  }
})

async function runBlock(block: string, kind: string, name: string, body: string): Promise<string> {
  if (kind === 'yaml' && name !== '') writeFileSync(name, body)
  if (kind === 'console') return `\`\`\`console\n${await runConsole(body)}\`\`\``
  if (kind === 'js') return `\`\`\`js\n${body}\`\`\`\n\n\`\`\`text\n${await runProgram(body)}\`\`\``
  return block
}

async function runConsole(body: string): Promise<string> {
  let out = ''
  for (const line of body.split('\n').filter((text) => text.startsWith('$ '))) {
    const words = line.slice(2).split(' ')
    assert.is(words.shift(), 'rollcall', `the README runs only rollcall: ${line}`)
    let printed = ''
    const output = { write: (text: string) => (printed += text), columns: 96 }
    const io = {
      stdout: output,
      stderr: output,
      password: null,
      now: () => 0, // a clock that stands still: no progress is shown
      signal: new AbortController().signal,
    }
    await main(words, io)
    out += `${line}\n${printed.replace(/made in \d+\.\d s/, 'made in 0.1 s')}`
  }
  return out
}

/** Node loads a file once, so each program has a name of its own. */
let programs = 0

async function runProgram(body: string): Promise<string> {
  const file = join(process.cwd(), `example-${++programs}.mts`)
  writeFileSync(file, body.replace("'rollcall'", JSON.stringify(library)))
  let printed = ''
  const { log } = console
  console.log = (...values: unknown[]) => (printed += `${values.join(' ')}\n`)
  try {
    await import(pathToFileURL(file).href)
  } finally {
    console.log = log
  }
  return printed
}

async function replaceAsync(
  text: string,
  pattern: RegExp,
  replace: (...groups: [string, string, string, string]) => Promise<string>,
): Promise<string> {
  let [result, at] = ['', 0]
  for (const match of text.matchAll(pattern)) {
    result +=
      text.slice(at, match.index) + (await replace(...(match as unknown as [string, string, string, string])))
    at = match.index + match[0].length
  }
  return result + text.slice(at)
}

test.run()
