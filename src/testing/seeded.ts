import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Knex } from 'knex'
import { checkArguments, isObject, type Kind, optionsOf } from '../arguments.ts'
import { aKnex, connect } from '../databases/database.ts'
import { readReceipt } from '../loading/receipt.ts'
import { aScenario, type Scenario } from '../scenario/scenario.ts'
import { type TableName, usualTables } from '../schema/tables.ts'
import { dropIn, type Loaded, loadKinds, type SeedOptions, seed } from '../seed.ts'
import { unseed } from '../unseed.ts'

/** What can be seeded: a scenario, a fixture of one, or a builder. */
export type Seedable =
  | Scenario
  | { readonly scenario: Scenario; readonly tables?: readonly TableName[] }
  | { build(): Scenario }

const seededOptions = optionsOf(loadKinds)
const seedable: Kind = {
  allowed: `${aScenario.allowed}, a fixture or a scenario in the making`,
  fault(value, place) {
    if (isObject(value) && 'build' in value && typeof value.build === 'function') return null
    const scenario = isObject(value) && 'scenario' in value ? value.scenario : value
    const fault = aScenario.fault(scenario, place)
    return fault && { ...fault, hint: fault.hint.replace(aScenario.allowed, seedable.allowed) }
  },
}

/** Rows that are in a database until they are taken out again. */
export interface Seeded extends Loaded, AsyncDisposable {
  /** Takes exactly these rows out, and the tables and views that were made for them. Once: a second call does nothing. */
  undo(): Promise<void>
}

/** A database of its own, which is gone when it is disposed of. */
export interface MemoryDatabase extends AsyncDisposable {
  readonly knex: Knex
  close(): Promise<void>
}

/**
 * Inserts rows for a test, as `seed` does, and gives what takes them out again: at the end of the block by `await using`,
 * or when `undo()` is called. Rows of others stay as they are.
 * @example
 * await using rows = await seeded(knex, fixture('weekly-standup'), { create: true })
 */
export async function seeded(
  knex: Knex,
  what: Seedable,
  options: Omit<SeedOptions, 'receipt' | 'resume' | 'extend' | 'dryRun'> = {},
): Promise<Seeded> {
  checkArguments('seeded', {
    knex: [knex, aKnex],
    what: [what, seedable],
    options: [options, seededOptions],
  })
  const { create = false, schema = null } = options
  const folder = await mkdtemp(join(tmpdir(), 'rollcall-'))
  // What was there before is known from the receipt: that is how exactly these rows can go.
  const receipt = join(folder, 'receipt.json')
  const forget = () => rm(folder, { recursive: true, force: true })
  let loaded: Loaded
  try {
    loaded = await seed(knex, scenarioOf(what), { ...options, receipt })
  } catch (cause) {
    await forget()
    throw cause
  }
  let undone: Promise<void> | null = null
  const takeOut = async () => {
    const { tables } = (await readReceipt(receipt))!
    await unseed(knex, null, { receipt, schema })
    if (create) await dropIn({ schema }, knex, tables)
    await forget()
  }
  const undo = () => {
    undone ??= takeOut()
    return undone
  }
  return { ...loaded, undo, [Symbol.asyncDispose]: undo }
}

/**
 * An SQLite database in memory with the tables and rows of a scenario, or of a fixture with its tables: a database for each test. Needs `better-sqlite3`.
 * @example
 * await using database = await memoryDatabase(fixture('weekly-standup'))
 * const joins = await database.knex('FocusJoinsAndLeaves').select()
 */
export async function memoryDatabase(what: Seedable): Promise<MemoryDatabase> {
  checkArguments('memoryDatabase', { what: [what, seedable] })
  const scenario = scenarioOf(what)
  const tables = 'tables' in what ? what.tables : usualTables
  const { knex } = await connect({ engine: 'sqlite', path: ':memory:', shown: 'sqlite::memory:' })
  const close = () => knex.destroy()
  try {
    await seed(knex, scenario, { create: true, tables })
  } catch (cause) {
    await close()
    throw cause
  }
  return { knex, close, [Symbol.asyncDispose]: close }
}

function scenarioOf(what: Seedable): Scenario {
  if ('build' in what) return what.build()
  return 'scenario' in what ? what.scenario : what
}
