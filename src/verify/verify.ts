import type { Knex } from 'knex'
import {
  aFlag,
  aFunction,
  aPath,
  aSignal,
  aText,
  checkArguments,
  type Kind,
  listOf,
  optionsOf,
  orNull,
} from '../arguments.ts'
import { aKnex, connected, type Database, databaseOf, plainly } from '../databases/database.ts'
import { inTemporary } from '../databases/temporary.ts'
import { aDatabaseUrl, type DatabaseUrl } from '../databases/url.ts'
import type { OnProgress } from '../generate.ts'
import { aScenario, type Scenario } from '../scenario/scenario.ts'
import {
  aTableSet,
  type Counts,
  setWith,
  type TableName,
  type TableSet,
  tableSets,
} from '../schema/tables.ts'
import { againstScenario } from './against-scenario.ts'
import { type AnswersVerdict, againstAnswers } from './answers.ts'
import type { Comparison } from './compare.ts'
import { foundTables, missingIn } from './found-tables.ts'
import { loadFiles } from './load-files.ts'
import { isLedgerOf, onPurpose, unplanned } from './on-purpose.ts'
import { type Violation, violations } from './violations.ts'

/** What `verify` found. */
export interface Verdict {
  readonly ok: boolean
  readonly rows: Counts
  /** Rules that rows break, beside those that the scenario makes wrong. */
  readonly violations: readonly Violation[]
  /** Files whose bytes are not those of the manifest. */
  readonly changedFiles: readonly string[]
  /** Tables that are not there, and columns such as `Users.TenantId`: nothing is said of them. */
  readonly unchecked: readonly string[]
  /** Against the scenario; null when none was given. */
  readonly comparison: Comparison | null
  /** What reports find, by the queries of all answers; null when no scenario was given. */
  readonly answers: AnswersVerdict | null
  /** Rows that the scenario makes wrong, by kind of anomaly, and that are as it says; null where it makes none. */
  readonly onPurpose: Readonly<Record<string, number>> | null
  /** Whether `ledger.json` names other rows than those. */
  readonly isOtherLedger: boolean
}

export interface VerifyOptions {
  /** Let rows of others be, and only count them. Without it each is a difference from the scenario. */
  readonly beside?: boolean
  /** Which rows of the scenario should be there. Default: those of the smallest set of tables that has all that hold any. */
  readonly tables?: TableSet | undefined
  /** Ends the work soon: `verify` then throws the signal's reason. */
  readonly signal?: AbortSignal | undefined
  /** Is told after each rule, and after each day that is compared. */
  readonly onProgress?: OnProgress | undefined
}

const verifyOptions = optionsOf({
  beside: aFlag,
  tables: aTableSet,
  signal: aSignal,
  onProgress: aFunction,
})
const shards = listOf(aPath)
const folderOrShards: Kind = {
  allowed: `${aPath.allowed}, or ${shards.allowed}`,
  fault(value, place) {
    if (Array.isArray(value) && value.length > 0) return shards.fault(value, place)
    return aPath.fault(value, place)
  },
}

/**
 * Checks a database of the caller, which stays open: the consistency rules, and with a scenario every row by natural key, and
 * that reports find what is computed. Only reads, and makes temporary tables. Throws a `RollcallError` for a database that has none of the tables.
 */
export async function verify(
  knex: Knex,
  scenario: Scenario | null = null,
  options: VerifyOptions & { readonly schema?: string | null } = {},
): Promise<Verdict> {
  checkArguments('verify', {
    knex: [knex, aKnex],
    scenario: [scenario, orNull(aScenario)],
    options: [options, optionsOf({ ...verifyOptions.kinds, schema: orNull(aText) })],
  })
  const { schema = null } = options
  return verifyDatabase(await databaseOf(knex, schema), scenario, options)
}

/** Checks what a URL names. Throws a `RollcallError` when it cannot be opened. */
export async function verifyUrl(
  url: DatabaseUrl,
  scenario: Scenario | null = null,
  options: VerifyOptions = {},
): Promise<Verdict> {
  checkArguments('verifyUrl', {
    url: [url, aDatabaseUrl],
    scenario: [scenario, orNull(aScenario)],
    options: [options, verifyOptions],
  })
  const reading = url.engine === 'sqlite' ? { ...url, use: 'read' as const } : url
  return connected(reading, (database) => verifyDatabase(database, scenario, options))
}

