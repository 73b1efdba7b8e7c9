import { setTimeout as wait } from 'node:timers/promises'
import type { Knex } from 'knex'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { connect, type Database } from '../../src/databases/database.ts'
import { parseScenario } from '../../src/parse-scenario.ts'
import { type Counts, type TableName, tableOf, tableSets } from '../../src/schema/tables.ts'
import { seed } from '../../src/seed.ts'
import { ticksFromText } from '../../src/time/ticks.ts'
import { foundTables } from '../../src/verify/found-tables.ts'
import { type VerifyOptions, verify } from '../../src/verify/verify.ts'
import { violations } from '../../src/verify/violations.ts'
import { rejects } from '../rejects.ts'
import { abortedAfter, SMALL_TEXT, small } from '../small-scenario.ts'
import { createLoose, type Scratch, type TestEngine, testEngines } from './engines.ts'

/** One change to the rows of the small scenario that breaks one rule and no other. */
interface Break {
  readonly law: string
  readonly change: (change: Change) => Promise<unknown>
  readonly told: readonly [rule: string, title: string, rows: number]
  readonly first: Row
}

type Row = Readonly<Record<string, unknown>>

/** Changes rows with values as our own rows have them. */
class Change {
  readonly database: Database

  constructor(database: Database) {
    this.database = database
  }

  insert(table: TableName, row: Row) {
    return this.database.knex(table).insert(this.bound(table, row))
  }

  update(table: TableName, where: Row, to: Row) {
    return this.database.knex(table).where(this.bound(table, where)).update(this.bound(table, to))
  }

  remove(table: TableName, where: Row) {
    return this.database.knex(table).where(this.bound(table, where)).del()
  }

  private bound(table: TableName, row: Row): Record<string, Knex.Value> {
    const entries = Object.entries(row).map(([name, value]) => {
      const { type } = tableOf(table).columns.find((column) => column.name === name)!
      return [name, value === null ? null : this.database.engine.binding(type)(value)] as const
    })
    return Object.fromEntries(entries)
  }
}

const at = (text: string) => ticksFromText(text)!
const REJOIN = { UserId: 2, FocusUserInstance: 2 }
const LATE = { SessionIdTime: at('2015-07-14 22:44:04.660') }

