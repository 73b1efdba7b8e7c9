import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { databaseOf } from '../databases/database.ts'
import { inTemporary } from '../databases/temporary.ts'
import { LEDGER } from '../files/ledger.ts'
import { generate } from '../generate.ts'
import type { Scenario } from '../scenario/scenario.ts'
import { type TableName, wholeTables } from '../schema/tables.ts'
import { sqliteSink } from '../sinks/sqlite.ts'
import { dataSet } from './data-set.ts'
import { type FoundTables, foundTables } from './found-tables.ts'
import { indexKeys, makeHasty, makeLoose } from './loose.ts'
import { type Violation, violations } from './violations.ts'

/** What a scenario makes wrong on purpose, found by making its rows. */
export interface OnPurpose {
  /** Rows of the ledger, by kind. */
  readonly kinds: Readonly<Record<string, number>>
  /** How many rows break each rule, by its title. */
  readonly breaking: ReadonlyMap<string, number>
  /** Of the rows of the ledger, in their order. */
  readonly ledger: string
}

/** Makes the rows of a scenario in those of some tables that were found, and looks which rules those break that are to break some. */
export function onPurpose(
  found: FoundTables,
  wanted: readonly TableName[],
  scenario: Scenario,
  signal: AbortSignal | undefined,
): Promise<OnPurpose> {
  return inTemporary(async (knex) => {
    const tables = wanted.filter((table) => found.targets.has(table))
    await makeHasty(knex)
    await makeLoose(knex, tables)
    const kinds: Record<string, number> = {}
    const hash = createHash('sha256')
    await knex.raw('BEGIN')
    await generate(scenario, await sqliteSink(knex, wholeTables(tables)), {
      signal,
      tables,
      onWrong: (rows) => {
        for (const row of rows) {
          kinds[row.kind] = (kinds[row.kind] ?? 0) + 1
          hash.update(JSON.stringify(row))
        }
      },
    })
    await knex.raw('COMMIT')
    await indexKeys(knex, tables)
    const broken = (await violations(await foundTables(await databaseOf(knex)), signal)).violations
    return {
      kinds,
      breaking: new Map(broken.map(({ title, rows }) => [title, rows])),
      ledger: hash.digest('hex'),
    }
  })
}

/** Those that more rows break than are to break them. */
export function unplanned(broken: readonly Violation[], { breaking }: OnPurpose): readonly Violation[] {
  return broken.filter(({ title, rows }) => rows > (breaking.get(title) ?? 0))
}

/** Whether the ledgers of the folders of one data set name the rows that a scenario makes wrong, no more and no fewer. */
export async function isLedgerOf(folders: readonly string[], { ledger }: OnPurpose): Promise<boolean> {
  const hash = createHash('sha256')
  try {
    for (const { folder } of await dataSet(folders))
      for (const { line: _, ...row } of JSON.parse(await readFile(join(folder, LEDGER), 'utf8')))
        hash.update(JSON.stringify(row))
  } catch {
    return false
  }
  return hash.digest('hex') === ledger
}
