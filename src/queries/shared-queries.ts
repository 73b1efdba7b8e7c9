import type { AnswerName } from '../answers/answers.ts'
import type { Question } from '../answers/asked.ts'
import type { DialectName } from '../dialects/dialect.ts'
import { levels } from './concurrency.ts'
import { queries } from './queries.ts'
import {
  attendance,
  counted,
  held,
  opening,
  type Part,
  type QueryWords,
  scope,
  sessions,
  sqlOf,
  wordsOf,
} from './query.ts'
import { onServers } from './server-sessions.ts'

/**
 * The queries of several answers to one question, so that they go over the rows of the database once: what they have in
 * common is kept in temporary tables. Each gives what it gives alone.
 */
export interface SharedQueries {
  /** To be run in this order, on the connection of the queries. */
  readonly before: readonly string[]
  readonly queries: ReadonlyMap<AnswerName, string>
  /** To be run at the end, whatever happened. */
  readonly after: readonly string[]
}

/** What is kept, in the order in which it is made: by the name of a part, with the parts that it stands for. */
const KEPT: readonly (readonly [name: string, parts: Readonly<Record<string, Part>>])[] = [
  ['held', { held }],
  ['counted', { sessions, counted }],
  ['attendance', { attendance }],
  ['levels', { levels }],
  ['on_servers', { on_servers: onServers }],
]

/** With `onlyOurs` of the conferences that the temporary table `OURS` has, which is not made here. */
export function sharedQueries(
  names: readonly AnswerName[],
  dialect: DialectName,
  question: Partial<Question>,
  onlyOurs: boolean,
): SharedQueries {
  const words = wordsOf(dialect, question, onlyOurs)
  const { spelling } = words
  const tableOf = (name: string) => spelling.temporary(`rollcall_${name}`)
  const before: string[] = []
  /** Where parts are read from: their table, or the one that they are kept in. */
  const tables = new Map<string, string>()
  // All conferences are in a table already, and found by its key.
  if (!onlyOurs && words.pool === null) tables.set('held', 'Conferences')
  const needed = new Set(names.flatMap((name) => queries[name].parts))
  const kept = KEPT.filter(
    ([name, parts]) => !tables.has(name) && Object.values(parts).some((part) => needed.has(part)),
  )
  for (const [name, parts] of kept) {
    const made = opening([scope, ...Object.values(parts)], words)
    before.push(spelling.names(reading(tables, spelling.keep(tableOf(name), made, '*', name))))
    for (const part of Object.keys(parts)) tables.set(part, tableOf(name))
  }
  return {
    before,
    queries: new Map(names.map((name) => [name, spelling.names(reading(tables, restOf(name, words)))])),
    after: kept.map(([name]) => spelling.forget(tableOf(name))),
  }
}

const KEPT_PARTS: ReadonlySet<Part> = new Set(KEPT.flatMap(([, parts]) => Object.values(parts)))

/** The query of an answer without the parts that are kept. */
function restOf(name: AnswerName, words: QueryWords): string {
  const query = queries[name]
  return sqlOf({ ...query, parts: query.parts.filter((part) => !KEPT_PARTS.has(part)) }, words)
}

/** The query with the tables in the places of the parts that they keep. */
function reading(tables: ReadonlyMap<string, string>, sql: string): string {
  return sql.replace(/\b(FROM|JOIN) (\w+)\b( AS)?/g, (text, word: string, part: string, as = '') => {
    const table = tables.get(part)
    return table === undefined ? text : `${word} ${table}${as || ` AS ${part}`}`
  })
}
