import { RollcallError } from '../errors.ts'
import { type Estimate, estimate, isLarge } from '../estimate.ts'
import type { Scenario } from '../scenario/scenario.ts'
import type { TableName } from '../schema/tables.ts'
import type { TextEncoder } from '../sinks/text-encoder.ts'
import type { Io } from './io.ts'
import { duration } from './progress.ts'
import { size } from './text.ts'
import type { Trial } from './trial.ts'

/** What nobody makes by mistake. */
const ENORMOUS = { rows: 100_000_000, bytes: 20e9 }

/**
 * Says on stderr what a large scenario will give before it is made; of a small one nothing. Throws a `RollcallError` for
 * an enormous one, unless the user said `--yes`.
 */
export async function askFirst(
  scenario: Scenario,
  {
    tables,
    encoder,
    yes,
    shards = 1,
    trial,
    io,
  }: {
    readonly tables: readonly TableName[]
    readonly encoder?: TextEncoder | undefined
    readonly yes: boolean
    /** Of how many parts one is made. */
    readonly shards?: number
    /** Null where nobody can tell how long it takes. */
    readonly trial: Trial | null
    readonly io: Io
  },
): Promise<void> {
  if (!isLarge(scenario, tables)) return
  const { signal, now } = io
  const found = await estimate(scenario, { tables, encoder, ...trial, signal, now })
  const whole = shards > 1 ? ` for all ${shards} shards` : ''
  const { threads = 1 } = trial ?? {}
  const by = threads === 1 ? ' by one thread' : ` by ${threads} threads`
  const text = estimateText(found, encoder !== undefined, trial !== null) + (trial ? by : '') + whole
  io.stderr.write(`${text}\n`)
  const rows = Object.values(found.rows).reduce((sum, count) => sum + count, 0)
  if (yes || (rows / shards < ENORMOUS.rows && found.bytes / shards < ENORMOUS.bytes)) return
  throw new RollcallError(
    'ROLLCALL_E_ARGUMENT',
    `${scenario.id} is enormous: ${text}`,
    'Nothing was written. Add --yes to make it all the same.',
  )
}

/** `about 5,911,000 rows, 820 MB, in about 7.1 s`. */
export function estimateText(
  { rows, bytes, seconds }: Estimate,
  knowsBytes = true,
  knowsSeconds = true,
): string {
  const total = Object.values(rows).reduce((sum, count) => sum + count, 0)
  const amount = `about ${Number(total.toPrecision(4)).toLocaleString('en-US')} rows`
  return [
    amount,
    ...(knowsBytes ? [size(bytes)] : []),
    ...(knowsSeconds ? [`in about ${duration(seconds)}`] : []),
  ].join(', ')
}
