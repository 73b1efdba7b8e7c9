import type { DialectName } from '../dialects/dialect.ts'
import type { Ticks } from '../time/ticks.ts'
import { OURS } from './query.ts'
import { spellings } from './spelling/spellings.ts'

/** Rows that one statement inserts: as many as SQL Server takes. */
const ROWS = 1000

/** The temporary table `OURS`: what makes it, fills it and drops it again. */
export function oursFrom(dialect: DialectName) {
  const spelling = spellings[dialect]
  const table = spelling.temporary(OURS)
  const columns = ['SessionIdTime', 'ConfInstance'] as const
  return {
    // Columns of the very types, so that nothing has to be turned into another to be compared.
    create: spelling.names(spelling.keep(table, '', columns.join(', '), 'Conferences WHERE 1 = 0')),
    *inserts(conferences: Iterable<{ readonly time: Ticks; readonly instance: string }>): Iterable<string> {
      let rows: string[] = []
      const insert = () =>
        spelling.names(`INSERT INTO ${table} (${columns.join(', ')})\nVALUES ${rows.join(', ')}`)
      for (const { time, instance } of conferences) {
        rows.push(`(${spelling.moment(time)}, '${instance}')`)
        if (rows.length < ROWS) continue
        yield insert()
        rows = []
      }
      if (rows.length > 0) yield insert()
    },
    drop: spelling.forget(table),
  }
}
