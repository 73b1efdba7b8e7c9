import type { Knex } from 'knex'
import { inTemporary } from '../../src/databases/temporary.ts'
import { generate } from '../../src/generate.ts'
import type { Scenario } from '../../src/scenario/scenario.ts'
import { type TableName, tableOf, tableSets, wholeTables } from '../../src/schema/tables.ts'
import { sqliteSink } from '../../src/sinks/sqlite.ts'
import { small } from '../small-scenario.ts'

/** Works in a database with the rows of a scenario and without any keys, so that everything can be broken in it. */
export function inLoose<T>(
  work: (knex: Knex) => Promise<T>,
  scenario: Scenario = small,
  tables: readonly TableName[] = tableSets.core,
): Promise<T> {
  return inTemporary(async (knex) => {
    for (const table of tables) {
      const names = tableOf(table).columns.map(({ name }) => `"${name}"`)
      await knex.raw(`CREATE TABLE "${table}" (${names.join(', ')})`)
    }
    await generate(scenario, await sqliteSink(knex, wholeTables(tables)), { tables })
    return work(knex)
  })
}
