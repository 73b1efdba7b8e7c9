import { access, constants, stat } from 'node:fs/promises'
import { dirname } from 'node:path'
import { aFlag, aPath, checkArguments, optionsOf } from './arguments.ts'
import { connected, type Database } from './databases/database.ts'
import { aDatabaseUrl, type DatabaseUrl } from './databases/url.ts'
import { fileSystemReason, RollcallError } from './errors.ts'
import { intoFile } from './files/staging.ts'
import { keepLedger } from './loading/ledger.ts'
import { newReceipt, receiptFor, requireWritable, writeReceipt } from './loading/receipt.ts'
import { aScenario, type Scenario } from './scenario/scenario.ts'
import { usualTables } from './schema/tables.ts'
import { type Loaded, type SeedOptions, seedDatabase, seedOptions } from './seed.ts'

export interface SeedFileOptions extends SeedOptions {
  /** Replace a file that Rollcall made by a new one. */
  readonly fresh?: boolean
}

const fileOptions = optionsOf({ ...seedOptions.kinds, fresh: aFlag })

/** Marks an SQLite file as made by Rollcall, in the place that the file format has for it: "Roll" in ASCII. */
const APPLICATION_ID = 0x526f6c6c

/**
 * Seeds what a URL names. A new SQLite file appears whole or not at all; a database that is there is seeded as `seed` does.
 * Throws a `RollcallError` when it cannot be used.
 */
export async function seedUrl(
  scenario: Scenario,
  url: DatabaseUrl,
  options: SeedFileOptions = {},
): Promise<Loaded> {
  checkArguments('seedUrl', {
    scenario: [scenario, aScenario],
    url: [url, aDatabaseUrl],
    options: [options, fileOptions],
  })
  const { fresh = false, ...rest } = options
  if (url.engine === 'sqlite') return seedFile(scenario, url.path, options)
  if (fresh)
    throw new RollcallError('ROLLCALL_E_ARGUMENT', '--fresh makes an SQLite file anew, and this is no file')
  return connected(url, (database) => seedDatabase(database, scenario, rest))
}

/** Seeds an SQLite file, as `seedUrl` does. */
export async function seedFile(
  scenario: Scenario,
  path: string,
  options: SeedFileOptions = {},
): Promise<Loaded> {
  checkArguments('seedFile', {
    scenario: [scenario, aScenario],
    path: [path, aPath],
    options: [options, fileOptions],
  })
  const { fresh = false, ...rest } = options
  const exists = await isThere(path)
  if (exists && fresh) await requireOurs(path)
  if (exists && !fresh) return withFile(path, (database) => seedDatabase(database, scenario, rest))
  if (rest.resume || rest.extend)
    throw new RollcallError('ROLLCALL_E_LOAD', `there is no file ${path} to go on with`)
  await receiptFor(rest.receipt ?? null, `sqlite:${path}`)
  const anew = { ...rest, create: true, receipt: null }
  if (rest.dryRun) {
    await requireFolder(path)
    return withFile(':memory:', (database) => seedDatabase(database, scenario, anew))
  }
  if (rest.receipt) await requireWritable(rest.receipt)
  const loaded = await intoFile(path, (staging) =>
    withFile(
      staging,
      async (database) => {
        // Until it is renamed nobody else has the file, and what fails half-way is thrown away: it needs no journal, no
        // flush and no locks.
        for (const pragma of [
          `application_id = ${APPLICATION_ID}`,
          'page_size = 8192', // a tenth less time than the usual pages of 4 kB
          'journal_mode = OFF',
          'synchronous = OFF',
          'locking_mode = EXCLUSIVE',
          'cache_size = -65536',
        ]) {
          await database.knex.raw(`PRAGMA ${pragma}`)
        }
        return seedDatabase(database, scenario, { ...anew, mostAtOnce: Number.POSITIVE_INFINITY })
      },
      path,
    ),
  )
  // Nothing was there before, and nothing can be half-way: the file is there as a whole, or is not.
  if (rest.receipt) {
    const { tables = usualTables } = rest
    const begun = newReceipt(scenario, {
      ...{ database: `sqlite:${path}`, tables, keepsPlanned: true },
      ...(rest.foreignKeys === false ? { foreignKeys: false } : {}),
    })
    await writeReceipt(rest.receipt, { ...begun, status: 'complete', rows: loaded.inserted })
    await keepLedger(rest.receipt, scenario, { tables, shard: rest.shard })
  }
  return loaded
}

async function isThere(path: string): Promise<boolean> {
  return (await stat(path).catch(() => null)) !== null
}

async function requireOurs(path: string): Promise<void> {
  await withFile(path, async ({ knex }) => {
    const [found] = (await knex.raw('PRAGMA application_id')) as readonly { application_id: number }[]
    if (found?.application_id === APPLICATION_ID) return
    throw new RollcallError(
      'ROLLCALL_E_EXISTS',
      `${path} was not made by Rollcall, so --fresh leaves it alone`,
      'Use another file.',
    )
  })
}

/** A file that is made anew is made aside, so that its folder is what must be writable. The dot refuses a file. */
async function requireFolder(path: string): Promise<void> {
  try {
    await access(`${dirname(path)}/.`, constants.W_OK)
  } catch (cause) {
    const isMissing = (cause as NodeJS.ErrnoException).code === 'ENOENT'
    const why = isMissing ? 'there is no such folder' : fileSystemReason(cause)
    throw new RollcallError('ROLLCALL_E_FILE', `cannot open ${path}: ${why}`, null, { cause })
  }
}

function withFile<T>(
  path: string,
  work: (database: Database) => Promise<T>,
  shown: string = path,
): Promise<T> {
  return connected({ engine: 'sqlite', path, shown: `sqlite:${shown}` }, work)
}
