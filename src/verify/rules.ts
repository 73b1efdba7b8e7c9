import type { Knex } from 'knex'
import { type ColumnType, maxLength } from '../schema/column.ts'
import { type TableName, tableOf } from '../schema/tables.ts'

/** What kind of thing is wrong: a stable name, while the wording of titles may improve. */
export type Rule = 'key' | 'reference' | 'limit' | 'sequence' | 'time-order' | 'instance'

/** A rule that rows were found to break. */
export interface Violation {
  readonly rule: Rule
  readonly title: string
  readonly rows: number
  /** The first rows that show it. */
  readonly first: readonly Readonly<Record<string, unknown>>[]
}

/** A query for the rows that break a rule. */
interface Check {
  readonly rule: Rule
  readonly title: string
  /** The tables that it reads. */
  readonly tables: readonly TableName[]
  query(knex: Knex): Knex.QueryBuilder
}

const SHOWN = 3

/** What every database must keep, as far as it has the tables. */
export function checksOf(tables: readonly TableName[]): readonly Check[] {
  const all = [
    ...tables.flatMap((table) => [...keyChecks(table), ...referenceChecks(table), ...limitChecks(table)]),
    ...meaningChecks,
  ]
  return all.filter((check) => check.tables.every((table) => tables.includes(table)))
}

/** Runs the checks one by one and gives those that found something. */
export async function violations(knex: Knex, tables: readonly TableName[]): Promise<readonly Violation[]> {
  const found: Violation[] = []
  for (const { rule, title, query } of checksOf(tables)) {
    const [counted] = await knex.count({ rows: '*' }).from(query(knex).as('broken'))
    const rows = Number((counted as { rows: unknown } | undefined)?.rows)
    if (rows > 0) found.push({ rule, title, rows, first: await query(knex).limit(SHOWN) })
  }
  return found
}

function keyChecks(table: TableName): Check[] {
  const { primaryKey, unique } = tableOf(table)
  const empty = (knex: Knex) =>
    knex(table)
      .select(primaryKey)
      .where((any) => primaryKey.forEach((name) => void any.orWhereNull(name)))
  return [
    { rule: 'key', title: `${table} has rows without a key`, tables: [table], query: empty },
    ...[primaryKey, ...unique].map((key) => ({
      rule: 'key' as const,
      title: `${table} has rows that share ${key.join(', ')}`,
      tables: [table],
      query: (knex: Knex) =>
        knex(table)
          .select(key)
          .count({ times: '*' })
          .whereNotNull(key.at(-1) as string)
          .groupBy(key)
          .havingRaw('COUNT(*) > 1'),
    })),
  ]
}

function referenceChecks(table: TableName): Check[] {
  const { primaryKey, references } = tableOf(table)
  return references.map(({ columns, table: parent, to }) => ({
    rule: 'reference',
    title: `${table} points by ${columns.join(', ')} to ${parent} that are not there`,
    tables: [table, parent as TableName],
    query: (knex) =>
      knex(`${table} as child`)
        .select([...new Set([...primaryKey, ...columns])].map((name) => `child.${name}`))
        .leftJoin(`${parent} as parent`, (on) =>
          columns.forEach((name, at) => void on.on(`child.${name}`, `parent.${to[at]}`)),
        )
        .whereNull(`parent.${to[0]}`)
        .where((all) => columns.forEach((name) => void all.whereNotNull(`child.${name}`))),
  }))
}

function limitChecks(table: TableName): Check[] {
  const { columns, primaryKey } = tableOf(table)
  const select = (knex: Knex, name: string) => knex(table).select([...new Set([...primaryKey, name])])
  return columns.flatMap(({ name, type }): Check | [] => {
    const range = RANGES[type]
    const limit = maxLength(type)
    if (range !== undefined) {
      return {
        rule: 'limit',
        title: `${table}.${name} is not between ${range[0]} and ${range[1]}`,
        tables: [table],
        query: (knex) => select(knex, name).whereNotBetween(name, [...range]),
      }
    }
    if (limit === null) return []
    return {
      rule: 'limit',
      title: `${table}.${name} holds more than ${limit} ${type.startsWith('nvarchar') ? 'characters' : 'bytes'}`,
      tables: [table],
      query: (knex) =>
        type.startsWith('nvarchar')
          ? select(knex, name).whereRaw(MORE_UNITS, { name, limit })
          : select(knex, name).whereRaw('LENGTH(??) > ?', [name, limit]),
    }
  })
}

