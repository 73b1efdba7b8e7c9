import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { connect, connected } from '../../src/databases/database.ts'
import type { Target, TargetColumn } from '../../src/databases/found.ts'
import { databaseUrl } from '../../src/databases/url.ts'
import type { ColumnType } from '../../src/schema/column.ts'
import { DialogId } from '../../src/schema/dialog-id.ts'
import { Guid } from '../../src/schema/guid.ts'
import type { Batch } from '../../src/schema/tables.ts'
import { mssqlSink } from '../../src/sinks/mssql.ts'
import { ticksFromText } from '../../src/time/ticks.ts'
import { rejects } from '../rejects.ts'
import { type Interruption, type Refusals, SQL_LATIN1, TDS, type TdsMessage, tdsServer } from './tds.ts'

const test = suite('SQL Server on the wire')

interface Loaded {
  /** The statement that begins the load. */
  readonly statement: string
  /** What follows the descriptions of the columns, and the descriptions. */
  readonly body: Buffer
}

/** Loads rows into a server that keeps what it is sent. */
async function loaded(target: Target, rows: readonly object[]): Promise<Loaded> {
  const server = await tdsServer()
  try {
    await connected(databaseUrl(urlOf(server.port)), async ({ engine, knex }) => {
      await knex.transaction(async (transaction) => {
        const sink = await mssqlSink(engine, transaction, [target])
        await sink.write({ table: target.table, rows } as unknown as Batch)
        await sink.close()
      })
    })
    const statements = server.messages.filter(({ type }) => type === TDS.batch).map(batchText)
    const bodies = server.messages.filter(({ type }) => type === TDS.bulkLoad)
    assert.is(bodies.length, 1)
    return { statement: statements.find((text) => text.startsWith('insert bulk'))!, body: bodies[0]!.body }
  } finally {
    await server.close()
  }
}

function urlOf(port: number): string {
  return `mssql://ann:secret%2Fword@127.0.0.1:${port}/LcsCDR?encrypt=false`
}

/** The text of a batch, after its headers. */
function batchText({ body }: TdsMessage): string {
  return body.toString('utf16le', body.readUInt32LE(0))
}
function column(type: ColumnType, as: string, length: number | null, fillsItself = false): TargetColumn {
  const found = {
    table: 'Users',
    name: 'UserId',
    type: as,
    length,
    nullable: true,
    fillsItself,
    isIdentity: false,
  }
  return { name: 'UserId', type, nullable: true, found }
}

function target(...columns: readonly TargetColumn[]): Target {
  return { table: 'Users', name: 'Users', columns, hasIdentity: false }
}

const text = (value: string) => Buffer.from(value, 'utf16le').toString('hex')
const collation = SQL_LATIN1.toString('hex')
const dialogId = new DialogId(Int32Array.of(1, 2, 3, 4, 5, 6, 7, 8, 9, 10))
const dialogHex = Buffer.from(dialogId.toString(), 'latin1').toString('hex')

