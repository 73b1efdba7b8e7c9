import { inTemporary } from '../databases/temporary.ts'
import { generate, type OnProgress } from '../generate.ts'
import type { Scenario } from '../scenario/scenario.ts'
import { type NaturalTable, naturalTables, readsOf } from '../schema/natural.ts'
import { type Counts, type TableName, tableNames } from '../schema/tables.ts'
import { isAsPlanned } from './as-planned.ts'
import { Comparer, type Comparison } from './compare.ts'
import { FoundRows } from './found-rows.ts'
import { type FoundTables, hasAll } from './found-tables.ts'
import { indexBy, indexKeys, makeHasty, makeLoose } from './loose.ts'
import { sharedNames, withFoldedNames } from './shared-names.ts'
import { Slices } from './slices.ts'

export interface AgainstOptions {
  /** How many rows were found. */
  readonly rows: Counts
  /** Let rows of others be, and only count them. */
  readonly beside: boolean
  /** Whose rows are expected. */
  readonly tables: readonly TableName[]
  readonly signal: AbortSignal | undefined
  readonly onProgress: OnProgress | undefined
}

/** Makes the rows of a scenario again and compares. */
export async function againstScenario(
  found: FoundTables,
  scenario: Scenario,
  options: AgainstOptions,
): Promise<Comparison> {
  const { beside, rows, tables, signal, onProgress } = options
  let looked = 0
  const onLook: OnProgress = (progress) => {
    looked = progress.part
    onProgress?.(progress)
  }
  if (!beside && (await isAsPlanned(found, scenario, { rows, tables, signal, onProgress: onLook })))
    return { differences: 0, first: [], others: 0 }
  const onRest: OnProgress = ({ part, rows }) => onProgress?.({ part: looked + part * (1 - looked), rows })
  return naturally(found, scenario, { ...options, onProgress: onRest })
}

/**
 * Compares by natural key. What belongs to days is there for one slice at a time, so a long scenario needs no more room
 * than a short one.
 */
function naturally(
  found: FoundTables,
  scenario: Scenario,
  { beside, tables, signal, onProgress }: AgainstOptions,
): Promise<Comparison> {
  return inTemporary(async (knex) => {
    await knex.raw("ATTACH '' AS found")
    for (const side of ['main', 'found']) {
      await makeHasty(knex, side)
      await makeLoose(knex, tableNames, side)
      await indexKeys(knex, tableNames, side)
    }
    const naturals = naturalTables
      .map((natural) => (beside ? sharedNames(natural) : natural))
      .flatMap((natural) => comparable(found, natural) ?? [])
    if (beside) for (const { owner } of naturals) await indexBy(knex, owner.table, owner.key)
    const rows = new FoundRows(found, knex, { foldsNames: beside, signal })
    for (const { table, time } of naturalTables) if (time === null) await rows.copy(table, null, null)
    const comparer = new Comparer(knex, naturals, beside)
    const slices = new Slices(knex, rows, comparer, beside)
    await generate(scenario, beside ? withFoldedNames(slices) : slices, { tables, signal, onProgress })
    await comparer.compare(null)
    const { differences, first, others } = comparer
    return { differences, first, others }
  })
}

/** The table with those of its cells that can be known; null where it cannot be told which row is which. */
function comparable(found: FoundTables, natural: NaturalTable): NaturalTable | null {
  const cells = natural.cells.filter((cell) => hasAll(found, readsOf(natural.table, cell)))
  const isKnown = natural.key.every((name) => cells.some((cell) => cell.name === name))
  return isKnown ? { ...natural, cells } : null
}