const BREAKS: readonly Break[] = [
  {
    law: 'a row without a key',
    change: (rows) => rows.insert('Users', { UserUri: 'eve@contoso.com' }),
    told: ['key', 'Users has rows without a key', 1],
    first: { UserId: null },
  },
  {
    law: 'a primary key that two rows share',
    change: (rows) => rows.insert('Pools', { PoolId: 2, PoolFQDN: 'twin.contoso.com' }),
    told: ['key', 'Pools has rows that share PoolId', 1],
    first: { PoolId: 2, times: 2 },
  },
  {
    law: 'a number of a conference URI that two rows share, though their keys differ',
    change: (rows) =>
      rows.insert('ConferenceUris', { NextUpdateTS: at('2015-01-01 00:00:00'), ConferenceUriId: 1 }),
    told: ['key', 'ConferenceUris has rows that share ConferenceUriId', 1],
    first: { ConferenceUriId: 1, times: 2 },
  },
  {
    law: 'two joins of one person with one instance number',
    change: (rows) => rows.update('FocusJoinsAndLeaves', { UserId: 2 }, { FocusUserInstance: 1 }),
    told: [
      'key',
      'FocusJoinsAndLeaves has rows that share SessionIdTime, SessionIdSeq, UserId, FocusUserInstance',
      3,
    ],
    first: { SessionIdSeq: 1, UserId: 2, FocusUserInstance: 1, times: 2 },
  },
  {
    law: 'a sequence of conferences that does not begin with 1',
    change: (rows) =>
      rows.insert('Conferences', { SessionIdTime: at('2001-01-01 00:00:00'), SessionIdSeq: 2 }),
    told: ['sequence', 'Conferences.SessionIdSeq does not count 1, 2, 3 at one SessionIdTime', 1],
    first: { SessionIdTime: '2001-01-01 00:00:00.000' },
  },
  {
    law: 'a conference that ends one tick before it starts',
    change: (rows) =>
      rows.insert('Conferences', {
        SessionIdTime: at('2001-01-01 00:00:00'),
        SessionIdSeq: 1,
        ConferenceStartTime: at('2001-01-01 10:00:00'),
        ConferenceEndTime: at('2001-01-01 09:59:59.997'),
      }),
    told: ['time-order', 'Conferences start before they are requested, or end before they start', 1],
    first: { ConferenceStartTime: '2001-01-01 10:00:00.000', ConferenceEndTime: '2001-01-01 09:59:59.997' },
  },
  {
    law: 'a leave that is its join',
    change: ({ database: { knex } }) =>
      knex('FocusJoinsAndLeaves')
        .where(REJOIN)
        .update({ UserJoinTime: knex.ref('UserLeaveTime') }),
    told: [
      'time-order',
      'FocusJoinsAndLeaves have a dialog after the join, or a join that is not before the leave',
      3,
    ],
    first: {},
  },
  {
    law: 'a leave after the end of the conference',
    change: (rows) =>
      rows.update('FocusJoinsAndLeaves', REJOIN, { UserLeaveTime: at('2015-08-01 00:00:00.003') }),
    told: ['time-order', 'FocusJoinsAndLeaves lie outside their conference', 3],
    first: { UserLeaveTime: '2015-08-01 00:00:00.003' },
  },
  {
    law: 'two conferences under one URI that share their instance',
    change: (rows) =>
      rows.update(
        'Conferences',
        { ConferenceUriId: 1 },
        { ConfInstance: '0F8FAD5B-D9CB-469F-A165-70867728950E' },
      ),
    told: ['instance', 'Conferences share both ConferenceUriId and ConfInstance', 1],
    first: { ConferenceUriId: 1, ConfInstance: '0F8FAD5B-D9CB-469F-A165-70867728950E', times: 3 },
  },
  ...tableSets.core.flatMap((table) =>
    tableOf(table).references.map(({ columns, table: parent }): Break => {
      const last = columns.at(-1)!
      return {
        law: `a row of ${table} that points by ${columns.join(', ')} to ${parent} that are not there`,
        change: (rows) => rows.update(table, ONE[table]!, { [last]: 32_000 }),
        told: [
          'reference',
          `${table} points by ${columns.join(', ')} to ${parent} that are not there`,
          table === 'FocusJoinsAndLeaves' ? 3 : 1,
        ],
        first: { [last]: 32_000 },
      }
    }),
  ),
  ...(
    [
      ['Roles', 'RoleId', 256, 'is not between 0 and 255'],
      ['Conferences', 'Flag', -32_769, 'is not between -32768 and 32767'],
      ['Pools', 'PoolFQDN', 'x'.repeat(257), 'holds more than 256 characters'],
      ['Pools', 'PoolFQDN', '\u{1f600}'.repeat(128).concat('x'), 'holds more than 256 characters'],
      ['Users', 'UserUri', 'é'.repeat(450).concat(' '), 'holds more than 450 characters'],
      ['Dialogs', 'ExternalId', 'x'.repeat(776), 'holds more than 775 bytes'],
    ] as const
  ).map(
    ([table, column, value, what]): Break => ({
      law: `${table}.${column} that ${what}${/[^\0-\uffff]/u.test(String(value)) ? ', of which some are two units' : ''}`,
      change: (rows) => rows.insert(table, { ...LONELY[table], [column]: value }),
      told: ['limit', `${table}.${column} ${what}`, 1],
      first: { [column]: value },
    }),
  ),
]

