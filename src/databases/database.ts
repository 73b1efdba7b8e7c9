import type { Knex } from 'knex'
import { kindOf } from '../arguments.ts'
import { RollcallError } from '../errors.ts'
import type { Engine } from './engine.ts'
import { engines } from './engines.ts'
import { saidBy } from './said.ts'
import type { DatabaseUrl } from './url.ts'

/** A database that we are connected to. */
export interface Database {
  readonly knex: Knex
  readonly engine: Engine
  /** Where the tables are; null for the schema that the connection uses by itself. */
  readonly schema: string | null
  /** What messages call it; never with a password. */
  readonly shown: string
}

/** What a function takes as a Knex instance or a transaction of one. */
export const aKnex = kindOf(
  'a Knex instance',
  (value) => typeof value === 'function' && 'client' in value && 'raw' in value,
)

/**
 * Connects to what a URL names; the caller ends it with `database.knex.destroy()`. Throws a `RollcallError` that says in
 * words why it cannot be reached: a driver that is not installed, a refused connection, a wrong password, no such database.
 */
export async function connect(url: DatabaseUrl): Promise<Database> {
  const engine = engines[url.engine] as Engine
  const config = engine.config(url)
  await requireDrivers(engine, url.shown)
  const { default: knex } = await import('knex')
  const database: Database = {
    knex: knex({
      client: engine.client,
      useNullAsDefault: true,
      log: SILENT, // Knex would print an error, with its stack, that we throw as well
      ...config,
    }),
    engine,
    schema: url.engine === 'sqlite' ? null : url.schema,
    shown: url.shown,
  }
  try {
    await plainly(database, 'open', async () => {
      await database.knex.raw('SELECT 1')
      await engine.prepare?.(database.knex)
    })
    return database
  } catch (cause) {
    await database.knex.destroy()
    throw cause
  }
}

/** Does the work with a connection that ends with it. */
export async function connected<T>(url: DatabaseUrl, work: (database: Database) => Promise<T>): Promise<T> {
  const database = await connect(url)
  try {
    return await work(database)
  } finally {
    await database.knex.destroy()
  }
}

/** The database of a Knex instance that somebody else made, and ends. Throws a `RollcallError` for an unknown client. */
export async function databaseOf(knex: Knex, schema: string | null = null): Promise<Database> {
  const { driverName, config } = knex.client as { driverName?: string; config?: { client?: unknown } }
  const engine = Object.values(engines).find(
    ({ client }) => client === driverName || client === config?.client,
  )
  if (!engine) {
    const clients = Object.values(engines).map(({ client }) => client)
    throw new RollcallError(
      'ROLLCALL_E_ARGUMENT',
      `Rollcall needs a Knex instance with one of the clients ${clients.join(', ')}, and this one has ${driverName ?? 'none'}`,
    )
  }
  const shown = 'the database'
  await requireDrivers(engine, shown)
  await engine.requireExact?.(knex)
  return { knex, engine, schema, shown }
}

/**
 * Runs work and says what went wrong in words for the user. What we do not know goes on as it is, unless it keeps us from
 * opening the database: that is nothing of ours.
 */
export async function plainly<T>(
  { engine, shown }: Pick<Database, 'engine' | 'shown'>,
  doing: 'open' | 'read' | 'write to',
  work: () => Promise<T>,
): Promise<T> {
  try {
    return await work()
  } catch (cause) {
    if (cause instanceof RollcallError) throw cause
    const reason = engine.reason(cause) ?? (doing === 'open' ? saidBy(cause as Error) : null)
    if (reason === null) throw cause
    throw new RollcallError('ROLLCALL_E_DATABASE', `cannot ${doing} ${shown}: ${reason}`, null, { cause })
  }
}

/** Drivers are optional dependencies: each user needs those of one engine. */
async function requireDrivers({ drivers, requireBuilt }: Engine, shown: string): Promise<void> {
  const missing: Engine['drivers'][number][] = []
  for (const driver of drivers) if (!(await isInstalled(driver.name))) missing.push(driver)
  if (missing.length === 0) return requireBuilt?.()
  const names = missing.map(({ name }) => name).join(', ')
  throw new RollcallError(
    'ROLLCALL_E_DRIVER',
    `cannot open ${shown}: ${missing.length === 1 ? 'this package is' : 'these packages are'} not installed: ${names}`,
    `Install what is missing: npm install ${missing.map(({ name, range }) => `${name}@${range}`).join(' ')}`,
  )
}

async function isInstalled(name: string): Promise<boolean> {
  try {
    await import(name)
    return true
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ERR_MODULE_NOT_FOUND') return false
    throw cause
  }
}

const ignore = () => undefined
const SILENT = { error: ignore, warn: ignore, deprecate: ignore, debug: ignore }
