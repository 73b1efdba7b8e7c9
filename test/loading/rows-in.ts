import type { Database } from '../../src/databases/database.ts'
import { tablesIn, targetsIn } from '../../src/databases/found.ts'
import { eachReadable } from '../../src/loading/reading.ts'
import { makePlan } from '../../src/plan/make-plan.ts'
import { rows } from '../../src/rows/rows.ts'
import type { Scenario } from '../../src/scenario/scenario.ts'
import { type Batch, type TableName, tableOf, tableSets } from '../../src/schema/tables.ts'
import { databaseSink } from '../../src/sinks/database.ts'
import { decoded, type PlainRow, plain } from '../sinks/contents.ts'

/** Rows by table, each as a text, sorted. */
export type Dump = Readonly<Record<string, readonly string[]>>

type Rows = ReadonlyMap<TableName, readonly PlainRow[]>

/** All that the tables hold, columns of others included. */
export async function dump(database: Database): Promise<Dump> {
  const found: Record<string, readonly string[]> = {}
  for (const { table, name } of await tablesIn(database))
    found[table] = sorted(await database.knex(name).select())
  return found
}

/** Our columns, to the tick, the bit and the byte. */
export async function rowsIn(database: Database): Promise<Dump> {
  return exact(await readAll(database))
}

/** What a scenario makes, as `rowsIn` gives it. */
export function planned(scenario: Scenario): Dump {
  return exact(plannedRows(scenario))
}

/** The rows without their numbers: whatever they point to stands there by its name. */
export async function naturalIn(database: Database): Promise<Dump> {
  return natural(await readAll(database))
}

/** What a scenario makes, as `naturalIn` gives it, but for named rows that are there. */
export function plannedNatural(scenario: Scenario, there: Dump = {}): Dump {
  return without(natural(plannedRows(scenario)), there)
}

/** The rows of a dump that are not in another; of named tables, those whose names are not. */
export function without(dumped: Dump, other: Dump): Dump {
  return Object.fromEntries(
    Object.entries(dumped).map(([table, all]) => {
      const out = new Set(other[table]?.map(nameIn))
      return [table, all.filter((row) => !out.has(nameIn(row)))]
    }),
  )
}

export const NOTHING: Dump = Object.fromEntries(tableSets.core.map((table) => [table, []]))

/** Inserts rows as they are. */
export async function insert(database: Database, batches: readonly Batch[]): Promise<void> {
  const there = (await tablesIn(database)).map(({ table }) => table)
  const targets = await targetsIn(database, there)
  await database.knex.transaction(async (transaction) => {
    const sink = await databaseSink(database, transaction, targets)
    for (const batch of batches) await sink.write(batch)
    await sink.close()
  })
}

async function readAll(database: Database): Promise<Rows> {
  const read = new Map<TableName, PlainRow[]>()
  for (const target of await tablesIn(database)) {
    const all: PlainRow[] = []
    const names = target.columns.map(({ name }) => name)
    const empty = Object.fromEntries(tableOf(target.table).columns.map(({ name }) => [name, null]))
    for await (const row of eachReadable(database, database.knex, target, names))
      all.push(decoded(target.table, { ...empty, ...row }))
    read.set(target.table, all)
  }
  return read
}

function plannedRows(scenario: Scenario): Rows {
  const made = new Map<TableName, PlainRow[]>(tableSets.core.map((table) => [table, []]))
  for (const { table, rows: some } of rows(makePlan(scenario), tableSets.core))
    for (const row of some) made.get(table)!.push(plain(row))
  return made
}

function exact(all: Rows): Dump {
  return Object.fromEntries([...all].map(([table, own]) => [table, sorted(own)]))
}

function natural(all: Rows): Dump {
  return Object.fromEntries(
    [...all].map(([table, own]) => {
      const { references, identity } = tableOf(table)
      const pointing = references.flatMap((one) => namesOf(all, one.table as TableName, one))
      const number =
        identity.kind === 'named' ? identity.number : identity.kind === 'timed' ? identity.sequence : null
      const named = own.map((row) => {
        const copy: Record<string, unknown> = { is: nameOf(table, row), ...row }
        for (const { columns, names } of pointing)
          copy[columns.at(-1)!] = names.get(columns.map((column) => row[column]).join(' ')) ?? null
        if (number !== null) delete copy[number]
        return copy
      })
      return [table, sorted(named)]
    }),
  )
}

/** What rows are called that others point to by number. */
function namesOf(
  all: Rows,
  table: TableName,
  { columns, to }: { columns: readonly string[]; to: readonly string[] },
) {
  const { identity } = tableOf(table)
  if (identity.kind === 'named' && identity.number !== to[0]) return []
  const names = new Map<string, string | null>()
  for (const row of all.get(table) ?? []) names.set(to.map((name) => row[name]).join(' '), nameOf(table, row))
  return [{ columns, names }]
}

function nameOf(table: TableName, row: PlainRow): string | null {
  const { identity } = tableOf(table)
  if (identity.kind === 'child') return null
  const parts = identity.natural.map((name) => String(row[name]).replace(/ +$/, '').toLowerCase())
  return (identity.kind === 'timed' ? [row[identity.time], ...parts] : parts).join(' ')
}

/** The name of a row of `natural`; any other row is its own. */
function nameIn(row: string): string {
  const { is = null } = JSON.parse(row) as { is?: string | null }
  return is ?? row
}

function sorted(all: readonly object[]): readonly string[] {
  return all.map((row) => JSON.stringify(row)).sort()
}
