import makeKnex, { type Knex } from 'knex'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { connect, type Database, databaseOf } from '../../src/databases/database.ts'
import { tablesIn, targetsIn } from '../../src/databases/found.ts'
import { mssqlEngine } from '../../src/databases/mssql.ts'
import { databaseUrl, type ServerUrl } from '../../src/databases/url.ts'
import { createTables } from '../../src/dialects/ddl.ts'
import { mssql } from '../../src/dialects/mssql.ts'
import { type TableName, tableOf, tableSets } from '../../src/schema/tables.ts'
import { rejects } from '../rejects.ts'
import { scratchDatabase } from './mssql-server.ts'
import { tdsServer } from './tds.ts'

const test = suite('SQL Server, without a server')

/** What tedious is told for a URL. */
// biome-ignore lint/suspicious/noExplicitAny: Knex leaves the settings of a connection to the driver
function settings(url: string): any {
  return mssqlEngine.config(databaseUrl(url) as ServerUrl).connection
}

test('encrypts, and checks the certificate, unless the URL says otherwise', () => {
  const { options } = settings('mssql://sa:secret@db.contoso.com/LcsCDR')
  assert.is(options.encrypt, true)
  assert.is(options.trustServerCertificate, false)
  const other = settings('mssql://sa@db/LcsCDR?encrypt=false&trustServerCertificate=true').options
  assert.is(other.encrypt, false)
  assert.is(other.trustServerCertificate, true)
  assert.is(settings('mssql://sa@db/LcsCDR?encrypt=strict').options.encrypt, 'strict')
})

test('a domain signs in as a Windows account', () => {
  const { type, domain, user } = settings('mssql://ann:secret@db/LcsCDR?domain=CONTOSO')
  assert.equal({ type, domain, user }, { type: 'ntlm', domain: 'CONTOSO', user: 'ann' })
})

test('an instance is looked up by name, unless a port is named', () => {
  assert.is(settings('mssql://sa@db\\RTC/LcsCDR').options.instanceName, 'RTC')
  assert.is(settings('mssql://sa@db:50123/LcsCDR?instanceName=RTC').options.instanceName, undefined)
  assert.is(settings('mssql://sa@db:50123/LcsCDR?instanceName=RTC').port, 50123)
  assert.is(settings('mssql://sa@db/LcsCDR').port, 1433)
})

test('no request is ended for taking long, and times are UTC', () => {
  const { options } = settings('mssql://sa@db/LcsCDR')
  assert.is(options.requestTimeout, 0)
  assert.is(options.useUTC, true)
})

const failure = (code: string, message: string, cause?: unknown) =>
  Object.assign(new Error(message, { cause }), { code })

const refused = (number: number, message: string) =>
  Object.assign(failure('EREQUEST', `insert into [Users] ([UserId]) values (@p0) - ${message}`), { number })

for (const [error, reason] of [
  [
    refused(2627, 'Violation of\nPRIMARY KEY.'),
    'a row with this key is there already (Violation of PRIMARY KEY.)',
  ],
  [
    new AggregateError([failure('EREQUEST', 'what'), refused(1205, 'You are the victim.')]),
    'the server ended this transaction because of a deadlock (You are the victim.)',
  ],
  [
    failure('ESOCKET', 'Failed to connect', failure('DEPTH_ZERO_SELF_SIGNED_CERT', 'self-signed')),
    "the server's certificate is self-signed: trustServerCertificate=true takes it all the same",
  ],
  [
    failure('ESOCKET', 'Failed to connect', failure('ERR_TLS_CERT_ALTNAME_INVALID', 'altnames')),
    "the server's certificate is for another host: name that host by serverName=",
  ],
  [
    failure('ESOCKET', 'Failed to connect to db:1433 - wrong version', failure('EPROTO', 'wrong version')),
    'wrong version: the server speaks no TLS that Node takes; encrypt=false goes without',
  ],
  [
    failure('ESOCKET', 'Connection lost - Unable to process incoming packet', new Error('what')),
    'what listens there does not answer as SQL Server does: is the port right?',
  ],
  [failure('ESOCKET', 'Failed to connect to db:1433 - what', new Error('what')), 'what'],
  [
    failure('EINSTLOOKUP', 'Failed to get response from SQL Server Browser on db'),
    'the SQL Server Browser does not tell where this instance listens: name its port instead (Failed to get response from SQL Server Browser on db)',
  ],
  [
    failure('ETIMEOUT', 'Failed to connect to db:1433 in 15000ms'),
    'the server did not answer in time (Failed to connect to db:1433 in 15000ms)',
  ],
  [
    failure('ELOGIN', 'The account is disabled.'),
    'the server does not let this user in (The account is disabled.)',
  ],
  [
    new AggregateError([
      refused(1750, 'Could not create constraint.'),
      refused(2714, 'There is already one.'),
    ]),
    'there is a table of this name already (There is already one.)',
  ],
  [
    refused(1934, 'SELECT failed because of\nSET options.'),
    'the server refused it (SELECT failed because of SET options.)',
  ],
  [new Error('what'), null],
] as const) {
  test(`says why: ${reason}`, () => assert.is(mssqlEngine.reason(error), reason))
}