/** The same where there is what the servers saw. */
const BREAKS_OF_SERVERS: readonly Break[] = [
  {
    law: 'a sequence of dialogs with a gap',
    change: async (rows) => {
      for (const SessionIdSeq of [1, 3])
        await rows.insert('Dialogs', { SessionIdTime: at('2001-01-01 00:00:00.007'), SessionIdSeq })
      await rows.insert('Registration', { SessionIdTime: at('2001-01-01 00:00:00.007'), SessionIdSeq: 3 })
    },
    told: ['sequence', 'Dialogs.SessionIdSeq does not count 1, 2, 3 at one SessionIdTime', 1],
    first: { SessionIdTime: '2001-01-01 00:00:00.007' },
  },
  {
    law: 'a join of a server between two joins of the same person',
    change: (rows) =>
      rows.update(
        'McuJoinsAndLeaves',
        { UserId: 2, McuUserInstance: 1, SessionIdTime: at('2015-07-13 08:24:05.303') },
        { UserLeaveTime: at('2015-07-13 08:38:00') },
      ),
    told: ['time-order', 'McuJoinsAndLeaves lie outside all joins of the same person in the conference', 2],
    first: { UserId: 2, UserLeaveTime: '2015-07-13 08:38:00.000' },
  },
  {
    law: 'a session that is of another network than its join',
    change: (rows) => rows.update('FocusJoinsAndLeaves', { UserId: 1, ...LATE }, { IsUserInternal: false }),
    told: ['session', 'FocusJoinsAndLeaves have another endpoint, client or network than their session', 1],
    first: { UserId: 1 },
  },
  {
    law: 'a conference under the URI of another organizer',
    change: (rows) => rows.update('Conferences', LATE, { OrganizerId: 3 }),
    told: ['uri', 'Conferences have the URI of another organizer', 1],
    first: { OrganizerId: 3 },
  },
  {
    law: 'a server of another conference',
    change: (rows) =>
      rows.update(
        'ConferenceSessionDetails',
        { UserId: 1, UriTypeId: 3, PoolId: 2 },
        { McuConferenceUriId: 2 },
      ),
    told: [
      'uri',
      'ConferenceSessionDetails are with a server under another URI than that of the conference',
      1,
    ],
    first: { McuConferenceUriId: 2 },
  },
  {
    law: 'an organizer who is an attendee',
    change: (rows) => rows.update('FocusJoinsAndLeaves', { UserId: 2, ...LATE }, { UserRole: 2 }),
    told: ['role', 'FocusJoinsAndLeaves have an organizer who is an attendee', 1],
    first: { UserId: 2 },
  },
  {
    law: 'a session from outside without an Edge Server',
    change: (rows) => rows.update('ConferenceSessionDetails', { UserId: 3 }, { EdgeServerId: null }),
    told: ['route', 'ConferenceSessionDetails are from outside, of no telephone, and have no Edge Server', 3],
    first: { UserId: 3 },
  },
  {
    law: 'a registration from outside without an Edge Server',
    change: (rows) => rows.update('Registration', { UserId: 2 }, { EdgeServerId: null }),
    told: ['route', 'Registration are from outside and have no Edge Server', 8],
    first: { EdgeServerId: null },
  },
  {
    law: 'a gateway without a Mediation Server',
    change: (rows) =>
      rows.update('ConferenceSessionDetails', { UserId: 5, UriTypeId: 4 }, { MediationServerId: null }),
    told: [
      'route',
      'ConferenceSessionDetails have a gateway without a Mediation Server, or the other way round',
      3,
    ],
    first: { MediationServerId: null },
  },
  {
    law: 'a telephone without a gateway',
    change: (rows) =>
      rows.update(
        'ConferenceSessionDetails',
        { UserId: 5, UriTypeId: 4 },
        { MediationServerId: null, GatewayId: null },
      ),
    told: ['route', 'McuJoinsAndLeaves are from the PSTN, and their session has no gateway', 3],
    first: { UserId: 5 },
  },
  {
    law: 'a failure without a DiagnosticId',
    change: (rows) => insertFailed(rows, { ResponseCode: 486 }, {}),
    told: ['failure', 'ConferenceSessionDetails failed without a DiagnosticId', 1],
    first: { ResponseCode: 486 },
  },
  {
    law: 'a failure without a report',
    change: (rows) => insertFailed(rows, { ResponseCode: 486, DiagnosticId: 3000 }, null),
    told: ['failure', 'ConferenceSessionDetails failed, and no ErrorReport tells of it', 1],
    first: { ResponseCode: 486 },
  },
  {
    law: 'a report of another failure',
    change: (rows) => insertFailed(rows, { ResponseCode: 486, DiagnosticId: 3000 }, { ErrorId: 1 }),
    told: ['failure', 'ErrorReport tells another failure than its session', 1],
    first: { ErrorTime: '2001-01-01 00:00:00.007' },
  },
]

