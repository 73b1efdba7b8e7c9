import { stat } from 'node:fs/promises'
import { isSqliteError, openSqlite, sqliteReason } from './databases/sqlite.ts'
import { RollcallError } from './errors.ts'
import { intoFile } from './files/staging.ts'
import type { Scenario } from './scenario/scenario.ts'
import type { Counts } from './schema/tables.ts'
import { type SeedOptions, seed } from './seed.ts'

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
  const exists = (await stat(path).catch(() => null)) !== null
  if (exists && fresh && !(await isOurs(path))) {
    throw new RollcallError(
      `${path} was not made by Rollcall, so --fresh leaves it alone`,
      'Use another file.',
    )
  }
  return plainly(path, async () => {
    if (exists && !fresh) return withFile(path, (knex) => seed(knex, scenario, rest))
    return intoFile(path, (staging) =>
      withFile(staging, async (knex) => {
        // Until it is renamed nobody reads the file, so neither a journal nor a flush is needed before its end.
        for (const pragma of [
          `application_id = ${APPLICATION_ID}`,
          'journal_mode = MEMORY',
          'synchronous = OFF',
        ]) {
          await knex.raw(`PRAGMA ${pragma}`)
        }
        return seed(knex, scenario, { ...rest, create: true })
      }),
    )
  })
}

async function isOurs(path: string): Promise<boolean> {
  return withFile(path, async (knex) => {
    const [found] = (await knex.raw('PRAGMA application_id')) as readonly { application_id: number }[]
    return found?.application_id === APPLICATION_ID
  })
}

async function withFile<T>(
  path: string,
  work: (knex: Awaited<ReturnType<typeof openSqlite>>) => Promise<T>,
): Promise<T> {
  const knex = await openSqlite(path)
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