test('deadlocks and locks that were not had are worth another try, keys that are taken are not', () => {
  for (const number of [1205, 1222, 3960, 51222]) {
    assert.ok(mssqlEngine.isTransient(refused(number, 'what')))
    assert.ok(mssqlEngine.isTransient(new AggregateError([new Error('what'), refused(number, 'what')])))
  }
  // What speaks SQL Server's protocol for PostgreSQL has a number for all that has none.
  assert.ok(mssqlEngine.isTransient(refused(33557097, 'canceling statement due to lock timeout')))
  assert.not.ok(mssqlEngine.isTransient(refused(33557097, 'what')))
  assert.not.ok(mssqlEngine.isTransient(refused(2627, 'what')))
})

test('reads the catalog: lengths in characters, and what gets a value by itself', async () => {
  const usual = {
    bytes: 4,
    scale: 0,
    typeName: 'int',
    isNullable: false,
    isIdentity: false,
    isComputed: false,
    usual: 0,
  }
  const rows = [
    { ...usual, tableName: 'users', columnName: 'userid', isIdentity: true },
    { ...usual, tableName: 'Users', columnName: 'UserUri', typeName: 'nvarchar', bytes: 900 },
    { ...usual, tableName: 'Users', columnName: 'Rest', typeName: 'nvarchar', bytes: -1, usual: 99 },
    { ...usual, tableName: 'Users', columnName: 'Version', typeName: 'timestamp', bytes: 8 },
    { ...usual, tableName: 'Users', columnName: 'Twice', isComputed: true, isNullable: true },
    { ...usual, tableName: 'Users', columnName: 'Must' },
    { ...usual, tableName: 'Users', columnName: 'When', typeName: 'datetime2', bytes: 6 },
  ]
  const found = await mssqlEngine.columns({ raw: async () => rows } as unknown as Knex, null)
  const column = (name: string, rest: object) => ({
    table: 'Users',
    name,
    type: 'int',
    length: null,
    nullable: false,
    fillsItself: true,
    isIdentity: false,
    isComputed: false,
    ...rest,
  })
  assert.equal(found, [
    column('UserId', { isIdentity: true }),
    column('UserUri', { type: 'nvarchar', length: 450, fillsItself: false }),
    column('Rest', { type: 'nvarchar', length: null }),
    column('Version', { type: 'timestamp', length: null }),
    column('Twice', { nullable: true, isComputed: true }),
    column('Must', { fillsItself: false }),
    column('When', { type: 'datetime2(0)', fillsItself: false }),
  ])
})

test('a Knex instance of somebody else is taken with times in UTC, and refused with others', async () => {
  const server = await tdsServer()
  const instance = (options: object) =>
    makeKnex({
      client: 'mssql',
      connection: { server: '127.0.0.1', port: server.port, user: 'ann', password: 'secret', options },
    })
  const [usual, local] = [instance({}), instance({ useUTC: false })]
  try {
    assert.is((await databaseOf(usual)).engine.client, 'mssql')
    await rejects(() => databaseOf(local), /useUTC: false/)
  } finally {
    await usual.destroy()
    await local.destroy()
    await server.close()
  }
})