/** Adds a failed session, and a report of it unless there is none. */
async function insertFailed(rows: Change, session: Row, report: Row | null): Promise<void> {
  const key = { SessionIdTime: at('2001-01-01 00:00:00.007'), SessionIdSeq: 1 }
  await rows.insert('Dialogs', key)
  await rows.insert('ConferenceSessionDetails', { ...key, ...session })
  if (report !== null)
    await rows.insert('ErrorReport', { ErrorTime: key.SessionIdTime, ErrorReportSeq: 1, ...key, ...report })
}

/** What picks a row of a table, or the three of one person. */
const ONE: { readonly [T in TableName]?: Row } = {
  Users: { UserId: 1 },
  ConferenceUris: { ConferenceUriId: 1 },
  ClientVersions: { VersionId: 1 },
  Conferences: { OrganizerId: 2 },
  FocusJoinsAndLeaves: REJOIN,
}

/** Rows that refer to nothing and break no rule. */
const LONELY = {
  Roles: { Role: 'Guest' },
  Pools: { PoolId: 99 },
  Users: { UserId: 99 },
  Conferences: { SessionIdTime: at('2001-01-01 00:00:00'), SessionIdSeq: 1 },
  Dialogs: { SessionIdTime: at('2001-01-01 00:00:00'), SessionIdSeq: 1 },
} as const

/** Texts and numbers that just fit. */
const FITTING = [
  ['Pools', 'PoolFQDN', '\u{1f600}'.repeat(128)],
  ['Pools', 'PoolFQDN', '\uffff'.repeat(256)],
  ['Users', 'UserUri', 'é'.repeat(450)],
  ['Dialogs', 'ExternalId', 'x'.repeat(775)],
  ['Roles', 'RoleId', 255],
  ['Conferences', 'Flag', -32_768],
] as const

/** Another scenario of the same company at the same times. */
const others = parseScenario(
  SMALL_TEXT.replace('scenario: small', 'scenario: others').replace('seed: 7', 'seed: 8'),
)

/** How changes are told: the row by its key, then each cell with what is expected and what was found. */
const NAMED: readonly (readonly string[])[] = [
  [
    'changed FocusJoinsAndLeaves 2015-07-13 08:24:05.303 A0A2C35F-E01F-4795-8536-1A6CF168887E 2015-07-13 08:38:58.410 b36c4a938f44b590c62b35ac0bd21782;51904e1a9e;CE8AD74065B9A6A4FF47DE3237293135',
    'UserLeaveTime 2015-07-13 08:48:30.517 2015-08-01 00:00:00.003',
  ],
  [
    'changed Conferences 2015-07-14 22:44:04.660 BEF5687A-C189-44BE-9A61-00EF5B0FDF52',
    'PoolFQDN pool02.contoso.com pool01.contoso.com',
    'Flag 0 7',
  ],
  [
    'changed FocusJoinsAndLeaves 2015-07-14 08:27:25.587 26C8E909-4C54-499B-8342-67EA0E9BAB94 2015-07-14 08:38:59.073 79df58371189de9fdefaa77ed68a04d5;b07e016133;D5351ABC3722788DCE39786D79FF1061',
    'UserLeaveTime 2015-07-14 08:43:33.883 2015-08-01 00:00:00.003',
  ],
  [
    'missing FocusJoinsAndLeaves 2015-07-15 08:28:25.550 B12E1A17-DC0C-4679-837D-2F5278626779 2015-07-15 08:38:58.813 abe6a38e9a37ccf037ecb9523ff5a740;1145950649;6587F8E340596571A0C61A3EB613A81C',
  ],
  ['unexpected Pools Other.contoso.com'],
]

