import { execFileSync, spawnSync } from 'node:child_process'
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { commands } from '../src/cli/commands.ts'
import { main } from '../src/cli/main.ts'
import { databaseUrl, type ServerUrl } from '../src/databases/url.ts'
import { scratchDatabase } from './databases/mssql-server.ts'

// The blocks of the README, and of each page of docs, run in order in one empty folder:
//   ```yaml name.yaml   becomes a file
//   ```js               runs as a module; what it prints stands in the ```text block after it
//   ```console          each line that begins with `$ rollcall` runs; what it prints stands below it
//   ```sh run <tool>    runs in a shell where that tool is installed, ```python run python3 as a program
//   ``` not run: <tool> is named as skipped
// UPDATE_README=1 writes what was printed into the pages.

const test = suite('README and docs')
const root = new URL('..', import.meta.url)
const pages = [
  'README.md',
  ...readdirSync(new URL('docs/', root)).flatMap((name) => (name.endsWith('.md') ? `docs/${name}` : [])),
]
const library = new URL('../src/index.ts', import.meta.url).href

for (const page of pages) {
  const path = new URL(page, root)

  test(`${page} shows what its commands and programs print`, async () => {
    const text = readFileSync(path, 'utf8')
    const home = process.cwd()
    const folder = realpathSync(mkdtempSync(join(tmpdir(), 'rollcall-readme-')))
    process.chdir(folder)
    try {
      const shown = await replaceAsync(
        text,
        /```(\w+) ?(.*)\n([\s\S]*?)```(?:\n\n```text\n([\s\S]*?)```)?/g,
        runBlock,
      )
      if (process.env.UPDATE_README) writeFileSync(path, shown)
      else assert.is(text, shown, 'UPDATE_README=1 npm test writes what is printed now')
    } finally {
      process.chdir(home)
      rmSync(folder, { recursive: true })
    }
  })

  test(`${page} names no command, option or file that is not there`, () => namesAreThere(path))
}

function namesAreThere(path: URL): void {
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
}

async function runBlock(block: string, kind: string, name: string, body: string): Promise<string> {
  if (kind === 'yaml' && name !== '') writeFileSync(name, body)
  if (kind === 'console') return `\`\`\`console\n${await runConsole(body)}\`\`\``
  if (kind === 'js') return `\`\`\`js\n${body}\`\`\`\n\n\`\`\`text\n${await runProgram(body)}\`\`\``
  const [, words, tool = ''] = /^(run|not run:) (.*)$/.exec(name) ?? []
  if (words === undefined) return block
  const why = words === 'run' ? whyNot(tool) : 'no test has it'
  if (why !== null) {
    console.log(`\nskipped: a recipe for ${tool}, because ${why}`)
    return block
  }
  return `\`\`\`${kind} ${name}\n${body}\`\`\`\n\n\`\`\`text\n${await runElsewhere(kind, tool, body)}\`\`\``
}

/** The servers that programs talk to. */
const SERVERS: Readonly<Record<string, string>> = {
  psql: 'ROLLCALL_TEST_POSTGRES',
  bsqldb: 'ROLLCALL_TEST_MSSQL',
}

/** Why a program cannot be run here; null for one that can. */
function whyNot(tool: string): string | null {
  if (spawnSync(tool, ['--version']).error) return 'it is not installed'
  const variable = SERVERS[tool]
  return variable === undefined || process.env[variable] ? null : `${variable} names no server`
}

/** Runs a shell or a Python program where the package is installed, with a database of its own. */
async function runElsewhere(kind: string, tool: string, body: string): Promise<string> {
  mkdirSync('node_modules', { recursive: true })
  if (!existsSync('node_modules/rollcall')) symlinkSync(fileURLToPath(root), 'node_modules/rollcall')
  if (kind === 'python') return execFileSync(tool, ['-c', body], { encoding: 'utf8' })
  const { env, drop } = await databaseFor(tool)
  try {
    const own = 'rollcall() { node --import "$LOADER" "$BIN" "$@" > /dev/null; }'
    const path = (name: string) => fileURLToPath(new URL(name, root))
    return execFileSync('bash', ['-e', '-c', `${own}\n${body}`], {
      encoding: 'utf8',
      env: {
        ...process.env,
        LOADER: path('test/typescript.mjs'),
        BIN: path('src/cli/bin.ts'),
        ...env,
      },
    })
  } finally {
    await drop()
  }
}

/** A new database for a program that talks to a server, and the variables by which a recipe names it. */
async function databaseFor(
  tool: string,
): Promise<{ readonly env: Readonly<Record<string, string>>; drop(): unknown }> {
  const server = process.env[SERVERS[tool] ?? '']
  if (server === undefined) return { env: {}, drop: () => undefined }
  if (tool === 'bsqldb') {
    const { url, drop } = await scratchDatabase(server)
    const { host, port, user, password, database } = databaseUrl(url) as ServerUrl
    const env = {
      SERVER: `${host}:${port ?? 1433}`,
      LOGIN: user ?? '',
      PASSWORD: password ?? '',
      DATABASE: database,
    }
    return { env, drop }
  }
  const database = `rollcall_recipe_${process.pid}`
  const sql = (text: string) => execFileSync('psql', [server, '-q', '-c', text])
  sql(`CREATE DATABASE ${database}`)
  return {
    env: { DATABASE_URL: server.replace(/[^/]*$/, database) },
    drop: () => sql(`DROP DATABASE ${database}`),
  }
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