/** Each type of a column: what the statement calls it, its description, and values with their bytes; null comes last. */
const CELLS: readonly {
  readonly column: TargetColumn
  readonly named: string
  readonly described: string
  readonly values: readonly (readonly [value: unknown, bytes: string])[]
  readonly empty: string
}[] = [
  {
    column: column('bit', 'bit', null),
    named: 'bit',
    described: '6801',
    values: [
      [false, '0100'],
      [true, '0101'],
    ],
    empty: '00',
  },
  {
    column: column('tinyint', 'tinyint', null),
    named: 'tinyint',
    described: '2601',
    values: [
      [0, '0100'],
      [255, '01ff'],
    ],
    empty: '00',
  },
  {
    column: column('smallint', 'smallint', null),
    named: 'smallint',
    described: '2602',
    values: [
      [-(2 ** 15), '020080'],
      [2 ** 15 - 1, '02ff7f'],
    ],
    empty: '00',
  },
  {
    column: column('int', 'int', null),
    named: 'int',
    described: '2604',
    values: [
      [-(2 ** 31), '0400000080'],
      [2 ** 31 - 1, '04ffffff7f'],
    ],
    empty: '00',
  },
  {
    column: column('int', 'bigint', null),
    named: 'bigint',
    described: '2608',
    values: [
      [-2, '08feffffffffffffff'],
      [258, '080201000000000000'],
    ],
    empty: '00',
  },
  {
    // Days since 1900-01-01, and ticks of 1/300 s since midnight.
    column: column('datetime', 'datetime', null),
    named: 'datetime',
    described: '6f08',
    values: [
      [ticksFromText('1900-01-01 00:00:00'), '080000000000000000'],
      [ticksFromText('1899-12-31 23:59:59.997'), '08ffffffffff818b01'],
      [ticksFromText('2015-07-15 12:00:00.003'), '08d6a4000001c1c500'],
      [ticksFromText('2015-07-15 12:00:00.007'), '08d6a4000002c1c500'],
      [ticksFromText('2015-07-15 12:00:00.010'), '08d6a4000003c1c500'],
    ],
    empty: '00',
  },
  {
    // Steps of 100 ns since midnight, and days since 0001-01-01.
    column: column('datetime', 'datetime2', null),
    named: 'datetime2(7)',
    described: '2a07',
    values: [
      [ticksFromText('2015-07-15 00:00:00.007'), '087011010000313a0b'],
      [ticksFromText('2015-07-15 23:59:59.997'), '08d04a692ac9313a0b'],
    ],
    empty: '00',
  },
  {
    column: column('uniqueidentifier', 'uniqueidentifier', null),
    named: 'uniqueidentifier',
    described: '2410',
    values: [
      [Guid.parse('0F8FAD5B-D9CB-469F-A165-70867728950E'), '105bad8f0fcbd99f46a16570867728950e'],
      [Guid.parse('FFFFFFFF-FEFD-FCFB-FAF9-F8F7F6F5F4F3'), '10fffffffffdfefbfcfaf9f8f7f6f5f4f3'],
    ],
    empty: '00',
  },
  {
    column: column('nvarchar(450)', 'nvarchar', 450),
    named: 'nvarchar(450)',
    described: `e78403${collation}`,
    values: [
      ['', '0000'],
      ['Ann', `0600${text('Ann')}`],
      ['é東👍', '0800e90071673dd84ddc'],
      ['x'.repeat(450), `8403${text('x').repeat(450)}`],
    ],
    empty: 'ffff',
  },
  {
    column: column('nvarchar(450)', 'nvarchar', null),
    named: 'nvarchar(max)',
    described: `e7ffff${collation}`,
    values: [
      ['', 'feffffffffffffff00000000'],
      ['Ann', `feffffffffffffff06000000${text('Ann')}00000000`],
    ],
    empty: 'ffffffffffffffff',
  },
  {
    column: column('varbinary(775)', 'varbinary', 775),
    named: 'varbinary(775)',
    described: 'a50703',
    values: [[dialogId, `4c00${dialogHex}`]],
    empty: 'ffff',
  },
  {
    column: column('varbinary(775)', 'varbinary', null),
    named: 'varbinary(max)',
    described: 'a5ffff',
    values: [[dialogId, `feffffffffffffff4c000000${dialogHex}00000000`]],
    empty: 'ffffffffffffffff',
  },
]

for (const { column: one, named, described, values, empty } of CELLS) {
  test(`${named} carries ${one.type} to the bit, and null`, async () => {
    const rows = [...values.map(([value]) => value), null].map((UserId) => ({ UserId }))
    const { statement, body } = await loaded(target(one), rows)
    assert.is(statement, `insert bulk [Users]([UserId] ${named}) WITH (CHECK_CONSTRAINTS)`)
    const name = `06${text('UserId')}`
    const cells = [...values.map(([, bytes]) => bytes), empty].map((bytes) => `d1${bytes}`).join('')
    const done = 'fd000000000000000000000000'
    assert.is(body.toString('hex'), `810100${'00000000'}0500${described}${name}${cells}${done}`)
  })
}

test('null stays null where a column has a default of its own', async () => {
  const { statement } = await loaded(target(column('int', 'int', null, true)), [{ UserId: null }])
  assert.match(statement, / WITH \(CHECK_CONSTRAINTS,KEEP_NULLS\)$/)
})

