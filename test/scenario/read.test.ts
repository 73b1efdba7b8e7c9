import { execFileSync } from 'node:child_process'
import { chmodSync, mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { ScenarioError } from '../../src/scenario/problem.ts'
import { readScenarioText } from '../../src/scenario/read.ts'
import { rejects } from '../rejects.ts'

const test = suite<{ folder: string }>('read')

test.before.each((context) => {
  context.folder = mkdtempSync(join(tmpdir(), 'rollcall-read-'))
})
test.after.each(({ folder }) => rmSync(folder, { recursive: true, force: true }))

const MIB = 1024 * 1024

/** Writes a file and gives its path. */
function written(folder: string, content: string | Uint8Array): string {
  const path = join(folder, 'any.yaml')
  writeFileSync(path, content)
  return path
}

/** Code and message of the one problem that a file is refused for. */
async function refusal(path: string): Promise<readonly [code: string, message: string]> {
  const error = (await rejects(
    () => readScenarioText(path),
    (error) => error instanceof ScenarioError,
  )) as ScenarioError
  assert.is(error.file, path)
  assert.is(error.problems.length, 1)
  const [problem] = error.problems
  return [problem?.code ?? '', error.message.replaceAll(path, 'any.yaml')]
}

test('a text comes back as it was written', async ({ folder }) => {
  for (const text of [
    '',
    'scenario: tiny\r\nseed: 1\n',
    'name: Jürgen 安 🎉',
    'a replacement character: \uFFFD',
  ]) {
    assert.is(await readScenarioText(written(folder, text)), text)
  }
})

test('a byte order mark is left out', async ({ folder }) => {
  assert.is(await readScenarioText(written(folder, '\uFEFFscenario: tiny')), 'scenario: tiny')
})

test('a file of 8 MiB is read, and a larger one is refused with its size and the limit', async ({
  folder,
}) => {
  const path = written(folder, '#'.repeat(8 * MIB))
  assert.is((await readScenarioText(path)).length, 8 * MIB)
  truncateSync(path, 8 * MIB + 1)
  assert.is((await refusal(path))[0], 'file-too-large')
  truncateSync(path, 300 * MIB)
  assert.equal(await refusal(path), [
    'file-too-large',
    'any.yaml: the file has 300.0 MiB, and a scenario has 8 MiB at most\n  Is this the right file?',
  ])
})

test('a file that is not there is missing', async ({ folder }) => {
  const [code, message] = await refusal(join(folder, 'nothing.yaml'))
  assert.is(code, 'file-missing')
  assert.match(message, 'any.yaml: there is no such file\n  Check the name and the folder')
})

test('a folder cannot be read', async ({ folder }) => {
  assert.equal((await refusal(folder))[0], 'file-unreadable')
  assert.match((await refusal(folder))[1], 'cannot read the file: it is a folder, not a file')
})

test('a file below a file cannot be read', async ({ folder }) => {
  const [code, message] = await refusal(join(written(folder, ''), 'any.yaml'))
  assert.is(code, 'file-unreadable')
  assert.match(message, 'a part of the path is a file, not a folder')
})

test('a file without permission cannot be read', async ({ folder }) => {
  const path = written(folder, 'scenario: tiny')
  chmodSync(path, 0)
  // The superuser may read everything, and Windows knows no such permission.
  if (process.platform === 'win32' || process.getuid?.() === 0) return
  assert.equal(await refusal(path), ['file-unreadable', 'any.yaml: cannot read the file: permission denied'])
})

test('bytes that are no text in UTF-8 are refused', async ({ folder }) => {
  const files = [
    Uint8Array.of(0x61, 0, 0x62),
    Uint8Array.of(0xff, 0xfe, 0x61, 0x00),
    Uint8Array.of(0xc3, 0x28),
    Uint8Array.of(0xed, 0xa0, 0x80),
    Uint8Array.of(0x61, 0xe2, 0x82),
    Uint8Array.of(0xc0, 0x80),
  ]
  for (const bytes of files) assert.is((await refusal(written(folder, bytes)))[0], 'file-binary', `${bytes}`)
})

test('the first byte that is no UTF-8 is shown where it stands, also after a true replacement character', async ({
  folder,
}) => {
  const text = Buffer.concat([Buffer.from('a: \uFFFD\nname: J'), Buffer.of(0xfc), Buffer.from('rgen\n')])
  const [, message] = await refusal(written(folder, text))
  assert.match(message, 'any.yaml:2:8: ')
})

test('a pipe is read as a file is', async ({ folder }) => {
  if (process.platform === 'win32') return
  const path = join(folder, 'pipe')
  execFileSync('mkfifo', [path])
  const text = readScenarioText(path)
  await writeFile(path, 'scenario: tiny')
  assert.is(await text, 'scenario: tiny')
})

test.run()
