import { access, constants, stat } from 'node:fs/promises'
import { dirname } from 'node:path'
import {
  isSqliteError,
  type OpenOptions,
  openSqlite,
  requireDriver,
  sqliteReason,
} from './databases/sqlite.ts'
import { fileSystemReason, RollcallError } from './errors.ts'
import { intoFile } from './files/staging.ts'
import type { Scenario } from './scenario/scenario.ts'
import type { Counts } from './schema/tables.ts'
import { requireRoom, type SeedOptions, seed } from './seed.ts'

export interface SeedFileOptions extends SeedOptions {
  /** Replace a file that Rollcall made by a new one. */
  readonly fresh?: boolean
}

/** Marks an SQLite file as made by Rollcall, in the place that the file format has for it: "Roll" in ASCII. */
const APPLICATION_ID = 0x526f6c6c

/**
 * Seeds an SQLite file. A new file appears whole or not at all; in one that is there already, all rows go in or none.
 * Throws a `RollcallError` when the file cannot be used.
 */
export async function seedFile(
  scenario: Scenario,
  path: string,
  options: SeedFileOptions = {},
): Promise<Counts> {
  const { fresh = false, ...rest } = options
  const exists = await isThere(path)
  if (exists && fresh) await requireOurs(path)
  return plainly(path, async () => {
    if (exists && !fresh) return withFile(path, {}, (knex) => seed(knex, scenario, rest))
    return intoFile(path, (staging) =>
      withFile(staging, { shown: path }, async (knex) => {
        // Until it is renamed nobody else has the file, and what fails half-way is thrown away: it needs no journal, no
        // flush and no locks.
        for (const pragma of [
          `application_id = ${APPLICATION_ID}`,
          'journal_mode = OFF',
          'synchronous = OFF',
          'locking_mode = EXCLUSIVE',
          'cache_size = -65536',
        ]) {
          await knex.raw(`PRAGMA ${pragma}`)
        }
        return seed(knex, scenario, { ...rest, create: true })
      }),
    )
  })
}

/** Throws the `RollcallError` that `seedFile` would throw before the first row. Only reads. */
export async function requireSeedable(path: string, options: SeedFileOptions = {}): Promise<void> {
  const { fresh = false, ...rest } = options
  const exists = await isThere(path)
  await requireDriver()
  if (exists && fresh) await requireOurs(path)
  if (exists && !fresh)
    await plainly(path, () => withFile(path, { readonly: true }, (knex) => requireRoom(knex, rest)))
  try {
    // A file that is made anew is made aside, so that its folder is what must be writable. The dot refuses a file.
    await access(exists && !fresh ? path : `${dirname(path)}/.`, constants.W_OK)
  } catch (cause) {
    const isMissing = (cause as NodeJS.ErrnoException).code === 'ENOENT'
    const why = isMissing ? 'there is no such folder' : fileSystemReason(cause)
    throw new RollcallError(`cannot open ${path}: ${why}`, null, { cause })
  }
}

async function isThere(path: string): Promise<boolean> {
  return (await stat(path).catch(() => null)) !== null
}

async function requireOurs(path: string): Promise<void> {
  await withFile(path, { readonly: true }, async (knex) => {
    const [found] = (await knex.raw('PRAGMA application_id')) as readonly { application_id: number }[]
    if (found?.application_id === APPLICATION_ID) return
    throw new RollcallError(
      `${path} was not made by Rollcall, so --fresh leaves it alone`,
      'Use another file.',
    )
  })
}

async function withFile<T>(
  path: string,
  options: OpenOptions,
  work: (knex: Awaited<ReturnType<typeof openSqlite>>) => Promise<T>,
): Promise<T> {
  const knex = await openSqlite(path, options)
  try {
    return await work(knex)
  } finally {
    await knex.destroy()
  }
}

async function plainly<T>(path: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (cause) {
    if (isSqliteError(cause))
      throw new RollcallError(`cannot write ${path}: ${sqliteReason(cause)}`, null, { cause })
    throw cause
  }
}