/**
 * SQL Server counts UTF-16 units, SQLite characters: one above U+FFFF counts twice. Only a text that could be too long
 * and has such a character is looked at character by character.
 */
const MORE_UNITS = `LENGTH(:name:) > :limit OR (
  LENGTH(:name:) * 2 > :limit AND :name: GLOB '*[\u{10000}-\u{10ffff}]*' AND :limit < (
    WITH RECURSIVE place(at) AS (SELECT 1 UNION ALL SELECT at + 1 FROM place WHERE at < LENGTH(:name:))
    SELECT SUM(1 + (UNICODE(SUBSTR(:name:, at, 1)) > 65535)) FROM place
  )
)`

const RANGES: { readonly [T in ColumnType]?: readonly [from: number, to: number] } = {
  bit: [0, 1],
  tinyint: [0, 255],
  smallint: [-32_768, 32_767],
  int: [-2_147_483_648, 2_147_483_647],
}

const CONFERENCE_KEY = ['SessionIdTime', 'SessionIdSeq'] as const

/** Rules that are about meaning rather than about one key or column. */
const meaningChecks: readonly Check[] = [
  ...(['Conferences', 'Dialogs'] as const).map(
    (table): Check => ({
      rule: 'sequence',
      title: `${table}.SessionIdSeq does not count 1, 2, 3 at one SessionIdTime`,
      tables: [table],
      query: (knex) =>
        knex(table)
          .select('SessionIdTime')
          .groupBy('SessionIdTime')
          .havingRaw('MIN(??) <> 1 OR MAX(??) <> COUNT(*)', ['SessionIdSeq', 'SessionIdSeq']),
    }),
  ),
  {
    rule: 'time-order',
    title: 'Conferences start before they are requested, or end before they start',
    tables: ['Conferences'],
    query: (knex) =>
      knex('Conferences')
        .select([...CONFERENCE_KEY, 'ConferenceStartTime', 'ConferenceEndTime'])
        .whereRaw('?? >= ??', ['SessionIdTime', 'ConferenceStartTime'])
        .orWhereRaw('?? > ??', ['ConferenceStartTime', 'ConferenceEndTime']),
  },
  {
    rule: 'time-order',
    title: 'FocusJoinsAndLeaves have a dialog after the join, or a join that is not before the leave',
    tables: ['FocusJoinsAndLeaves'],
    query: (knex) =>
      knex('FocusJoinsAndLeaves')
        .select([...CONFERENCE_KEY, 'DialogSessionIdTime', 'UserJoinTime', 'UserLeaveTime'])
        .whereRaw('?? > ??', ['DialogSessionIdTime', 'UserJoinTime'])
        .orWhereRaw('?? >= ??', ['UserJoinTime', 'UserLeaveTime']),
  },
  {
    rule: 'time-order',
    title: 'FocusJoinsAndLeaves lie outside their conference',
    tables: ['FocusJoinsAndLeaves', 'Conferences'],
    query: (knex) =>
      knex('FocusJoinsAndLeaves as f')
        .select([
          'f.SessionIdTime',
          'f.SessionIdSeq',
          'f.DialogSessionIdTime',
          'f.UserJoinTime',
          'f.UserLeaveTime',
          'c.ConferenceStartTime',
          'c.ConferenceEndTime',
        ])
        .join('Conferences as c', (on) =>
          CONFERENCE_KEY.forEach((name) => void on.on(`f.${name}`, `c.${name}`)),
        )
        .where((any) => {
          any
            .whereRaw('?? < ??', ['f.DialogSessionIdTime', 'c.ConferenceStartTime'])
            .orWhereRaw('?? > ??', ['f.UserLeaveTime', 'c.ConferenceEndTime'])
        }),
  },
  {
    rule: 'instance',
    title: 'Conferences share both ConferenceUriId and ConfInstance',
    tables: ['Conferences'],
    query: (knex) =>
      knex('Conferences')
        .select(['ConferenceUriId', 'ConfInstance'])
        .count({ times: '*' })
        .whereNotNull('ConfInstance')
        .groupBy(['ConferenceUriId', 'ConfInstance'])
        .havingRaw('COUNT(*) > 1'),
  },
]
