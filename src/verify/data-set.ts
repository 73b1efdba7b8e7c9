import { RollcallError } from '../errors.ts'
import { type Manifest, readManifest } from '../files/manifest.ts'

/** A folder that `generate` made. */
export interface DataFolder {
  readonly folder: string
  readonly manifest: Manifest
}

/**
 * The folders of one data set, in order: one that is whole, or all its shards. Throws a `RollcallError` for folders that
 * do not belong together, and for shards without the others: rules such as keys hold of the whole alone.
 */
export async function dataSet(folders: readonly string[]): Promise<readonly DataFolder[]> {
  const found = await Promise.all(
    folders.map(async (folder) => ({ folder, manifest: await readManifest(folder) })),
  )
  const [first, ...others] = found as [DataFolder, ...DataFolder[]]
  if (others.length === 0 && first.manifest.shard === undefined) return found
  requireShards(found)
  for (const other of others) requireSame(first, other)
  requireAll(found)
  return found.sort((a, b) => shardOf(a).number - shardOf(b).number)
}

function requireShards(found: readonly DataFolder[]): void {
  const whole = found.find(({ manifest }) => manifest.shard === undefined)
  if (whole) {
    const hint =
      'Verify it alone. Several folders are verified together when they are the shards of one data set.'
    throw new RollcallError(
      'ROLLCALL_E_CONTENT',
      `${whole.folder} is a whole data set, not a shard of one`,
      hint,
    )
  }
}

const COMMON = ['scenario', 'seed', 'algorithm', 'start', 'days', 'format', 'dialect'] as const

function requireSame(one: DataFolder, other: DataFolder): void {
  const differs = (what: string, mine: unknown, theirs: unknown) => {
    const hint = 'Shards of one data set have the same scenario, seed, days and format.'
    return new RollcallError(
      'ROLLCALL_E_CONTENT',
      `${other.folder} is not of one data set with ${one.folder}: its ${what} is ${theirs}, not ${mine}`,
      hint,
    )
  }
  for (const name of COMMON) {
    const [mine, theirs] = [one.manifest[name], other.manifest[name]]
    if (mine !== theirs) throw differs(name, mine, theirs)
  }
  const [mine, theirs] = [shardOf(one).of, shardOf(other).of]
  if (mine !== theirs) throw differs('number of shards', mine, theirs)
}

function requireAll(found: readonly DataFolder[]): void {
  const byNumber = new Map<number, string>()
  for (const one of found) {
    const { number } = shardOf(one)
    const twin = byNumber.get(number)
    if (twin !== undefined)
      throw new RollcallError(
        'ROLLCALL_E_CONTENT',
        `${twin} and ${one.folder} are both shard ${one.manifest.shard}`,
        'Name each shard once.',
      )
    byNumber.set(number, one.folder)
  }
  const { of } = shardOf(found[0] as DataFolder)
  let missing = 1
  while (byNumber.has(missing)) missing++
  if (missing > of) return
  const more = of - byNumber.size - 1
  const others = more === 0 ? '' : more === 1 ? ', and one more' : `, and ${more} more`
  throw new RollcallError(
    'ROLLCALL_E_CONTENT',
    `shard ${missing}/${of} is missing${others}`,
    `Keys and references are of the whole data set: name the folders of all ${of} shards.`,
  )
}

function shardOf({ manifest }: DataFolder): { readonly number: number; readonly of: number } {
  const [number = 1, of = 1] = (manifest.shard ?? '1/1').split('/').map(Number)
  return { number, of }
}
