import { SESSION_KEY } from '../../schema/core-tables.ts'
import type { TableName } from '../../schema/tables.ts'
import { betweenCheck, type Check } from './check.ts'

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

type Joins = 'FocusJoinsAndLeaves' | 'McuJoinsAndLeaves'

/** Finds joins that are after their leave, or before their dialog. */
function joinOrderCheck(table: Joins): Check {
  return orderCheck(
    `${table} have a dialog after the join, or a join that is not before the leave`,
    table,
    [
      ...SESSION_KEY,
      ...(table === 'McuJoinsAndLeaves' ? ['UserId'] : []),
      ...['DialogSessionIdTime', 'UserJoinTime', 'UserLeaveTime'],
    ],
    [
      ['DialogSessionIdTime', '>', 'UserJoinTime'],
      ['UserJoinTime', '>=', 'UserLeaveTime'],
    ],
  )
}

/** Finds joins that are not within their conference. */
function outsideCheck(table: Joins): Check {
  return betweenCheck({
    rule: 'time-order',
    title: `${table} lie outside their conference`,
    table,
    shows: ['DialogSessionIdTime', 'UserJoinTime', 'UserLeaveTime'],
    others: {
      conference: {
        table: 'Conferences',
        on: { SessionIdTime: 'own.SessionIdTime', SessionIdSeq: 'own.SessionIdSeq' },
      },
    },
    wrong:
      'own.{DialogSessionIdTime} < conference.{ConferenceStartTime} OR own.{UserLeaveTime} > conference.{ConferenceEndTime}',
  })
}

/** Rules of the order of times, and of rows at one time. */
export const timeChecks: readonly Check[] = [
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
  joinOrderCheck('FocusJoinsAndLeaves'),
  joinOrderCheck('McuJoinsAndLeaves'),
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
  betweenCheck({
    rule: 'time-order',
    title: 'McuJoinsAndLeaves lie outside all joins of the same person in the conference',
    table: 'McuJoinsAndLeaves',
    shows: ['UserJoinTime', 'UserLeaveTime'],
    others: {
      focus: {
        table: 'FocusJoinsAndLeaves',
        on: { SessionIdTime: 'own.SessionIdTime', SessionIdSeq: 'own.SessionIdSeq', UserId: 'own.UserId' },
      },
    },
    wrong:
      'own.{UserJoinTime} < focus.{UserJoinTime} OR own.{UserJoinTime} > focus.{UserLeaveTime} OR own.{UserLeaveTime} > focus.{UserLeaveTime}',
    isOfAll: true,
  }),
]
