import { sqlite } from '../dialects/sqlite.ts'
import type { NaturalTable } from '../schema/natural.ts'
import { dateTimeText, type Ticks } from '../time/ticks.ts'

/** The two sides of a comparison: schemas of one SQLite database. */
export type Side = 'main' | 'found'

/** A span of times, from `from` (included) to `to` (excluded); null where there is no bound. */
export interface Window {
  readonly from: Ticks | null
  readonly to: Ticks | null
}

const quoted = sqlite.identifier

/** The rows of one side as natural rows, without an order. */
export function naturalRows({ table, cells, time }: NaturalTable, side: Side, window: Window | null): string {
  const references = [...new Set(cells.flatMap(({ by }) => by ?? []))]
  const alias = (at: number) => `end${at}`
  const values = cells.map(({ name, column, by }) => {
    const from = by ? alias(references.indexOf(by)) : 'own'
    return `${from}.${quoted(column)} AS ${quoted(name)}`
  })
  const joins = references.map(({ table: parent, columns, to }, at) => {
    const on = columns.map((column, place) => `${alias(at)}.${quoted(to[place]!)} = own.${quoted(column)}`)
    return `LEFT JOIN ${side}.${quoted(parent)} AS ${alias(at)} ON ${on.join(' AND ')}`
  })
  const within = time === null || window === null ? '' : `WHERE ${withinSql(`own.${quoted(time)}`, window)}`
  return `SELECT ${values.join(', ')} FROM ${side}.${quoted(table)} AS own ${joins.join(' ')} ${within}`
}

/** SQL that is true of times in the window. No time at all is before every other. */
export function withinSql(time: string, { from, to }: Window): string {
  const bound = (moment: Ticks) => `'${dateTimeText(moment, ' ')}'`
  const after = from === null ? 'TRUE' : `${time} >= ${bound(from)}`
  if (to === null) return after
  return from === null ? `(${time} < ${bound(to)} OR ${time} IS NULL)` : `${after} AND ${time} < ${bound(to)}`
}

/** SQL that is true of a natural row that was found and is, or belongs to, one that is expected. */
export function isOurs({ owner }: NaturalTable, row: string): string {
  const same = owner.key.map((name) => `ours.${quoted(name)} IS ${row}.${quoted(name)}`)
  return `EXISTS (SELECT 1 FROM main.${quoted(owner.table)} AS ours WHERE ${same.join(' AND ')})`
}
