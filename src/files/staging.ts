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
 * In a folder that is there already our own output is replaced. Files of others are never touched, and are refused
 * unless `force` lets ours go between them.
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
      `${target} holds files that are not Rollcall's, such as ${before.foreign[0]}`,
      'Choose another folder, or add --force to write between them.',
    )
  }
  return refusals(target, async () => {
    // Inside a folder that is there: it may be a mount, or lie in a folder that is not ours to write.
    const staging = before.exists
      ? join(folder, `.rollcall-${randomUUID()}`)
      : join(dirname(folder), `.${basename(folder)}.rollcall-${randomUUID()}`)
    const made = await mkdir(staging, { recursive: true })
    try {
      const result = await fill(staging)
      if (before.exists) await moveInto(staging, folder, before, target)
      else await rename(staging, folder)
      return result
    } catch (cause) {
      await rm(staging, { recursive: true, force: true })
      await removeEmpty(dirname(staging), made ?? staging)
      throw cause
    }
  })
}

/** Makes one file so that it appears whole or not at all. `make` gets the name to write to. */
export async function intoFile<T>(target: string, make: (file: string) => Promise<T>): Promise<T> {
  const file = resolve(target)
  const staging = join(dirname(file), `.${basename(file)}.rollcall-${process.pid}`)
  return refusals(target, async () => {
    try {
      const result = await make(staging)
      await rename(staging, file)
      return result
    } finally {
      for (const ending of ['', '-journal', '-wal', '-shm'])
        await rm(staging + ending, { force: true }).catch(() => undefined)
    }
  })
}

async function refusals<T>(target: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (cause) {
    if (isFileSystemError(cause))
      throw new RollcallError(`cannot write ${target}: ${fileSystemReason(cause)}`, null, { cause })
    throw cause
  }
}

interface Contents {
  readonly exists: boolean
  /** Files of an earlier run of ours. */
  readonly ours: readonly string[]
  /** Everything else. */
  readonly foreign: readonly string[]
}

async function contentsOf(folder: string, shown: string): Promise<Contents> {
  const found = await stat(folder).catch(() => null)
  if (!found) return { exists: false, ours: [], foreign: [] }
  if (!found.isDirectory()) throw new RollcallError(`cannot write ${shown}: it is a file, not a folder`)
  const entries = await refusals(shown, () => readdir(folder, { withFileTypes: true }))
  const manifest = await readManifest(folder).catch(() => null)
  const listed = manifest ? [MANIFEST, ...manifest.files.map(({ name }) => name)] : []
  const isOurs = (entry: Dirent) => entry.isFile() && listed.includes(entry.name)
  const names = (of: readonly Dirent[]) => of.map(({ name }) => name)
  return {
    exists: true,
    ours: names(entries.filter(isOurs)),
    foreign: names(entries.filter((entry) => !isOurs(entry))),
  }
}

/** Takes back the folders from `made` down to `folder`, as long as nobody has put anything into them. */
async function removeEmpty(folder: string, made: string): Promise<void> {
  for (let at = folder; at.startsWith(made); at = dirname(at)) await rmdir(at).catch(() => undefined)
}

/** The manifest goes first and comes last, so that it never lists a file that is not there. */
async function moveInto(
  staging: string,
  folder: string,
  { ours, foreign }: Contents,
  shown: string,
): Promise<void> {
  const isManifest = (name: string) => Number(name === MANIFEST)
  const names = (await readdir(staging)).sort((a, b) => isManifest(a) - isManifest(b))
  const inTheWay = names.find((name) => foreign.includes(name))
  if (inTheWay !== undefined) {
    throw new RollcallError(
      `cannot write ${join(shown, inTheWay)}: it is there already, and not Rollcall's`,
      'Choose another folder, or move it away.',
    )
  }
  for (const name of [MANIFEST, ...ours]) await rm(join(folder, name), { force: true })
  for (const name of names) await rename(join(staging, name), join(folder, name))
  await rmdir(staging)
}