test('many rows with several columns are one load, in order, with each cell in its place', async () => {
  const id = { ...column('int', 'int', null), name: 'UserId' }
  const uri = { ...column('nvarchar(450)', 'nvarchar', 450), name: 'UserUri' }
  const rows = Array.from({ length: 20_000 }, (_, at) => ({
    UserId: at,
    UserUri: at % 3 === 0 ? null : `user${at}`,
  }))
  const { statement, body } = await loaded({ ...target(id, uri), name: 'cdr.Users' }, rows)
  assert.match(statement, /^insert bulk \[cdr\]\.\[Users\]\(\[UserId\] int, \[UserUri\] nvarchar\(450\)\)/)
  const cells = rows.map(({ UserId, UserUri }) => {
    const head = Buffer.from([0xd1, 4, 0, 0, 0, 0])
    head.writeInt32LE(UserId, 2)
    const length = Buffer.from([0xff, 0xff])
    if (UserUri !== null) length.writeUInt16LE(UserUri.length * 2)
    return Buffer.concat([head, length, Buffer.from(UserUri ?? '', 'utf16le')])
  })
  const all = Buffer.concat(cells)
  assert.is(Buffer.compare(body.subarray(-13 - all.length, -13), all), 0)
})

test('a load that the server refuses fails with its error, and the transaction goes back', async () => {
  const refusals = { [TDS.bulkLoad]: [{ number: 2627, message: 'Violation of PRIMARY KEY constraint.' }] }
  const server = await tdsServer(refusals)
  try {
    await connected(databaseUrl(urlOf(server.port)), async ({ engine, knex }) => {
      const load = knex.transaction(async (transaction) => {
        const sink = await mssqlSink(engine, transaction, [target(column('int', 'int', null))])
        await sink.write({ table: 'Users', rows: [{ UserId: 1 }] } as unknown as Batch)
        await sink.close()
      })
      const error = await rejects(() => load)
      assert.is(
        engine.reason(error),
        'a row with this key is there already (Violation of PRIMARY KEY constraint.)',
      )
      assert.is(server.messages.filter(({ type }) => type === TDS.transaction).length, 2)
    })
  } finally {
    await server.close()
  }
})

/** Loads more than the wire holds, and writes on as long as it may. */
async function interrupted(interruption: Interruption): Promise<{ reason: string | null; isKept: boolean }> {
  const refusals = { [TDS.bulkLoad]: [{ number: 1222, message: 'Lock request time out period exceeded.' }] }
  const server = await tdsServer(refusals, interruption)
  try {
    return await connected(databaseUrl(urlOf(server.port)), async ({ engine, knex }) => {
      const transaction = await knex.transaction()
      const connection = await transaction.client.acquireConnection()
      const sink = await mssqlSink(engine, transaction, [target(column('int', 'int', null))])
      const rows = Array.from({ length: 10_000 }, (_, UserId) => ({ UserId }))
      const writing = async () => {
        for (;;) await sink.write({ table: 'Users', rows } as unknown as Batch)
      }
      const reason = engine.reason(await rejects(writing))
      await sink.abort()
      await transaction.rollback().catch(() => undefined) // a connection that is gone has none
      const next = await knex.client.acquireConnection()
      await knex.client.releaseConnection(next)
      return { reason, isKept: next === connection }
    })
  } finally {
    await server.close()
  }
}

const LOCKED = 'a lock was not had in time (Lock request time out period exceeded.)'

test('a load that is refused on its way ends there; the transaction goes back and the connection is good', async () => {
  assert.equal(await interrupted('refuses'), { reason: LOCKED, isKept: true })
})

test('a load whose connection breaks says so, and the next one has a new connection', async () => {
  assert.equal(await interrupted('breaks'), { reason: 'the connection broke', isKept: false })
  assert.equal(await interrupted('refuses and breaks'), { reason: LOCKED, isKept: false })
})

/** What the user is told when the server refuses to let in. */
async function refusal(refusals: Refusals): Promise<string> {
  const server = await tdsServer(refusals)
  try {
    const { message } = await rejects(() => connect(databaseUrl(urlOf(server.port))))
    return message.replace(`${server.port}`, 'PORT')
  } finally {
    await server.close()
  }
}

const SHOWN = 'mssql://ann@127.0.0.1:PORT/LcsCDR?encrypt=false'
const LOGIN_FAILED = { number: 18456, message: "Login failed for user 'ann'." }
const NO_DATABASE = {
  number: 4060,
  message: 'Cannot open database "LcsCDR" requested by the login. The login failed.',
}

test('a refused login is one sentence, without the password', async () => {
  assert.is(
    await refusal({ [TDS.login]: [LOGIN_FAILED] }),
    `cannot open ${SHOWN}: the user or the password is wrong, or this user has no such database (Login failed for user 'ann'.)`,
  )
})

test('a missing database is one sentence', async () => {
  assert.is(
    await refusal({ [TDS.login]: [NO_DATABASE] }),
    `cannot open ${SHOWN}: there is no such database, or this user may not use it (${NO_DATABASE.message})`,
  )
})

test.run()
