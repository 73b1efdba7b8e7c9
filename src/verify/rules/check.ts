import type { Knex } from 'knex'
import type { Engine } from '../../databases/engine.ts'
import { type TableName, tableOf } from '../../schema/tables.ts'
import type { Reads } from '../found-tables.ts'

/** What kind of thing is wrong: a stable name, while the wording of titles may improve. */
export type Rule =
  | 'key'
  | 'reference'
  | 'limit'
  | 'sequence'
  | 'time-order'
  | 'instance'
  | 'session'
  | 'route'
  | 'uri'
  | 'role'
  | 'failure'

/** A rule that rows can break: `shows` are the columns that show how. */
export type Check = {
  readonly rule: Rule
  readonly title: string
  readonly reads: Reads
  readonly shows: readonly string[]
} & (RowCheck | QueryCheck)

/** Is seen in each row of a table by itself, so that one pass does for all such checks of it. */
interface RowCheck {
  readonly table: TableName
  /** SQL that is true of a row that breaks the rule. */
  readonly broken: (engine: Engine) => string
}

/** Is seen between rows. */
interface QueryCheck {
  /** The rows that break the rule; `name` gives the name of a table for Knex. */
  readonly query: (knex: Knex, name: (table: TableName) => string) => Knex.QueryBuilder
}

/** How many rows there are of one kind, in what a check shows. */
export const TIMES = 'times'

/** Finds values that more than one row has. */
export function sharedCheck(rule: Rule, title: string, table: TableName, columns: readonly string[]): Check {
  return {
    rule,
    title,
    reads: { [table]: columns },
    shows: [...columns, TIMES],
    query: (knex, name) => {
      const shared = knex(name(table))
        .select(columns)
        .count({ [TIMES]: '*' })
      for (const column of columns) shared.whereNotNull(column)
      return shared.groupBy(columns).havingRaw('COUNT(*) > 1')
    },
  }
}

/** What is wrong between a row and those that it belongs to. */
interface Between {
  readonly rule: Rule
  readonly title: string
  /** The table of the rows that break the rule, in SQL `own`. */
  readonly table: TableName
  /** What is shown beside the primary key. */
  readonly shows: readonly string[]
  /** Other tables by their names in SQL. */
  readonly others: Readonly<Record<string, Other>>
  /** SQL that is true of what is wrong; columns are written as `own.{UserId}`, values as `?`. */
  readonly wrong: string
  readonly values?: readonly Knex.Value[]
  /** Whether it has to be wrong with each row of the others, not only with one. */
  readonly isOfAll?: boolean
}

interface Other {
  readonly table: TableName
  /** By its columns, those that they are equal to, as `own.UserId`. */
  readonly on: Readonly<Record<string, string>>
  /** Whether rows without a partner count, for which its columns are null. What is lost says nothing otherwise. */
  readonly isOptional?: boolean
}

/** Finds rows that are to others as they must not be. */
export function betweenCheck(between: Between): Check {
  const { rule, title, table, others, wrong, values = [], isOfAll = false } = between
  const shows = [...new Set([...tableOf(table).primaryKey, ...between.shows])]
  const own = shows.map((column) => `own.${column}`)
  return {
    rule,
    title,
    reads: readsOf(between, own),
    shows,
    query: (knex, name) => {
      const query = knex(`${name(table)} as own`).select(own)
      for (const [alias, other] of Object.entries(others)) {
        const at = `${name(other.table)} as ${alias}`
        const on = (join: Knex.JoinClause) => {
          for (const [column, to] of Object.entries(other.on)) {
            const ends = [`${alias}.${column}`, to] as const
            // Nearly all numbers are 1: a planner that matches rows by them first compares each row with each.
            if (column.endsWith('Seq')) join.on(knex.raw('?? - ?? = 0', [...ends]))
            else join.on(...ends)
          }
        }
        if (other.isOptional) query.leftJoin(at, on)
        else query.join(at, on)
      }
      const rest = [...values]
      const bindings: Knex.Value[] = []
      const sql = wrong.replace(/(\w+)\.\{(\w+)\}|\?/g, (word, alias?: string, column?: string) => {
        bindings.push(alias === undefined ? rest.shift()! : `${alias}.${column}`)
        return alias === undefined ? word : '??'
      })
      return isOfAll
        ? query.groupBy(own).havingRaw(`MIN(CASE WHEN ${sql} THEN 1 ELSE 0 END) = 1`, bindings)
        : query.whereRaw(`(${sql})`, bindings)
    },
  }
}

/** The columns that a check names anywhere, by table. */
function readsOf({ table, others, wrong }: Between, own: readonly string[]): Reads {
  const on = Object.entries(others).flatMap(([alias, other]) =>
    Object.entries(other.on).flatMap(([column, to]) => [`${alias}.${column}`, to]),
  )
  const named = [...wrong.matchAll(/(\w+)\.\{(\w+)\}/g)].map(([, alias, column]) => `${alias}.${column}`)
  const reads = new Map<TableName, Set<string>>()
  for (const place of [...own, ...on, ...named]) {
    const [alias, column] = place.split('.') as [string, string]
    const of = alias === 'own' ? table : others[alias]!.table
    reads.set(of, (reads.get(of) ?? new Set()).add(column))
  }
  return Object.fromEntries([...reads].map(([of, columns]) => [of, [...columns]]))
}
