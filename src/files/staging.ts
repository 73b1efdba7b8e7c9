import { randomUUID } from 'node:crypto'
import type { Dirent } from 'node:fs'
import { mkdir, readdir, rename, rm, rmdir, stat } from 'node:fs/promises'
import { basename, dirname, join, resolve } from 'node:path'
import { fileSystemReason, isFileSystemError, RollcallError } from '../errors.ts'
import { MANIFEST, readManifest } from './manifest.ts'

/**
 * Fills a folder so that it appears whole or not at all: `fill` writes into a folder of its own, whose files take their
 * places at the end. What is left of an attempt that failed is removed.
 *
 * In a folder that is there already our own output is replaced, what a run that was killed has left there too. Files of
 * others are never touched, and are refused unless `force` lets ours go between them.
 */
export async function intoFolder<T>(
  target: string,
  force: boolean,
  fill: (folder: string) => Promise<T>,
): Promise<T> {
  const folder = resolve(target)
  const before = await contentsOf(folder, target)
  if (before.foreign.length > 0 && !force) {
    throw new RollcallError(
      'ROLLCALL_E_EXISTS',
      `${target} holds files that are not Rollcall's, such as ${before.foreign[0]}`,
      'Choose another folder, or add --force to write between them.',
    )
  }
  return refusals(target, async () => {
    for (const { path, manifest } of before.leftovers) if (!manifest) await removeLeftover(path)
    // Inside a folder that is there: it may be a mount, or lie in a folder that is not ours to write.
    const staging = before.exists
      ? join(folder, `.rollcall-${randomUUID()}`)
      : join(dirname(folder), `.${basename(folder)}.rollcall-${randomUUID()}`)
    if (!before.exists) await removeSiblings(folder)
    const made = await mkdir(staging, { recursive: true })
    const result = await removedUnless(staging, made ?? staging, async () => {
      const filled = await fill(staging)
      if (before.exists) await refuseInTheWay(staging, before, target)
      else await rename(staging, folder)
      return filled
    })
    // When this fails in the middle, the staging folder stays: it tells the next run which files are ours.
    if (before.exists) await moveInto(staging, folder, before)
    return result
  })
}

/** Does the work in a folder, and removes the folder when it fails. */
async function removedUnless<T>(staging: string, made: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (cause) {
    await rm(staging, { recursive: true, force: true })
    await removeEmpty(dirname(staging), made)
    throw cause
  }
}

/** Makes one file so that it appears whole or not at all. `make` gets the name to write to. */
export async function intoFile<T>(target: string, make: (file: string) => Promise<T>): Promise<T> {
  const file = resolve(target)
  const staging = join(dirname(file), `.${basename(file)}.rollcall-${process.pid}`)
  const clear = async () => {
    for (const ending of ['', '-journal', '-wal', '-shm'])
      await rm(staging + ending, { force: true }).catch(() => undefined)
  }
  return refusals(target, async () => {
    await clear() // a process of the same number may have been killed here
    try {
      const result = await make(staging)
      await rename(staging, file)
      return result
    } finally {
      await clear()
    }
  })
}

async function refusals<T>(target: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (cause) {
    if (isFileSystemError(cause))
      throw new RollcallError('ROLLCALL_E_FILE', `cannot write ${target}: ${fileSystemReason(cause)}`, null, {
        cause,
      })
    throw cause
  }
}

interface Contents {
  readonly exists: boolean
  /** Staging folders of runs that were killed. */
  readonly leftovers: readonly Leftover[]
  /** Files of earlier runs of ours. */
  readonly ours: readonly string[]
  /** Everything else. */
  readonly foreign: readonly string[]
}

async function contentsOf(folder: string, shown: string): Promise<Contents> {
  const found = await stat(folder).catch(() => null)
  if (!found) return { exists: false, leftovers: [], ours: [], foreign: [] }
  if (!found.isDirectory())
    throw new RollcallError('ROLLCALL_E_FILE', `cannot write ${shown}: it is a file, not a folder`)
  const entries = await refusals(shown, () => readdir(folder, { withFileTypes: true }))
  const manifest = await readManifest(folder).catch(() => null)
  const isLeftover = (entry: Dirent) => entry.isDirectory() && LEFTOVER.test(entry.name)
  const leftovers = await Promise.all(
    entries.filter(isLeftover).map(({ name }) => leftoverAt(join(folder, name))),
  )
  const files = manifest ? manifest.files.map(({ name }) => name) : []
  const listed = new Set([
    ...(manifest ? [MANIFEST, ...files, ...foldersOf(files)] : []),
    ...leftovers.flatMap(({ moved, folders }) => [...moved, ...folders]),
  ])
  const here = await refusals(shown, () =>
    namesIn(
      folder,
      entries.filter((entry) => !isLeftover(entry)),
    ),
  )
  return {
    exists: true,
    leftovers,
    ours: here.filter((name) => listed.has(name)),
    foreign: here.filter((name) => !listed.has(name)),
  }
}