test('no declared key is longer than SQL Server takes: 900 bytes of a clustered one, 1700 of others', () => {
  const BYTES: Readonly<Record<string, number>> = {
    bit: 1,
    tinyint: 1,
    smallint: 2,
    int: 4,
    datetime: 8,
    uniqueidentifier: 16,
  }
  const bytesOf = (table: TableName, key: readonly string[]) => {
    const types = key.map((name) => tableOf(table).columns.find((column) => column.name === name)!.type)
    return types.reduce((sum, type) => {
      const [base = '', length = '0'] = type.split(/[()]/)
      return sum + (BYTES[base] ?? (base === 'nvarchar' ? 2 : 1) * Number(length))
    }, 0)
  }
  for (const table of tableSets.core) {
    assert.ok(bytesOf(table, tableOf(table).primaryKey) <= 900, table)
    for (const key of tableOf(table).unique) assert.ok(bytesOf(table, key) <= 1700, `${table}: ${key}`)
  }
})

test.run()

const server = process.env.ROLLCALL_TEST_MSSQL
if (server === undefined) console.log('skipped: SQL Server, because ROLLCALL_TEST_MSSQL names no server')
else await onServer(server)

async function onServer(url: string): Promise<void> {
  const scratch = await scratchDatabase(url)
  const database = await connect(databaseUrl(scratch.url))
  const { knex, engine } = database
  const test = suite('SQL Server')

  /** The tables in a schema of their own, of which some are made by hand. */
  const inSchema = async (schema: string, statements: readonly string[]): Promise<Database> => {
    await knex.raw('CREATE SCHEMA ??', [schema])
    for (const statement of statements) await knex.raw(statement)
    return { ...database, schema }
  }

  const changed = (change: (own: URL) => void): string => {
    const own = new URL(url)
    change(own)
    return own.href
  }

  const whyNot = async (other: string): Promise<string> =>
    (await rejects(() => connect(databaseUrl(other)))).message

  test('a wrong password, a missing database and a wrong port are one sentence each', async () => {
    const wrong = await whyNot(changed((own) => (own.password = 'not-this-one')))
    assert.match(wrong, /: the user or the password is wrong/)
    assert.not.match(wrong, /not-this-one/)
    assert.match(await whyNot(changed((own) => (own.pathname = 'rollcall_nowhere'))), /no such database/)
    assert.match(await whyNot(changed((own) => (own.port = '1'))), /: nothing listens there/)
  })

  test('the documented tables can be made, and take our rows', async () => {
    for (const statement of createTables(mssql, tableSets.core)) await knex.raw(statement)
    const targets = await targetsIn(database, tableSets.core)
    assert.equal(
      targets.map(({ table }) => table),
      tableSets.core,
    )
    for (const { table, columns, hasIdentity } of targets) {
      assert.not.ok(hasIdentity, table)
      const declared = columns.map(({ name, found: { type, length } }) => `${name} ${type} ${length}`)
      const expected = tableOf(table).columns.map(({ name, type }) => {
        const [base, length] = type.split(/[()]/)
        return `${name} ${base} ${length ?? columns.find((column) => column.name === name)?.found.length}`
      })
      assert.equal(declared, expected, table)
    }
  })

  test('tells at once of all columns that are missing, do not fit or want a value', async () => {
    const own = await inSchema('unfit', [
      'CREATE TABLE unfit.Tenants (TenantId smallint NOT NULL, TenantKey varchar(256) NULL, Region int NOT NULL)',
      'CREATE TABLE unfit.Pools (PoolId int NOT NULL)',
      'CREATE TABLE unfit.UriTypes (UriTypeId tinyint NOT NULL, UriType AS (UriTypeId + 1))',
      'CREATE TABLE unfit.ConferenceUris (NextUpdateTS datetime2(0) NOT NULL, ConferenceUriId int NOT NULL, ConferenceUri nvarchar(450) NOT NULL, UriTypeId int NULL)',
    ])
    const { message } = await rejects(() =>
      targetsIn(own, ['UriTypes', 'Tenants', 'Pools', 'Roles', 'ConferenceUris']),
    )
    assert.match(message, /Tenants\.TenantId is smallint, which cannot hold all of our values: int can/)
    assert.match(
      message,
      /Tenants\.TenantKey is varchar\(256\), which cannot hold all of our values: nvarchar\(256\) can/,
    )
    assert.match(message, /Tenants\.Region is a column of others that wants a value/i)
    assert.match(message, /UriTypes\.UriType is computed by the server/)
    assert.match(
      message,
      /ConferenceUris\.NextUpdateTS is datetime2\(0\), which cannot hold all of our values/,
    )
    assert.match(message, /the column Pools\.PoolFQDN is missing/)
    assert.match(message, /the table Roles is missing/)
  })

  test('columns of others may stay, where they get a value by themselves; an alias is what it stands for', async () => {
    const own = await inSchema('fit', [
      'CREATE TYPE fit.Name FROM nvarchar(256)',
      `CREATE TABLE fit.Tenants (TenantId int IDENTITY(1,1) NOT NULL, TenantKey fit.Name NULL, Region int NOT NULL DEFAULT 7,
        Twice AS (TenantId * 2), Rest nvarchar(max) NULL)`,
    ])
    const [target] = await targetsIn(own, ['Tenants'])
    assert.is(target?.name, 'fit.Tenants')
    assert.is(target?.hasIdentity, true)
    assert.equal(
      target?.columns.map(({ name, found: { type, length } }) => [name, type, length]),
      [
        ['TenantId', 'int', null],
        ['TenantKey', 'nvarchar', 256],
      ],
    )
  })

  test('a schema is looked at by itself', async () => {
    const own = await inSchema('apart', [
      'CREATE TABLE apart.Roles (RoleId tinyint NOT NULL, Role nvarchar(256) NULL)',
    ])
    assert.equal(
      (await tablesIn(own)).map(({ name }) => name),
      ['apart.Roles'],
    )
    await rejects(() => targetsIn({ ...database, schema: 'nowhere' }, ['Roles']), /has none of the tables/)
  })

  test('of two loads one waits until the other has ended', async () => {
    const order: string[] = []
    const first = await knex.transaction()
    await engine.lock(first, ['Users'], true)
    const second = knex.transaction(async (transaction) => {
      await engine.lock(transaction, ['Users'], true)
      order.push('second has it')
    })
    await new Promise((resolve) => setTimeout(resolve, 300))
    order.push('first ends')
    await first.commit()
    await second
    assert.equal(order, ['first ends', 'second has it'])
  })

  test('statistics are made anew where the server knows them, and nothing fails where not', async () => {
    await engine.analyze(knex, tableSets.core)
    await engine.analyze(knex, ['NoSuchTable'])
  })

  test('rows of a query come one by one, also to one who is slow, and with bindings', async () => {
    const query = knex
      .select('n')
      .from(knex.raw('(SELECT a.n * 50 + b.n AS n FROM numbers AS a CROSS JOIN numbers AS b) AS t'))
      .where('n', '<', 2400)
      .orderBy('n')
    await knex.raw('CREATE TABLE numbers (n int NOT NULL)')
    await knex('numbers').insert(Array.from({ length: 50 }, (_, n) => ({ n })))
    let expected = 0
    for await (const { n } of engine.stream(knex, query)) {
      assert.is(n, expected++)
      if (expected % 500 === 0) await new Promise((resolve) => setTimeout(resolve, 5))
    }
    assert.is(expected, 2400)
    assert.is(knex.client.pool.numUsed(), 0)
  })

  test('a query that the server refuses fails, and gives its connection back', async () => {
    const read = async () => {
      for await (const row of engine.stream(knex, knex('NoSuchTable').select()))
        assert.unreachable(String(row))
    }
    await rejects(read)
    assert.is(knex.client.pool.numUsed(), 0)
  })

  test('a table that is there already is told of in words', async () => {
    const make = () => knex.raw('CREATE TABLE Users (UserId int)')
    const error = await rejects(make)
    assert.match(engine.reason(error) ?? '', /^there is a table of this name already/)
  })

  test.after(async () => {
    await knex.destroy()
    await scratch.drop()
  })

  test.run()
}
