import type { Knex } from 'knex'
import type { Engine } from '../databases/engine.ts'
import { type ColumnType, maxLength } from '../schema/column.ts'
import { SESSION_KEY } from '../schema/core-tables.ts'
import { type TableName, tableNames, tableOf } from '../schema/tables.ts'
import type { Reads } from './found-tables.ts'
import { tooLong } from './too-long.ts'

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

function keyChecks(table: TableName): Check[] {
  const { primaryKey, unique } = tableOf(table)
  return [
    {
      rule: 'key',
      title: `${table} has rows without a key`,
      reads: { [table]: primaryKey },
      shows: primaryKey,
      table,
      broken: ({ dialect }) => primaryKey.map((name) => `${dialect.identifier(name)} IS NULL`).join(' OR '),
    },
    ...[primaryKey, ...unique].map((key) =>
      sharedCheck('key', `${table} has rows that share ${key.join(', ')}`, table, key),
    ),
  ]
}

/** Finds values that more than one row has. */
function sharedCheck(rule: Rule, title: string, table: TableName, columns: readonly string[]): Check {
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

function referenceChecks(table: TableName): Check[] {
  const { primaryKey, references } = tableOf(table)
  return references.map(({ columns, table: target, to }) => {
    const parent = target as TableName
    const shows = [...new Set([...primaryKey, ...columns])]
    return {
      rule: 'reference',
      title: `${table} points by ${columns.join(', ')} to ${parent} that are not there`,
      reads: { [table]: shows, [parent]: to },
      shows,
      query: (knex, name) => {
        const lost = knex(`${name(table)} as child`)
          .select(shows.map((column) => `child.${column}`))
          .leftJoin(`${name(parent)} as parent`, (on) =>
            columns.forEach((column, at) => void on.on(`child.${column}`, `parent.${to[at]}`)),
          )
          .whereNull(`parent.${to[0]}`)
        for (const column of columns) lost.whereNotNull(`child.${column}`)
        return lost
      },
    }
  })
}

function limitChecks(table: TableName): Check[] {
  const { columns, primaryKey } = tableOf(table)
  return columns.flatMap(({ name, type }): Check | [] => {
    const range = RANGES[type]
    const limit = maxLength(type)
    if (range === undefined && limit === null) return []
    const shows = [...new Set([...primaryKey, name])]
    const check = { rule: 'limit', reads: { [table]: shows }, shows, table } as const
    if (range !== undefined) {
      return {
        ...check,
        title: `${table}.${name} is not between ${range[0]} and ${range[1]}`,
        broken: ({ dialect, readable }) =>
          `${readable(dialect.identifier(name), type)} NOT BETWEEN ${range[0]} AND ${range[1]}`,
      }
    }
    return {
      ...check,
      title: `${table}.${name} holds more than ${limit} ${type.startsWith('nvarchar') ? 'characters' : 'bytes'}`,
      broken: ({ dialect }) => tooLong(dialect, name, type, limit!),
    }
  })
}

const RANGES: { readonly [T in ColumnType]?: readonly [from: number, to: number] } = {
  bit: [0, 1],
  tinyint: [0, 255],
  smallint: [-32_768, 32_767],
  int: [-2_147_483_648, 2_147_483_647],
}

/** Finds times at which rows are not numbered through. Of `owners` one must have a row at the time for that to be wrong. */
function sequenceCheck(table: 'Conferences' | 'Dialogs', owners: readonly TableName[]): Check {
  return {
    rule: 'sequence',
    title: `${table}.SessionIdSeq does not count 1, 2, 3 at one SessionIdTime`,
    reads: {
      [table]: SESSION_KEY,
      ...Object.fromEntries(owners.map((owner) => [owner, ['SessionIdTime']])),
    },
    shows: ['SessionIdTime'],
    query: (knex, name) => {
      const broken = knex(`${name(table)} as own`)
        .select('own.SessionIdTime')
        .groupBy('own.SessionIdTime')
        .havingRaw('(MIN(??) <> 1 OR MAX(??) <> COUNT(*))', ['own.SessionIdSeq', 'own.SessionIdSeq'])
      if (owners.length === 0) return broken
      const there = owners.map((owner) =>
        knex(`${name(owner)} as s`)
          .select('s.SessionIdTime')
          .whereRaw('?? = ??', ['s.SessionIdTime', 'own.SessionIdTime']),
      )
      return broken.havingRaw(`(${there.map(() => 'EXISTS ?').join(' OR ')})`, there)
    },
  }
}

/** Finds rows in which columns are to each other as they must not be. */
function orderCheck(
  title: string,
  table: TableName,
  shows: readonly string[],
  wrong: readonly (readonly [one: string, relation: '>' | '>=', other: string])[],
): Check {
  return {
    rule: 'time-order',
    title,
    reads: { [table]: shows },
    shows,
    table,
    broken: ({ dialect: { identifier } }) =>
      wrong
        .map(([one, relation, other]) => `${identifier(one)} ${relation} ${identifier(other)}`)
        .join(' OR '),
  }
}

/** Finds joins that are not within their conference. */
function outsideCheck(table: 'FocusJoinsAndLeaves' | 'McuJoinsAndLeaves'): Check {
  const own = [...SESSION_KEY, 'DialogSessionIdTime', 'UserJoinTime', 'UserLeaveTime']
  const ends = ['ConferenceStartTime', 'ConferenceEndTime']
  return {
    rule: 'time-order',
    title: `${table} lie outside their conference`,
    reads: { [table]: own, Conferences: [...SESSION_KEY, ...ends] },
    shows: [...own, ...ends],
    query: (knex, name) =>
      knex(`${name(table)} as j`)
        .select(own.map((column) => `j.${column}`))
        .select(ends.map((column) => `c.${column}`))
        .join(`${name('Conferences')} as c`, 'j.SessionIdTime', 'c.SessionIdTime')
        // Nearly all numbers are 1: a planner that matches rows by them first compares each row with each.
        .whereRaw('?? - ?? = 0', ['j.SessionIdSeq', 'c.SessionIdSeq'])
        .where((any) => {
          any
            .whereRaw('?? < ??', ['j.DialogSessionIdTime', 'c.ConferenceStartTime'])
            .orWhereRaw('?? > ??', ['j.UserLeaveTime', 'c.ConferenceEndTime'])
        }),
  }
}

/** Finds joins whose session says otherwise. A session that is lost says nothing. `wrong` names columns in braces. */
function sessionCheck(
  title: string,
  table: 'FocusJoinsAndLeaves' | 'McuJoinsAndLeaves',
  wrong: string,
): Check {
  const own = [...SESSION_KEY, 'UserId', 'DialogSessionIdTime', 'DialogSessionIdSeq']
  const columns = (alias: string) =>
    [...wrong.matchAll(new RegExp(`\\b${alias}\\.\\{(\\w+)\\}`, 'g'))].map(([, column]) => column as string)
  return {
    rule: 'session',
    title,
    reads: {
      [table]: [...new Set([...own, ...columns('j')])],
      ConferenceSessionDetails: [...SESSION_KEY, ...columns('s')],
    },
    shows: own,
    query: (knex, name) => {
      const places = [...wrong.matchAll(/(\w)\.\{(\w+)\}/g)].map(([, alias, column]) => `${alias}.${column}`)
      return knex(`${name(table)} as j`)
        .select(own.map((column) => `j.${column}`))
        .join(`${name('ConferenceSessionDetails')} as s`, 'j.DialogSessionIdTime', 's.SessionIdTime')
        .whereRaw('?? - ?? = 0', ['j.DialogSessionIdSeq', 's.SessionIdSeq'])
        .whereRaw(`(${wrong.replace(/\w\.\{\w+\}/g, '??')})`, places)
    },
  }
}

/** Finds sessions of the internal network that came through an Edge Server. */
function edgeCheck(table: TableName, internal: string): Check {
  const shows = [...SESSION_KEY, internal, 'EdgeServerId']
  return {
    rule: 'route',
    title: `${table} are of the internal network and have an Edge Server`,
    reads: { [table]: shows },
    shows,
    table,
    broken: ({ dialect: { identifier }, readable }) =>
      `${readable(identifier(internal), 'bit')} = 1 AND ${identifier('EdgeServerId')} IS NOT NULL`,
  }
}

/** Rules that are about meaning rather than about one key or column. */
const meaningChecks: readonly Check[] = [
  sequenceCheck('Conferences', []),
  // Servers' sessions and registrations have dialogs as well: in the core tables alone numbers can be missing.
  sequenceCheck('Dialogs', ['ConferenceSessionDetails', 'Registration']),
  orderCheck(
    'Conferences start before they are requested, or end before they start',
    'Conferences',
    [...SESSION_KEY, 'ConferenceStartTime', 'ConferenceEndTime'],
    [
      ['SessionIdTime', '>=', 'ConferenceStartTime'],
      ['ConferenceStartTime', '>', 'ConferenceEndTime'],
    ],
  ),
  orderCheck(
    'FocusJoinsAndLeaves have a dialog after the join, or a join that is not before the leave',
    'FocusJoinsAndLeaves',
    [...SESSION_KEY, 'DialogSessionIdTime', 'UserJoinTime', 'UserLeaveTime'],
    [
      ['DialogSessionIdTime', '>', 'UserJoinTime'],
      ['UserJoinTime', '>=', 'UserLeaveTime'],
    ],
  ),
  orderCheck(
    'McuJoinsAndLeaves have a dialog after the join, or a join that is not before the leave',
    'McuJoinsAndLeaves',
    [...SESSION_KEY, 'UserId', 'DialogSessionIdTime', 'UserJoinTime', 'UserLeaveTime'],
    [
      ['DialogSessionIdTime', '>', 'UserJoinTime'],
      ['UserJoinTime', '>=', 'UserLeaveTime'],
    ],
  ),
  orderCheck(
    'ConferenceSessionDetails have a response before the invitation, or after the end of the session',
    'ConferenceSessionDetails',
    [...SESSION_KEY, 'InviteTime', 'ResponseTime', 'SessionEndTime'],
    [
      ['InviteTime', '>', 'ResponseTime'],
      ['ResponseTime', '>', 'SessionEndTime'],
    ],
  ),
  orderCheck(
    'Registration ends before it begins',
    'Registration',
    [...SESSION_KEY, 'RegisterTime', 'DeRegisterTime'],
    [['RegisterTime', '>', 'DeRegisterTime']],
  ),
  outsideCheck('FocusJoinsAndLeaves'),
  outsideCheck('McuJoinsAndLeaves'),
  sessionCheck(
    'FocusJoinsAndLeaves have a session of another user, with a conferencing server, or that failed',
    'FocusJoinsAndLeaves',
    `j.{UserId} <> s.{UserId} OR s.{McuConferenceUriId} IS NOT NULL OR s.{ResponseCode} >= 400`,
  ),
  sessionCheck(
    'McuJoinsAndLeaves have a session of another user, or that failed',
    'McuJoinsAndLeaves',
    `j.{UserId} <> s.{UserId} OR s.{ResponseCode} >= 400`,
  ),
  edgeCheck('ConferenceSessionDetails', 'IsUserInternal'),
  edgeCheck('Registration', 'IsInternal'),
  sharedCheck('instance', 'Conferences share both ConferenceUriId and ConfInstance', 'Conferences', [
    'ConferenceUriId',
    'ConfInstance',
  ]),
]

/** What every database must keep. */
export const checks: readonly Check[] = [
  ...tableNames.flatMap((table) => [...keyChecks(table), ...referenceChecks(table), ...limitChecks(table)]),
  ...meaningChecks,
]