/**
 * The names of all files below a folder, with forward slashes; of a folder without any, its own with one at the end, and
 * of a link or anything else with an `@`, which no name of ours has.
 */
async function namesIn(folder: string, entries: readonly Dirent[]): Promise<string[]> {
  const names: string[] = []
  for (const entry of entries) {
    const below = entry.isDirectory()
      ? await readdir(join(folder, entry.name), { withFileTypes: true })
      : null
    if (below === null) names.push(entry.isFile() ? entry.name : `${entry.name}@`)
    else if (below.length === 0) names.push(`${entry.name}/`)
    else
      names.push(...(await namesIn(join(folder, entry.name), below)).map((name) => `${entry.name}/${name}`))
  }
  return names
}

async function allNamesIn(folder: string): Promise<string[]> {
  return namesIn(folder, await readdir(folder, { withFileTypes: true }))
}

/** The folders of files, as `namesIn` names them when they are empty: a killed run makes and leaves such ones. */
function foldersOf(names: readonly string[]): string[] {
  const folders = names.flatMap((name) => {
    const parts = name.split('/').slice(0, -1)
    return parts.map((_, at) => `${parts.slice(0, at + 1).join('/')}/`)
  })
  return [...new Set(folders)]
}

/** The first of our files that cannot take its place: something of others is there, or where one of its folders has to be. */
function firstInTheWay(names: readonly string[], foreign: readonly string[]): string | undefined {
  const things = new Set(foreign.map((name) => name.replace(/@$/, '')))
  const folders = new Set(foldersOf(foreign))
  return names.find((name) => {
    const isBelowThing = foldersOf([name]).some((above) => things.has(above.slice(0, -1)))
    return things.has(name) || folders.has(`${name}/`) || isBelowThing
  })
}

const LEFTOVER = /^\.rollcall-[0-9a-f-]{36}$/

interface Leftover {
  readonly path: string
  /** Whether its run had written everything and may have begun to move it. */
  readonly manifest: boolean
  /** Files that had taken their places: its manifest, which is moved last, lists them, and they are gone from it. */
  readonly moved: readonly string[]
  /** Folders that it may have made for its files. */
  readonly folders: readonly string[]
}

async function leftoverAt(path: string): Promise<Leftover> {
  const manifest = await readManifest(path).catch(() => null)
  const there = await allNamesIn(path)
  const listed = manifest ? manifest.files.map(({ name }) => name) : []
  const moved = listed.filter((name) => !there.includes(name))
  return { path, manifest: manifest !== null, moved, folders: foldersOf(listed) }
}

/** What runs left beside a folder that was to appear, when they were killed. */
async function removeSiblings(folder: string): Promise<void> {
  const names = await readdir(dirname(folder)).catch(() => [])
  const start = `.${basename(folder)}`
  for (const name of names)
    if (name.startsWith(start) && LEFTOVER.test(name.slice(start.length)))
      await removeLeftover(join(dirname(folder), name))
}

/** The manifest goes first: files that are removed here must not look as if they had been moved. */
async function removeLeftover(path: string): Promise<void> {
  await rm(join(path, MANIFEST), { force: true })
  await rm(path, { recursive: true, force: true })
}

/** Takes back the folders from `made` down to `folder`, as long as nobody has put anything into them. */
async function removeEmpty(folder: string, made: string): Promise<void> {
  for (let at = folder; at.startsWith(made); at = dirname(at)) await rmdir(at).catch(() => undefined)
}

async function refuseInTheWay(staging: string, { foreign }: Contents, shown: string): Promise<void> {
  const inTheWay = firstInTheWay(await allNamesIn(staging), foreign)
  if (inTheWay === undefined) return
  throw new RollcallError(
    'ROLLCALL_E_EXISTS',
    `cannot write ${join(shown, inTheWay)}: it is there already, and not Rollcall's`,
    'Choose another folder, or move it away.',
  )
}

/**
 * At every moment a manifest lists each file of ours: the old one stays until the new one takes its place as the last
 * step, and a kill before that leaves the new one in the staging folder.
 */
async function moveInto(staging: string, folder: string, { leftovers, ours }: Contents): Promise<void> {
  const isManifest = (name: string) => Number(name === MANIFEST)
  const names = (await allNamesIn(staging)).sort((a, b) => isManifest(a) - isManifest(b))
  for (const name of names) {
    if (name === MANIFEST) {
      for (const stale of ours.filter((one) => !names.includes(one))) {
        const path = join(folder, stale)
        if (!stale.endsWith('/')) await rm(path, { force: true })
        await removeEmpty(
          stale.endsWith('/') ? path : dirname(path),
          join(folder, stale.split('/')[0] as string),
        )
      }
    }
    await mkdir(dirname(join(folder, name)), { recursive: true })
    await rename(join(staging, name), join(folder, name))
  }
  await rm(staging, { recursive: true })
  for (const { path } of leftovers) await removeLeftover(path)
}
