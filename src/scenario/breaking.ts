import { RollcallError } from '../errors.ts'
import { isBreaking } from './anomaly.ts'
import type { Scenario } from './scenario.ts'

/** What tables are to be like. */
export interface Keys {
  readonly create?: boolean | undefined
  readonly foreignKeys?: boolean | undefined
}

/**
 * Throws a `RollcallError` for a scenario with rows that break keys, unless they go into tables that we make without
 * foreign keys.
 */
export function requireRoomForBroken({ anomalies }: Scenario, { create, foreignKeys = true }: Keys): void {
  const breaking = anomalies.filter(isBreaking)
  if (breaking.length === 0 || (create && !foreignKeys)) return
  const named = breaking.map(({ kind, line }) => (line === null ? kind : `${kind} (line ${line})`))
  throw new RollcallError(
    'ROLLCALL_E_ARGUMENT',
    `rows that break keys cannot go into a database that keeps them: ${named.join(', ')}`,
    'Add --create --no-foreign-keys for tables without them, or generate files of another format than sql.',
  )
}
