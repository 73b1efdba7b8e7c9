import { execFileSync } from 'node:child_process'
import {
  existsSync,
  mkdirSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { dirname, join } from 'node:path'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { RollcallError } from '../../src/errors.ts'
import { intoFile, intoFolder } from '../../src/files/staging.ts'
import { inFolder, treeOf } from '../in-folder.ts'
import { rejects } from '../rejects.ts'

const test = suite('staging')

/** A manifest that lists these files, as far as the staging reads it. */
function manifest(...names: readonly string[]): string {
  return JSON.stringify({ rollcall: 1, format: 'json', files: names.map((name) => ({ name, sha256: '' })) })
}

/** Writes files and a manifest that lists them. */
function fillWith(files: Readonly<Record<string, string>>) {
  return async (folder: string) => {
    for (const [name, text] of Object.entries(files)) {
      mkdirSync(dirname(join(folder, name)), { recursive: true })
      writeFileSync(join(folder, name), text)
    }
    writeFileSync(join(folder, 'manifest.json'), manifest(...Object.keys(files)))
  }
}

async function failHalfWay(folder: string): Promise<never> {
  writeFileSync(join(folder, 'a.json'), 'half')
  throw new Error('half way')
}

test('a new folder appears with all files, and nothing beside it', () =>
  inFolder(async (home) => {
    await intoFolder(join(home, 'out'), false, fillWith({ 'a.json': 'A' }))
    assert.equal(treeOf(home), { 'out/': '', 'out/a.json': 'A', 'out/manifest.json': manifest('a.json') })
  }))

test('what a run that was killed left beside a new folder is removed by the next', () =>
  inFolder(async (home) => {
    mkdirSync(join(home, '.out.rollcall-01234567-89ab-cdef-0123-456789abcdef'))
    mkdirSync(join(home, '.other.rollcall-01234567-89ab-cdef-0123-456789abcdef'))
    await intoFolder(join(home, 'out'), false, fillWith({ 'a.json': 'A' }))
    assert.equal(Object.keys(treeOf(home)), [
      '.other.rollcall-01234567-89ab-cdef-0123-456789abcdef/',
      'out/',
      'out/a.json',
      'out/manifest.json',
    ])
  }))

test('a new folder has the rights that any new folder has', () =>
  inFolder(async (home) => {
    await intoFolder(join(home, 'out'), false, fillWith({}))
    mkdirSync(join(home, 'other'))
    assert.is(statSync(join(home, 'out')).mode, statSync(join(home, 'other')).mode)
  }))

test('parent folders are made, and taken away again after a failure', () =>
  inFolder(async (home) => {
    await rejects(() => intoFolder(join(home, 'a', 'b', 'out'), false, failHalfWay), /half way/)
    assert.equal(treeOf(home), {})
    await intoFolder(join(home, 'a', 'b', 'out'), false, fillWith({ 'a.json': 'A' }))
    assert.ok(existsSync(join(home, 'a', 'b', 'out', 'a.json')))
  }))

test('parent folders that were there, or that others have put something into, stay after a failure', () =>
  inFolder(async (home) => {
    mkdirSync(join(home, 'a'))
    const fail = async () => {
      writeFileSync(join(home, 'a', 'b', 'theirs.txt'), 'theirs')
      throw new Error('half way')
    }
    await rejects(() => intoFolder(join(home, 'a', 'b', 'out'), false, fail), /half way/)
    assert.equal(treeOf(home), { 'a/': '', 'a/b/': '', 'a/b/theirs.txt': 'theirs' })
  }))

test('a failure leaves our earlier output as it was', () =>
  inFolder(async (home) => {
    const out = join(home, 'out')
    await intoFolder(out, false, fillWith({ 'a.json': 'A' }))
    const before = treeOf(home)
    await rejects(() => intoFolder(out, false, failHalfWay), /half way/)
    assert.equal(treeOf(home), before)
  }))

test('our earlier output is replaced, and what the new one does not have is removed', () =>
  inFolder(async (home) => {
    const out = join(home, 'out')
    await intoFolder(out, false, fillWith({ 'a.json': 'A', 'stale.json': 'stale' }))
    await intoFolder(out, false, fillWith({ 'a.json': 'new', 'b.json': 'B' }))
    assert.equal(treeOf(out), {
      'a.json': 'new',
      'b.json': 'B',
      'manifest.json': manifest('a.json', 'b.json'),
    })
  }))

test('a folder that is there stays the same folder: its rights, and links to it', () =>
  inFolder(async (home) => {
    mkdirSync(join(home, 'out'), { mode: 0o750 })
    symlinkSync('out', join(home, 'link'))
    const { ino, mode } = statSync(join(home, 'out'))
    await intoFolder(join(home, 'link'), false, fillWith({ 'a.json': 'A' }))
    assert.equal([statSync(join(home, 'out')).ino, statSync(join(home, 'out')).mode], [ino, mode])
    assert.ok(existsSync(join(home, 'out', 'a.json')))
  }))

test('a folder with files of others is refused, and nothing in it changes', () =>
  inFolder(async (home) => {
    const out = join(home, 'out')
    mkdirSync(out)
    writeFileSync(join(out, 'notes.txt'), 'mine')
    const error = await rejects(() => intoFolder(out, false, fillWith({ 'a.json': 'A' })), /notes\.txt/)
    assert.instance(error, RollcallError)
    assert.match((error as RollcallError).hint as string, /--force/)
    assert.equal(treeOf(out), { 'notes.txt': 'mine' })
  }))

test('force keeps the files of others and replaces ours between them', () =>
  inFolder(async (home) => {
    const out = join(home, 'out')
    await intoFolder(out, false, fillWith({ 'a.json': 'A', 'stale.json': 'stale' }))
    mkdirSync(join(out, 'theirs'))
    writeFileSync(join(out, 'theirs', 'notes.txt'), 'mine')
    await intoFolder(out, true, fillWith({ 'a.json': 'new' }))
    assert.equal(treeOf(out), {
      'a.json': 'new',
      'manifest.json': manifest('a.json'),
      'theirs/': '',
      'theirs/notes.txt': 'mine',
    })
  }))

test('a file of others with the name of one of ours is never written over, with force neither', () =>
  inFolder(async (home) => {
    const out = join(home, 'out')
    mkdirSync(out)
    writeFileSync(join(out, 'a.json'), 'mine')
    await rejects(() => intoFolder(out, true, fillWith({ 'a.json': 'A' })), /a\.json: it is there already/)
    assert.equal(treeOf(out), { 'a.json': 'mine' })
  }))

test('a folder that has taken the name of a listed file is not ours', () =>
  inFolder(async (home) => {
    const out = join(home, 'out')
    mkdirSync(join(out, 'a.json'), { recursive: true })
    writeFileSync(join(out, 'a.json', 'notes.txt'), 'mine')
    writeFileSync(join(out, 'manifest.json'), manifest('a.json'))
    const before = treeOf(out)
    for (const force of [false, true])
      await rejects(() => intoFolder(out, force, fillWith({ 'a.json': 'A' })), /a\.json/)
    assert.equal(treeOf(out), before)
  }))

test('a manifest that names files outside the folder, or that is none, makes nothing ours', () =>
  inFolder(async (home) => {
    writeFileSync(join(home, 'x'), 'outside')
    const hostile = ['../x', '..', '.', '/etc/passwd', 'a/../../x', '..\\x', '', '.git'].map((name) =>
      manifest(name),
    )
    for (const text of [
      ...hostile,
      'not JSON',
      'null',
      '{}',
      '[]',
      '{"rollcall":1,"format":"json","files":[null]}',
    ]) {
      const out = join(home, 'out')
      mkdirSync(out, { recursive: true })
      writeFileSync(join(out, 'manifest.json'), text)
      await rejects(() => intoFolder(out, false, fillWith({})), /not Rollcall's/)
      await rejects(() => intoFolder(out, true, fillWith({})), /manifest\.json: it is there already/)
      assert.equal(treeOf(home), { x: 'outside', 'out/': '', 'out/manifest.json': text })
    }
  }))

test('a target that is a file, or lies below one, is refused in words', () =>
  inFolder(async (home) => {
    writeFileSync(join(home, 'file'), 'mine')
    const below = join(home, 'file', 'out')
    const one = await rejects(
      () => intoFolder(join(home, 'file'), true, fillWith({})),
      /it is a file, not a folder/,
    )
    const other = await rejects(() => intoFolder(below, true, fillWith({})), /a part of the path is a file/)
    assert.instance(one, RollcallError)
    assert.instance(other, RollcallError)
    assert.equal(treeOf(home), { file: 'mine' })
  }))

test('a folder that cannot be written is told in words', () =>
  inFolder(async (home) => {
    if (process.getuid?.() === 0)
      return console.log('skipped: a folder that cannot be written, because root may write')
    const locked = join(home, 'locked')
    mkdirSync(locked, { mode: 0o500 })
    await rejects(() => intoFolder(join(locked, 'out'), false, fillWith({})), /permission denied/)
  }))

test('a full disk is told in words and leaves nothing', () =>
  inFolder(async (home) => {
    const disk = join(home, 'disk')
    mkdirSync(disk)
    try {
      execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=64k', 'tmpfs', disk], { stdio: 'ignore' })
    } catch {
      return console.log('skipped: a full disk, because this user cannot mount one')
    }
    try {
      const fill = fillWith({ 'a.json': 'x'.repeat(100_000) })
      const error = await rejects(() => intoFolder(join(disk, 'out'), false, fill), /the disk is full/)
      assert.instance(error, RollcallError)
      await rejects(
        () => intoFile(join(disk, 'one'), async (file) => writeFileSync(file, 'x'.repeat(100_000))),
        /full/,
      )
      assert.equal(treeOf(disk), {})
    } finally {
      execFileSync('umount', [disk])
    }
  }))

const LEFTOVER = '.rollcall-01234567-89ab-cdef-0123-456789abcdef'

test('what a killed run left inside a folder is ours, and the next run removes it', () =>
  inFolder(async (home) => {
    const out = join(home, 'out')
    await intoFolder(out, false, fillWith({ 'a.json': 'A' }))
    mkdirSync(join(out, LEFTOVER))
    writeFileSync(join(out, LEFTOVER, 'a.json'), 'half')
    await intoFolder(out, false, fillWith({ 'a.json': 'new' }))
    assert.equal(treeOf(out), { 'a.json': 'new', 'manifest.json': manifest('a.json') })
  }))

for (const earlier of [true, false]) {
  test(`killed while it moved its files, ${earlier ? 'over earlier ones' : 'the first'}: the next run replaces them`, () =>
    inFolder(async (home) => {
      const out = join(home, 'out')
      if (earlier) await intoFolder(out, false, fillWith({ 'a.json': 'A' }))
      mkdirSync(join(out, LEFTOVER), { recursive: true })
      writeFileSync(join(out, 'a.csv'), 'moved')
      writeFileSync(join(out, LEFTOVER, 'b.csv'), 'not yet')
      writeFileSync(join(out, LEFTOVER, 'manifest.json'), manifest('a.csv', 'b.csv'))
      const before = treeOf(out)
      await rejects(() => intoFolder(out, false, failHalfWay), /half way/)
      assert.equal(treeOf(out), before)
      await intoFolder(out, false, fillWith({ 'c.json': 'C' }))
      assert.equal(treeOf(out), { 'c.json': 'C', 'manifest.json': manifest('c.json') })
    }))
}

test('a file that a killed run had not moved yet is not ours, whatever its manifest lists', () =>
  inFolder(async (home) => {
    const out = join(home, 'out')
    mkdirSync(join(out, LEFTOVER), { recursive: true })
    writeFileSync(join(out, 'a.json'), 'mine')
    writeFileSync(join(out, LEFTOVER, 'a.json'), 'not yet')
    writeFileSync(join(out, LEFTOVER, 'manifest.json'), manifest('a.json'))
    for (const force of [false, true])
      await rejects(() => intoFolder(out, force, fillWith({ 'a.json': 'A' })), /a\.json/)
    assert.is(treeOf(out)['a.json'], 'mine')
  }))

/** The name of a table's file of a day of July 2015. */
function part(day: number, table = 'Dialogs'): string {
  return `${table}/day=2015-07-${day}/part.csv`
}

/** Files without the folders, which are in a tree by themselves; folders that hold nothing stay. */
function filesOf(tree: Readonly<Record<string, string>>): Record<string, string> {
  const names = Object.keys(tree)
  const isFull = (name: string) => names.some((other) => other !== name && other.startsWith(name))
  return Object.fromEntries(Object.entries(tree).filter(([name]) => !name.endsWith('/') || !isFull(name)))
}

const DAYS = { 'Users.csv': 'U', [part(13)]: '13', [part(14)]: '14', [part(13, 'Users')]: 'u13' }

test('folders of days appear whole or not at all', () =>
  inFolder(async (home) => {
    const failLate = async (folder: string) => {
      await fillWith(DAYS)(folder)
      throw new Error('half way')
    }
    await rejects(() => intoFolder(join(home, 'out'), false, failLate), /half way/)
    assert.equal(treeOf(home), {})
    await intoFolder(join(home, 'out'), false, fillWith(DAYS))
    const first = treeOf(home)
    assert.equal(filesOf(treeOf(join(home, 'out'))), {
      ...DAYS,
      'manifest.json': manifest(...Object.keys(DAYS)),
    })
    await rejects(() => intoFolder(join(home, 'out'), false, failLate), /half way/)
    assert.equal(treeOf(home), first)
  }))

test('folders of days replace those of an earlier run: days and tables that are gone leave no folder', () =>
  inFolder(async (home) => {
    const out = join(home, 'out')
    await intoFolder(out, false, fillWith(DAYS))
    const next = { [part(14)]: 'new', [part(15)]: '15' }
    await intoFolder(out, false, fillWith(next))
    const expected = { ...next, 'manifest.json': manifest(...Object.keys(next)) }
    assert.equal(filesOf(treeOf(out)), expected)
    await intoFolder(out, false, fillWith({ 'Dialogs.csv': 'flat' }))
    assert.equal(treeOf(out), { 'Dialogs.csv': 'flat', 'manifest.json': manifest('Dialogs.csv') })
  }))

test('a file of others inside the folder of a table is refused; with force it stays, and so does its folder', () =>
  inFolder(async (home) => {
    const out = join(home, 'out')
    await intoFolder(out, false, fillWith(DAYS))
    writeFileSync(join(out, 'Dialogs', 'day=2015-07-13', 'notes.txt'), 'mine')
    const before = treeOf(home)
    const next = { [part(15)]: '15' }
    await rejects(() => intoFolder(out, false, fillWith(next)), /such as Dialogs\/day=2015-07-13\/notes\.txt/)
    assert.equal(treeOf(home), before)
    await intoFolder(out, true, fillWith(next))
    assert.equal(filesOf(treeOf(out)), {
      ...next,
      'Dialogs/day=2015-07-13/notes.txt': 'mine',
      'manifest.json': manifest(part(15)),
    })
  }))

test('what others have put where a folder or a file of a day must be is never replaced, and nothing has moved', () =>
  inFolder(async (home) => {
    const out = join(home, 'out')
    const elsewhere = join(home, 'elsewhere')
    mkdirSync(elsewhere)
    const obstacles: readonly (() => void)[] = [
      () => writeFileSync(join(out, 'Dialogs'), 'mine'),
      () => symlinkSync(elsewhere, join(out, 'Dialogs')),
      () => mkdirSync(join(out, part(13)), { recursive: true }),
      () => {
        mkdirSync(join(out, 'Dialogs'))
        writeFileSync(join(out, 'Dialogs', 'day=2015-07-13'), 'mine')
      },
    ]
    for (const put of obstacles) {
      mkdirSync(out)
      put()
      const before = readdirSync(out, { recursive: true })
      for (const force of [false, true])
        await rejects(() => intoFolder(out, force, fillWith({ 'A.csv': 'A', ...DAYS })), /Dialogs/)
      assert.equal([readdirSync(out, { recursive: true }), readdirSync(elsewhere)], [before, []])
      rmSync(out, { recursive: true })
    }
  }))

test('killed while it moved files of days: the next run replaces them, and folders without a file are ours', () =>
  inFolder(async (home) => {
    for (const earlier of [true, false]) {
      const out = join(home, `out-${earlier}`)
      if (earlier) await intoFolder(out, false, fillWith({ [part(12)]: '12', 'Users.csv': 'U' }))
      // Two days have been moved, and the folder of a third has been made.
      await fillWith({ [part(13)]: '13', [part(14)]: '14', [part(15)]: '15' })(join(out, LEFTOVER))
      for (const day of [13, 14]) {
        mkdirSync(dirname(join(out, part(day))), { recursive: true })
        renameSync(join(out, LEFTOVER, part(day)), join(out, part(day)))
      }
      mkdirSync(dirname(join(out, part(15))))
      const before = treeOf(out)
      await rejects(() => intoFolder(out, false, failHalfWay), /half way/)
      assert.equal(treeOf(out), before)
      await intoFolder(out, false, fillWith({ [part(14)]: 'new' }))
      assert.equal(filesOf(treeOf(out)), { [part(14)]: 'new', 'manifest.json': manifest(part(14)) })
    }
  }))

test('killed while it removed days that are gone: folders that its manifest lists are ours when they are empty', () =>
  inFolder(async (home) => {
    const out = join(home, 'out')
    await intoFolder(out, false, fillWith(DAYS))
    rmSync(join(out, part(13)))
    rmSync(join(out, 'Users'), { recursive: true })
    mkdirSync(join(out, 'Users'))
    await intoFolder(out, false, fillWith({ [part(14)]: 'new' }))
    assert.equal(filesOf(treeOf(out)), { [part(14)]: 'new', 'manifest.json': manifest(part(14)) })
  }))

test('what had moved when something came in its way is still ours for the next run', () =>
  inFolder(async (home) => {
    const out = join(home, 'out')
    await intoFolder(out, false, fillWith({ 'a.csv': 'A' }))
    const obstacle = join(out, part(14))
    const fill = async (folder: string) => {
      await fillWith(DAYS)(folder)
      mkdirSync(obstacle, { recursive: true })
    }
    await rejects(() => intoFolder(out, false, fill), /cannot write .*out: it is a folder, not a file/)
    rmSync(obstacle, { recursive: true })
    await intoFolder(out, false, fillWith({ [part(15)]: '15' }))
    assert.equal(filesOf(treeOf(out)), { [part(15)]: '15', 'manifest.json': manifest(part(15)) })
  }))

test('an empty folder of others is refused without force, and stays with it', () =>
  inFolder(async (home) => {
    const out = join(home, 'out')
    await intoFolder(out, false, fillWith(DAYS))
    mkdirSync(join(out, 'Dialogs', 'mine'))
    await rejects(() => intoFolder(out, false, fillWith({})), /such as Dialogs\/mine\//)
    await intoFolder(out, true, fillWith({}))
    assert.equal(filesOf(treeOf(out)), { 'Dialogs/mine/': '', 'manifest.json': manifest() })
  }))

test('a file appears whole, in the place of the one before it', () =>
  inFolder(async (home) => {
    const file = join(home, 'one')
    for (const text of ['first', 'second']) {
      const result = await intoFile(file, async (staging) => {
        writeFileSync(staging, text)
        return text
      })
      assert.is(result, text)
      assert.equal(treeOf(home), { one: text })
    }
  }))

test('a file that fails half way leaves the one before it, and none of the files that SQLite puts beside it', () =>
  inFolder(async (home) => {
    writeFileSync(join(home, 'one'), 'first')
    const fail = async (staging: string) => {
      for (const ending of ['', '-journal', '-wal', '-shm']) writeFileSync(staging + ending, 'half')
      throw new Error('half way')
    }
    await rejects(() => intoFile(join(home, 'one'), fail), /half way/)
    assert.equal(treeOf(home), { one: 'first' })
  }))

test.run()
