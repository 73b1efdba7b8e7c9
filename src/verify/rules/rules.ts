import { tableNames } from '../../schema/tables.ts'
import type { Check } from './check.ts'
import { conferenceChecks } from './conference-checks.ts'
import { schemaChecks } from './schema-checks.ts'
import { sessionChecks } from './session-checks.ts'
import { timeChecks } from './time-checks.ts'

/** What every database must keep. */
export const checks: readonly Check[] = [
  ...tableNames.flatMap(schemaChecks),
  ...timeChecks,
  ...sessionChecks,
  ...conferenceChecks,
]
