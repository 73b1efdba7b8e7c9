import type { DialectName } from '../dialects/dialect.ts'
import { OURS } from './query.ts'
import { spellings } from './spelling/spellings.ts'

/** Conferences that one statement inserts: their keys are as many parameters as SQL Server takes. */
export const OURS_AT_ONCE = 1000

/** The temporary table `OURS`: what makes it, what puts the keys of so many conferences into it, and what drops it again. */
export function oursFrom(dialect: DialectName) {
  const spelling = spellings[dialect]
  const table = spelling.temporary(OURS)
  const columns = 'SessionIdTime, ConfInstance'
  return {
    // Columns of the very types, so that nothing has to be turned into another to be compared.
    create: spelling.names(spelling.keep(table, '', columns, 'Conferences WHERE 1 = 0')),
    /** `SessionIdTime` and `ConfInstance` of each are its parameters: bound as they were when the rows went in. */
    insert: (conferences: number) =>
      spelling.names(
        `INSERT INTO ${table} (${columns})\nVALUES ${Array(conferences).fill('(?, ?)').join(', ')}`,
      ),
    drop: spelling.forget(table),
  }
}
