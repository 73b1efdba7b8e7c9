import { mkdir, mkdtemp, readdir, rename, rm, rmdir, stat } from 'node:fs/promises'
import { basename, dirname, join, resolve } from 'node:path'
import { fileSystemReason, isFileSystemError, RollcallError } from '../errors.ts'
import { readManifest } from './manifest.ts'

/**
 * Fills a folder so that it appears whole or not at all: `fill` writes into a folder beside it, which takes the place of
 * `target` at the end. What is left of an attempt that failed is removed.
 *
 * A folder that is there already is replaced when it holds our own output and nothing else. Other files are never
 * deleted: with `force` ours go between them.
 */
export async function intoFolder<T>(
  target: string,
  force: boolean,
  fill: (folder: string) => Promise<T>,
): Promise<T> {
  const folder = resolve(target)
  const before = await contentsOf(folder, target)
  const foreign = before.files.filter((name) => !before.ours.includes(name))
  if (foreign.length > 0 && !force) {
    throw new RollcallError(
      `${target} holds files that are not Rollcall's, such as ${foreign[0]}`,
      'Choose another folder, or add --force to write between them.',
    )
  }
  return refusals(target, async () => {
    const made = await mkdir(dirname(folder), { recursive: true })
    const staging = await mkdtemp(join(dirname(folder), `.${basename(folder)}.rollcall-`))
    try {
      const result = await fill(staging)
      if (foreign.length === 0) await swap(staging, folder, before.exists)
      else await moveInto(staging, folder, before.ours)
      return result
    } catch (cause) {
      await rm(staging, { recursive: true, force: true })
      if (made) await removeEmpty(dirname(folder), made)
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
  readonly files: readonly string[]
  readonly ours: readonly string[]
}

async function contentsOf(folder: string, shown: string): Promise<Contents> {
  const found = await stat(folder).catch(() => null)
  if (!found) return { exists: false, files: [], ours: [] }
  if (!found.isDirectory()) throw new RollcallError(`cannot write ${shown}: it is a file, not a folder`)
  const files = await refusals(shown, () => readdir(folder))
  const manifest = await readManifest(folder).catch(() => null)
  return {
    exists: true,
    files,
    ours: manifest ? ['manifest.json', ...manifest.files.map(({ name }) => name)] : [],
  }
}

async function swap(staging: string, folder: string, exists: boolean): Promise<void> {
  const old = `${staging}-old`
  if (exists) await rename(folder, old)
  await rename(staging, folder)
  if (exists) await rm(old, { recursive: true, force: true })
}

/** Takes back the folders from `made` down to `folder`, as long as nobody has put anything into them. */
async function removeEmpty(folder: string, made: string): Promise<void> {
  for (let at = folder; at.startsWith(made); at = dirname(at)) await rmdir(at).catch(() => undefined)
}

/** The manifest goes last, so that it never lists a file that is not there yet. */
async function moveInto(staging: string, folder: string, ours: readonly string[]): Promise<void> {
  for (const name of ours) await rm(join(folder, name), { force: true })
  const names = (await readdir(staging)).sort(
    (a, b) => Number(a === 'manifest.json') - Number(b === 'manifest.json'),
  )
  for (const name of names) await rename(join(staging, name), join(folder, name))
  await rm(staging, { recursive: true })
}