const rowsIn = (counts: Counts) => Object.values(counts).reduce((sum, rows) => sum + rows, 0)

for (const engine of testEngines('verify')) contract(engine)

function contract(engine: TestEngine): void {
  const test = suite(`verify on ${engine.name}`)
  const scratches: Scratch[] = []
  let loose: Database
  let strict: Database
  let whole: Database

  test.before(async () => {
    for (let made = 0; made < 3; made++) scratches.push(await engine.scratch())
    ;[loose, strict, whole] = (await Promise.all(scratches.map(({ url }) => connect(url)))) as [
      Database,
      Database,
      Database,
    ]
    await createLoose(loose)
    await seed(loose.knex, small)
    await createLoose(whole, [], tableSets.conference)
    await seed(whole.knex, small)
    await seed(strict.knex, small, { create: true })
  })
  test.after(async () => {
    for (const database of [loose, strict, whole]) await database?.knex.destroy()
    for (const { drop } of scratches) await drop()
  })
  /** What becomes of a database that is changed, and then is as it was. */
  const changed = async <T>(
    database: Database,
    change: (rows: Change) => Promise<unknown>,
    look: (database: Database) => Promise<T>,
  ): Promise<T> => {
    const transaction = await database.knex.transaction()
    const inside = { ...database, knex: transaction as unknown as Knex }
    try {
      await change(new Change(inside))
      return await look(inside)
    } finally {
      await transaction.rollback()
    }
  }
  const inScratch = async (work: (database: Database) => Promise<void>) => {
    const { url, drop } = await engine.scratch()
    const database = await connect(url)
    try {
      await work(database)
    } finally {
      await database.knex.destroy()
      await drop()
    }
  }
  const broken = async (database: Database) => (await violations(await foundTables(database))).violations
  const differencesIn = async ({ knex }: Database, options: VerifyOptions = {}) =>
    (await verify(knex, small, options)).comparison!

  test('a seeded database keeps all rules, and every row is as the scenario says', async () => {
    for (const { knex } of [loose, strict, whole]) {
      const { ok, violations, unchecked, comparison, rows } = await verify(knex, small)
      assert.equal([violations, unchecked, comparison?.first], [[], [], []])
      assert.ok(ok)
      assert.is(rows.FocusJoinsAndLeaves, 31)
    }
  })

  for (const [breaks, database] of [
    [BREAKS, () => loose],
    [BREAKS_OF_SERVERS, () => whole],
  ] as const)
    for (const one of breaks) finds(one, database)

  function finds({ law, change, told, first }: Break, database: () => Database): void {
    if (/two units/.test(law) && !engine.countsUnits) return
    test(`finds ${law}, and nothing else`, async () => {
      const all = await changed(database(), change, broken)
      assert.equal(
        all.map(({ rule, title, rows }) => [rule, title, rows]),
        [told],
      )
      for (const [name, value] of Object.entries(first)) assert.is(all[0]?.first[0]?.[name], value, name)
    })
  }

  test('what just fits is let be', async () => {
    for (const [table, column, value] of FITTING) {
      const all = await changed(
        loose,
        (rows) => rows.insert(table, { ...LONELY[table], [column]: value }),
        broken,
      )
      assert.equal(all, [], `${table}.${column}`)
    }
  })

  test('a changed cell, a missing row and an unexpected one are named', async () => {
    const { differences, first } = await changed(
      loose,
      async (rows) => {
        await rows.update('Conferences', { OrganizerId: 2 }, { Flag: 7, PoolId: 1 })
        await rows.remove('FocusJoinsAndLeaves', { ...REJOIN, SessionIdTime: at('2015-07-15 08:28:25.550') })
        await rows.insert('Pools', { PoolId: 9, PoolFQDN: 'Other.contoso.com' })
        await rows.update('FocusJoinsAndLeaves', REJOIN, { UserLeaveTime: at('2015-08-01 00:00:00.003') })
      },
      differencesIn,
    )
    assert.is(differences, first.length)
    assert.equal(
      first.map(({ table, kind, key, cells }) => [
        `${kind} ${table} ${Object.values(key).join(' ')}`,
        ...cells.map(({ column, expected, found }) => `${column} ${expected} ${found}`),
      ]),
      NAMED,
    )
  })

  test('times are those of UTC, whatever the time zone of the session', async () => {
    const { farAway } = engine
    if (farAway === null) return
    const { ok } = await changed(
      strict,
      ({ database }) => database.knex.raw(farAway),
      ({ knex }) => verify(knex, small),
    )
    assert.ok(ok)
  })

  test('rows of others are differences, or are let be and counted; a join too many in our conference is one always', async () => {
    await inScratch(async (database) => {
      await seed(database.knex, others, { create: true })
      // SQL Server would not tell this from ours.
      await new Change(database).update(
        'Users',
        { UserUri: 'ann.bell@contoso.com' },
        { UserUri: 'Ann.Bell@Contoso.com ' },
      )
      await seed(database.knex, small, { beside: true })
      const plain = (await verify(database.knex, small)).comparison!
      const beside = await verify(database.knex, small, { beside: true })
      assert.ok(plain.differences > 50 && plain.others === 0)
      assert.ok(beside.ok, JSON.stringify(beside.comparison))
      const own = (await verify(strict.knex)).rows
      assert.is(beside.comparison?.others, rowsIn(beside.rows) - rowsIn(own))
      const theirs = plain.first.find(({ table }) => table === 'Dialogs')!.key
      const extra = await changed(
        database,
        (rows) =>
          rows.insert('FocusJoinsAndLeaves', {
            SessionIdTime: at('2015-07-14 22:44:04.660'),
            SessionIdSeq: 1,
            DialogSessionIdTime: at(theirs.SessionIdTime as string),
            DialogSessionIdSeq: 1,
          }),
        (inside) => differencesIn(inside, { beside: true }),
      )
      assert.equal(
        extra.first.map(({ table, kind, key }) => [table, kind, key.SessionIdTime]),
        [['FocusJoinsAndLeaves', 'unexpected', '2015-07-14 22:44:04.660']],
      )
      assert.is(extra.others, beside.comparison?.others)
    })
  })

  test('what is not there is not checked, and is named', () =>
    inScratch(async (database) => {
      const without = ['Users.NextUpdateTS', 'Conferences.Flag', 'FocusJoinsAndLeaves.UserEndpointId']
      await createLoose(database, without)
      await seed(database.knex, small)
      const { ok, unchecked, comparison } = await verify(database.knex, small)
      assert.ok(ok, JSON.stringify(comparison))
      assert.equal(unchecked, without)
      await database.knex.schema.dropTable('FocusJoinsAndLeaves')
      await database.knex.schema.dropTable('Dialogs')
      const less = await verify(database.knex, small)
      assert.ok(less.ok)
      assert.equal(less.unchecked, [
        'Users.NextUpdateTS',
        'Conferences.Flag',
        'Dialogs',
        'FocusJoinsAndLeaves',
      ])
    }))

  if (engine.hasSchemas)
    test('tables are looked for in the schema that is named', () =>
      inScratch(async (database) => {
        await database.knex.raw('CREATE SCHEMA cdr')
        await seed(database.knex, small, { create: true, schema: 'cdr' })
        assert.ok((await verify(database.knex, small, { schema: 'cdr' })).ok)
        await rejects(() => verify(database.knex, small), /none of the tables/)
      }))

  test('ends where it is when it is told to, and leaves the connection as it was', async () => {
    for (const times of [0, 3, 40, 60, 150]) {
      await rejects(() => verify(strict.knex, small, { signal: abortedAfter(times) }))
      for (let waited = 0; strict.knex.client.pool.numUsed() > 0 && waited < 100; waited++) await wait(10)
      assert.is(strict.knex.client.pool.numUsed(), 0, `after ${times}`)
    }
    assert.ok((await verify(strict.knex, small)).ok)
  })

  test.run()
}
