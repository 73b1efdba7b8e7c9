import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { DialectName } from '../dialects/dialect.ts'
import { RollcallError, whyNotJson } from '../errors.ts'
import type { Scenario } from '../scenario/scenario.ts'
import type { Counts } from '../schema/tables.ts'
import { dayText } from '../time/ticks.ts'
import type { WrittenFile } from './file-writer.ts'

export const FILE_FORMATS = ['json', 'ndjson', 'csv', 'parquet', 'sql'] as const

export type FileFormat = (typeof FILE_FORMATS)[number]

/** `manifest.json`: what a folder of fixtures holds and what it was made from. The same input gives the same bytes. */
export interface Manifest {
  readonly rollcall: 1
  readonly scenario: string
  readonly seed: string
  readonly algorithm: number
  /** First day, resolved: never a word such as `today`. */
  readonly start: string
  readonly days: number
  readonly format: FileFormat
  /** Only where the format is `sql`. */
  readonly dialect?: DialectName
  /** Rows of days lie in a folder for each day. */
  readonly split?: 'day'
  /** Which part of a data set this is, and of how many, as `2/4`: its days follow those of the part before. */
  readonly shard?: string
  /** Rows by table. */
  readonly rows: Counts
  /** Rows of these that are wrong on purpose, by kind: `ledger.json` names each. Only where the scenario asks for such. */
  readonly wrong?: Readonly<Record<string, number>>
  readonly files: readonly WrittenFile[]
}

export const MANIFEST = 'manifest.json'

export async function writeManifest(
  folder: string,
  scenario: Scenario,
  what: Omit<Manifest, 'rollcall' | 'scenario' | 'seed' | 'algorithm' | 'start' | 'days'>,
): Promise<Manifest> {
  const { id, seed, algorithm, start, days } = scenario
  const about = { rollcall: 1, scenario: id, seed, algorithm, start: dayText(start), days } as const
  const manifest: Manifest = { ...about, ...what }
  await writeFile(join(folder, MANIFEST), `${JSON.stringify(manifest, null, 2)}\n`, { flag: 'wx' })
  return manifest
}

/** The manifest of a folder. Throws a `RollcallError` when there is none, or when the file is not one of ours. */
export async function readManifest(folder: string): Promise<Manifest> {
  const path = join(folder, MANIFEST)
  let found: unknown
  try {
    found = JSON.parse(await readFile(path, 'utf8'))
  } catch (cause) {
    const [code, why] = whyNotJson(cause)
    throw new RollcallError(code, `${path} ${why}`, 'A folder that `rollcall generate` made has one.', {
      cause,
    })
  }
  if (!isManifest(found)) throw new RollcallError('ROLLCALL_E_CONTENT', `${path} was not made by Rollcall`)
  return found
}

function isManifest(value: unknown): value is Manifest {
  const manifest = value as Partial<Manifest> | null
  return (
    manifest?.rollcall === 1 &&
    FILE_FORMATS.includes(manifest.format as FileFormat) &&
    (manifest.split === undefined || manifest.split === 'day') &&
    (manifest.shard === undefined || isShard(manifest.shard)) &&
    Array.isArray(manifest.files) &&
    manifest.files.every(
      (file: Partial<WrittenFile> | null) => isFileName(file?.name) && typeof file?.sha256 === 'string',
    )
  )
}

function isShard(value: unknown): boolean {
  const [, number, of] = /^([1-9]\d{0,8})\/([1-9]\d{0,8})$/.exec(String(value)) ?? []
  return number !== undefined && Number(number) <= Number(of)
}

/** A file of the folder itself, or one of a day. A name is deleted and written by, so it must not lead out of the folder. */
function isFileName(name: unknown): boolean {
  return typeof name === 'string' && (/^\w[\w.-]*$/.test(name) || PART.test(name))
}

/** `Users/day=2016-03-07/part.csv`, as Hive names partitions; rows of no day have the name that Hive gives to null. */
const PART = /^\w+\/day=(?:\d{4}-\d{2}-\d{2}|__HIVE_DEFAULT_PARTITION__)\/part\.\w+$/
