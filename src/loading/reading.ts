import type { Knex } from 'knex'
import type { Database } from '../databases/database.ts'
import type { SqlRow } from '../databases/engine.ts'
import type { Target } from '../databases/found.ts'
import type { Ticks } from '../time/ticks.ts'

/** A row by its columns: a planned one, or one that was read. */
export type Row = Readonly<Record<string, unknown>>

/** Which rows of a table are read: those between two times, both included, or those above a number. */
export type Within =
  | { readonly column: string; readonly span: readonly [from: Ticks, to: Ticks] }
  | { readonly column: string; readonly above: number }

/** Columns of the rows of a table one by one, as SQLite keeps them: times and GUIDs are texts, bits are numbers. */
export async function* eachReadable(
  { engine }: Database,
  knex: Knex,
  { name, columns }: Target,
  wanted: readonly string[],
  within: Within | null = null,
): AsyncIterable<SqlRow> {
  const { identifier } = engine.dialect
  const query = knex(name).select(
    wanted.map((column) => {
      const { type } = columns.find((one) => one.name === column)!
      return knex.raw(`${engine.readable(identifier(column), type)} AS ${identifier(column)}`)
    }),
  )
  if (within && 'above' in within) query.where(within.column, '>', within.above)
  if (within && 'span' in within) {
    const bind = engine.binding('datetime')
    query.whereBetween(within.column, within.span.map(bind) as [Knex.Value, Knex.Value])
  }
  yield* engine.stream(knex, query)
}

/** The first and the last of some times. */
export function spanOf(times: Iterable<Ticks>): readonly [from: Ticks, to: Ticks] {
  let [from, to] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]
  for (const time of times) {
    if (time < from) from = time
    if (time > to) to = time
  }
  return [from, to]
}

/** A time and what knows a row again beside it, from our rows and from those of a database alike. */
export function timedKey(time: Ticks, natural: readonly string[], row: Row): string {
  return `${time} ${natural.map((column) => plainText(row[column])).join(' ')}`
}

/** Bytes as the text that they spell. */
function plainText(value: unknown): string {
  return Buffer.isBuffer(value) ? value.toString('latin1') : String(value)
}
