import type { Knex } from 'knex'
import { inTemporary } from '../databases/sqlite.ts'
import { generate } from '../generate.ts'
import type { Scenario } from '../scenario/scenario.ts'
import { type TableName, tableSets } from '../schema/tables.ts'
import type { Sink } from '../sinks/sink.ts'
import { sqliteSink } from '../sinks/sqlite.ts'
import { dayText } from '../time/ticks.ts'
import { Comparer, type Comparison } from './compare.ts'
import { indexKeys, makeHasty, makeLoose } from './loose.ts'

/**
 * Makes the rows of a scenario again and compares. What belongs to days is there for one slice at a time, so a long
 * scenario needs no more room than a short one.
 */
export function againstScenario(
  found: Knex,
  scenario: Scenario,
  tables: readonly TableName[],
): Promise<Comparison> {
  return inTemporary(async (expected) => {
    await makeHasty(expected)
    await makeLoose(expected, tableSets.core)
    await indexKeys(expected, tableSets.core)
    const comparer = new Comparer(expected, found, tables)
    await generate(scenario, await slicewise(expected, comparer))
    await comparer.compare(null)
    const { differences, first } = comparer
    return { differences, first }
  })
}

/** Compares a slice as soon as all its rows are there, and forgets them. */
async function slicewise(expected: Knex, comparer: Comparer): Promise<Sink> {
  let into = await transaction(expected)
  let from: string | null = null
  const finishSlice = async (to: string | null) => {
    await into.close()
    await comparer.compare({ from, to })
    await forget(expected, to)
    from = to
  }
  return {
    async begin(day) {
      if (day === null) return
      await finishSlice(dayText(day))
      into = await transaction(expected)
    },
    write: (batch) => into.write(batch),
    close: () => finishSlice(null),
    abort: () => into.abort(),
  }
}

/** Dialogs after midnight belong to the slice before, and are compared with those of their own day. */
async function forget(expected: Knex, to: string | null): Promise<void> {
  if (to === null) return
  await expected('FocusJoinsAndLeaves').del()
  await expected('Conferences').del()
  await expected('Dialogs').where('SessionIdTime', '<', to).del()
}

async function transaction(knex: Knex): Promise<Sink> {
  await knex.raw('BEGIN')
  const sink = await sqliteSink(knex, tableSets.core)
  return {
    ...sink,
    async close() {
      await sink.close()
      await knex.raw('COMMIT')
    },
  }
}
