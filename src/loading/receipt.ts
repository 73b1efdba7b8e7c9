import { readFile, rename, rm, writeFile } from 'node:fs/promises'
import { basename, dirname, extname, join } from 'node:path'
import { type DatabaseUrl, placeOf } from '../databases/url.ts'
import { fileSystemReason, isFileSystemError, RollcallError, whyNotJson } from '../errors.ts'
import type { ScenarioFile } from '../scenario/file.ts'
import type { Scenario } from '../scenario/scenario.ts'
import type { Counts, TableName } from '../schema/tables.ts'
import { dayText } from '../time/ticks.ts'

/**
 * What a load leaves beside the scenario, and not in the database: what was resolved, and what was found there. It is
 * written before the first row is committed.
 */
export interface Receipt {
  readonly rollcall: 1
  readonly kind: 'receipt'
  readonly scenario: string
  readonly seed: string
  readonly algorithm: number
  /** First day, resolved: never a word such as `today`. */
  readonly start: string
  readonly days: number
  /** The URL without its password. */
  readonly database: string
  readonly tables: readonly TableName[]
  /** `loading` until all rows are in. */
  readonly status: 'loading' | 'complete'
  /** The last day that is in as a whole; null before the first. */
  readonly done: string | null
  /** Whether rows have the numbers of the plan, because the database held no others and numbers none by itself. */
  readonly keepsPlanned: boolean
  /** False where the load made its tables without foreign keys. */
  readonly foreignKeys?: false
  /** Rows that went in, by table. */
  readonly rows: Counts
  /** Names of rows that were there before, by table: they stay when ours are taken out. */
  readonly found: { readonly [T in TableName]?: readonly string[] }
  /** The scenario as it was loaded: it can be taken out again without its file. */
  readonly definition: ScenarioFile
}

/** Where the receipt of a scenario for a database lies: `week.mssql-LcsCDR.receipt.json` beside `week.yaml`. */
export function receiptBeside(scenario: string, url: DatabaseUrl): string {
  const database = url.engine === 'sqlite' ? basename(url.path, extname(url.path)) : url.database
  const name = basename(scenario, extname(scenario))
  return join(dirname(scenario), `${name}.${url.engine}-${database.replace(/[^\w.-]/g, '-')}.receipt.json`)
}

/** A receipt of a load that begins. */
export function newReceipt(
  scenario: Scenario,
  what: Pick<Receipt, 'database' | 'tables' | 'keepsPlanned' | 'foreignKeys'>,
): Receipt {
  const { id, seed, algorithm, start, days, definition } = scenario
  const about = {
    rollcall: 1,
    kind: 'receipt',
    scenario: id,
    seed,
    algorithm,
    start: dayText(start),
    days,
  } as const
  return { ...about, ...what, status: 'loading', done: null, rows: {}, found: {}, definition }
}

/** The receipt in a file; null when there is none. Throws a `RollcallError` for a file that is not one. */
export async function readReceipt(path: string): Promise<Receipt | null> {
  let found: unknown
  try {
    found = JSON.parse(await readFile(path, 'utf8'))
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return null
    const [code, why] = whyNotJson(cause)
    throw new RollcallError(code, `${path} ${why}`, 'It should be a receipt of `rollcall seed`.', { cause })
  }
  const receipt = found as Partial<Receipt> | null
  if (receipt?.rollcall !== 1 || receipt.kind !== 'receipt')
    throw new RollcallError('ROLLCALL_E_CONTENT', `${path} is not a receipt of \`rollcall seed\``)
  return found as Receipt
}

/** The receipt in a file, which has to be of this database; null when there is none. */
export async function receiptFor(path: string | null, database: string): Promise<Receipt | null> {
  const receipt = path === null ? null : await readReceipt(path)
  if (receipt === null || placeOf(receipt.database) === placeOf(database)) return receipt
  throw new RollcallError(
    'ROLLCALL_E_LOAD',
    `the receipt ${path} is of ${receipt.database}, not of ${database}`,
    'Name the receipt of this database: --receipt <file>',
  )
}

/** Whether a file is a receipt; a scenario can be JSON, too. False for a file that cannot be read. */
export async function isReceipt(path: string): Promise<boolean> {
  try {
    return (JSON.parse(await readFile(path, 'utf8')) as Partial<Receipt> | null)?.kind === 'receipt'
  } catch {
    return false
  }
}

/** Writes a receipt, so that the file holds the old one or the new one whatever happens. */
export function writeReceipt(path: string, receipt: Receipt): Promise<void> {
  return beside(path, async (next) => {
    await writeFile(next, `${JSON.stringify(receipt, null, 2)}\n`)
    await rename(next, path)
  })
}

/** Throws a `RollcallError` when a receipt, or what lies beside it, could not be written: to be known before the first row. */
export function requireWritable(path: string): Promise<void> {
  return beside(path, async (next) => {
    await writeFile(next, '')
    await rm(next)
  })
}

/** Lets a file be written under another name, from which it is to be renamed. Nothing is left of it when that fails. */
export async function beside(path: string, work: (next: string) => Promise<void>): Promise<void> {
  const next = `${path}.new`
  try {
    await rm(next, { force: true })
    await work(next)
  } catch (cause) {
    await rm(next, { force: true }).catch(() => undefined)
    if (!isFileSystemError(cause)) throw cause
    throw new RollcallError(
      'ROLLCALL_E_FILE',
      `cannot write ${path}: ${fileSystemReason(cause)}`,
      'Name another file: --receipt <file>',
      { cause },
    )
  }
}

export async function removeReceipt(path: string): Promise<void> {
  await rm(path, { force: true })
}

/** A receipt that is kept up to date in its file, if it has one. */
export class KeptReceipt {
  private readonly path: string | null
  private receipt: Receipt
  private written: Promise<void> = Promise.resolve()

  constructor(path: string | null, receipt: Receipt) {
    this.path = path
    this.receipt = receipt
  }

  /** Resolves when the file has what is new. Of several at once, each waits for the one before. */
  keep(next: Partial<Receipt>): Promise<void> {
    this.receipt = { ...this.receipt, ...next }
    const { path, receipt } = this
    if (path !== null) this.written = this.written.then(() => writeReceipt(path, receipt))
    return this.written
  }
}