/** Checks an SQLite file. Throws a `RollcallError` when it cannot be opened. */
export async function verifyFile(
  path: string,
  scenario: Scenario | null = null,
  options: VerifyOptions = {},
): Promise<Verdict> {
  checkArguments('verifyFile', {
    path: [path, aPath],
    scenario: [scenario, orNull(aScenario)],
    options: [options, verifyOptions],
  })
  return verifyUrl({ engine: 'sqlite', path, shown: path }, scenario, options)
}

/**
 * Checks a folder that `generate` made, or all the shards of a data set as one: their bytes against the manifests, and
 * their rows as `verify` does. Throws a `RollcallError` for folders that are not one whole data set.
 */
export async function verifyFolder(
  folder: string | readonly string[],
  scenario: Scenario | null = null,
  options: VerifyOptions = {},
): Promise<Verdict> {
  checkArguments('verifyFolder', {
    folder: [folder, folderOrShards],
    scenario: [scenario, orNull(aScenario)],
    options: [options, verifyOptions],
  })
  const folders = typeof folder === 'string' ? [folder] : folder
  return inTemporary(async (knex) => {
    const changedFiles = await loadFiles(knex, folders)
    const verdict = await verifyDatabase(await databaseOf(knex), scenario, options, folders)
    return { ...verdict, changedFiles, ok: verdict.ok && changedFiles.length === 0 }
  })
}

/** Checks a database that we are connected to, as `verify` does; with the ledgers of the folders that it was loaded from. */
function verifyDatabase(
  database: Database,
  scenario: Scenario | null,
  { beside = false, tables, signal, onProgress }: VerifyOptions,
  folders: readonly string[] | null = null,
): Promise<Verdict> {
  return plainly(database, 'read', async () => {
    const found = await foundTables(database)
    const parts = scenario ? [RULES, ROWS, 1] : [1]
    /** Tells of the work of a stage, as part of the whole. */
    const telling = (stage: number) => {
      const [from, to] = [parts[stage - 1] ?? 0, parts[stage]!]
      return (part: number, rows: number) => onProgress?.({ part: from + part * (to - from), rows })
    }
    const { rows, violations: all } = await violations(found, signal, telling(0))
    const expected = tableSets[tables ?? setHolding(rows)]
    const wrong =
      scenario && scenario.anomalies.length > 0 ? await onPurpose(found, expected, scenario, signal) : null
    const broken = wrong ? unplanned(all, wrong) : all
    const unchecked = missingIn(found)
    if (!scenario)
      return { ok: broken.length === 0, rows, violations: broken, changedFiles: [], unchecked, ...ALONE }
    const tellRows = telling(1)
    const comparison = await againstScenario(found, scenario, {
      beside,
      rows,
      tables: expected,
      signal,
      onProgress: ({ part, rows: some }) => tellRows(part, some),
    })
    const total = Object.values(rows).reduce((sum, some) => sum + some, 0)
    const tellAnswers = telling(2)
    const answers = await againstAnswers(found, scenario, {
      tables: expected,
      besideOthers: beside && comparison.others > 0,
      signal,
      tell: (part) => tellAnswers(part, total),
    })
    const isOtherLedger = wrong !== null && folders !== null && !(await isLedgerOf(folders, wrong))
    const isKept = broken.length === 0 && !isOtherLedger
    const ok = isKept && comparison.differences === 0 && answers.wrong.length === 0
    return {
      ...{ ok, rows, violations: broken, changedFiles: [], unchecked, comparison, answers },
      ...{ onPurpose: wrong?.kinds ?? null, isOtherLedger },
    }
  })
}

function setHolding(rows: Counts): TableSet {
  const held = Object.entries(rows).flatMap(([table, count]) => (count > 0 ? (table as TableName) : []))
  return setWith(held)
}

const ALONE = { comparison: null, answers: null, onPurpose: null, isOtherLedger: false }

/**
 * How much of the work is done after the rules, and after the rows, where they are compared as well. Rows that are looked up
 * take a fifth of the time, rows that are copied two thirds of it: this lies between.
 */
const RULES = 0.15
const ROWS = 0.5
