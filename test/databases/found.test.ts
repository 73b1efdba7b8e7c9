import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { connect, type Database } from '../../src/databases/database.ts'
import { type Target, tablesIn, targetsIn } from '../../src/databases/found.ts'
import { databaseUrl } from '../../src/databases/url.ts'
import { createTables } from '../../src/dialects/ddl.ts'
import type { Dialect } from '../../src/dialects/dialect.ts'
import { type TableName, tableOf, tableSets } from '../../src/schema/tables.ts'
import { databaseSink } from '../../src/sinks/database.ts'
import { rejects } from '../rejects.ts'
import { plain } from '../sinks/contents.ts'
import { user } from '../sinks/sink-contract.ts'
import { readTable, scratch, servers } from './servers.ts'

/** What a table has instead of a documented column: another definition, or null for none; other names are columns of others. */
type Edits = { readonly [T in TableName]?: Readonly<Record<string, string | null>> }

function editedTables(dialect: Dialect, edits: Edits): string[] {
  return createTables(dialect, tableSets.core).map((statement, at) => {
    const own = new Map(Object.entries(edits[tableSets.core[at] as TableName] ?? {}))
    const [head = '', ...lines] = statement.split('\n')
    const kept = lines.flatMap((line) => {
      const name = [...own.keys()].find((column) => line.startsWith(`  ${dialect.identifier(column)} `))
      if (name === undefined) return [line]
      const definition = own.get(name)
      own.delete(name)
      return definition === null ? [] : [`  ${dialect.identifier(name)} ${definition},`]
    })
    const added = [...own].map(([name, definition]) => `  ${dialect.identifier(name)} ${definition},`)
    return [head, ...added, ...kept].join('\n')
  })
}

async function create({ engine, knex }: Database, edits: Edits = {}): Promise<void> {
  for (const statement of editedTables(engine.dialect, edits)) await knex.raw(statement)
}

interface Place {
  readonly name: string
  /** Works in a database of its own. */
  with(work: (database: Database) => Promise<void>): Promise<void>
}

const sqlite: Place = {
  name: 'SQLite',
  async with(work) {
    const database = await connect(databaseUrl('sqlite::memory:'))
    try {
      await work(database)
    } finally {
      await database.knex.destroy()
    }
  },
}

const onServers = servers('found columns').map((server): Place => {
  return {
    name: server.name,
    async with(work) {
      const own = await scratch(server)
      try {
        const database = await connect(own.url)
        try {
          await work(database)
        } finally {
          await database.knex.destroy()
        }
      } finally {
        await own.drop()
      }
    },
  }
})

const columnsOf = (targets: readonly Target[], table: TableName) =>
  targets.find((target) => target.table === table)?.columns.map(({ name }) => name)

for (const place of [sqlite, ...onServers]) {
  const test = suite(`what ${place.name} has`)

  /** What keeps rows out of the tables. */
  const problemsWith = async (edits: (dialect: Dialect) => Edits): Promise<readonly string[]> => {
    let problems: readonly string[] = []
    await place.with(async (database) => {
      await create(database, edits(database.engine.dialect))
      const error = await rejects(() => targetsIn(database, tableSets.core))
      const [head, ...lines] = error.message.split('\n  - ')
      assert.is(head, `rows cannot go into ${database.shown}:`)
      problems = lines
    })
    return problems
  }

  test('the tables as they are documented take all columns, parents first', () =>
    place.with(async (database) => {
      await create(database)
      const targets = await targetsIn(database, tableSets.core)
      assert.equal(
        targets.map(({ table, columns }) => [table, columns.map(({ name }) => name)]),
        tableSets.core.map((table) => [table, tableOf(table).columns.map(({ name }) => name)]),
      )
      assert.equal(await tablesIn(database), targets)
    }))

  test('a database without our tables is told of in one line', () =>
    place.with(async (database) => {
      await rejects(
        () => targetsIn(database, tableSets.core),
        (error) => error.message === `${database.shown} has none of the tables`,
      )
      assert.equal(await tablesIn(database), [])
    }))

  test('columns of others are left alone where they fill themselves', () =>
    place.with(async (database) => {
      await create(database, { Users: { Remark: 'char(1) NULL', Kind: 'int DEFAULT 3 NOT NULL' } })
      const targets = await targetsIn(database, ['Users'])
      assert.equal(
        columnsOf(targets, 'Users'),
        tableOf('Users').columns.map(({ name }) => name),
      )
    }))

  test('optional columns may be missing; rows go in without them', () =>
    place.with(async (database) => {
      await create(database, { Users: { NextUpdateTS: null }, Dialogs: { ExternalChecksum: null } })
      const targets = await targetsIn(database, tableSets.core)
      assert.equal(columnsOf(targets, 'Users'), ['UserId', 'UserUri', 'TenantId', 'UriTypeId'])
      await database.knex.transaction(async (transaction) => {
        const sink = await databaseSink(database, transaction, targets)
        await sink.write({ table: 'Users', rows: [user(1, 'ann@contoso.com')] })
        await sink.close()
      })
      assert.equal(await database.knex('Users').select('UserId', 'UserUri'), [
        { UserId: 1, UserUri: 'ann@contoso.com' },
      ])
    }))

  test('all that keeps rows out is told at once', async () => {
    const problems = await problemsWith((dialect) => ({
      Users: { UserUri: null, Owner: 'int NOT NULL' },
      FocusJoinsAndLeaves: {
        UserJoinTime: null,
        UserLeaveTime: `${dialect.type('datetime')} NOT NULL`,
      },
      Conferences: { Flag: 'real' },
      Dialogs: { ExternalChecksum: 'int GENERATED ALWAYS AS (1) STORED' },
    }))
    assert.equal(
      problems.map((problem) => problem.replace(/is (real|float4|double), (.*): .* can$/, 'is real, $2')),
      [
        'the column Users.UserUri is missing',
        'Users.Owner is a column of others that wants a value in each row',
        'Conferences.Flag is real, which cannot hold all of our values',
        'Dialogs.ExternalChecksum is computed by the server, which takes no value of ours',
        'the column FocusJoinsAndLeaves.UserJoinTime is missing',
        'FocusJoinsAndLeaves.UserLeaveTime cannot be empty, and some rows have no value there',
      ],
    )
  })

  test('a table that is missing is told of with the rest', () =>
    place.with(async (database) => {
      await create(database)
      await database.knex.schema.dropTable('FocusJoinsAndLeaves')
      await rejects(
        () => targetsIn(database, tableSets.core),
        /rows cannot go into .*:\n {2}- the table FocusJoinsAndLeaves is missing$/,
      )
      assert.is((await tablesIn(database)).length, tableSets.core.length - 1)
    }))

  test.run()
}

const [postgres, mysql] = ['PostgreSQL', 'MySQL'].map((name) =>
  onServers.find((place) => place.name === name),
)

/** Puts a user in, and lets the server go on with its own numbers. */
async function putUser(database: Database, id: number): Promise<void> {
  await database.knex.transaction(async (transaction) => {
    const targets = await targetsIn(database, ['Users'], transaction)
    assert.ok(targets[0]?.hasIdentity)
    const sink = await databaseSink(database, transaction, targets)
    await sink.write({ table: 'Users', rows: [user(id, `user${id}@contoso.com`)] })
    await sink.close()
    for (const target of targets) await database.engine.numbered?.(transaction, target)
  })
}

async function nextUser({ knex }: Database): Promise<number> {
  await knex('Users').insert({ UserUri: 'next@contoso.com' })
  const [found] = await knex('Users').max({ id: 'UserId' }).where({ UserUri: 'next@contoso.com' })
  return found?.id
}

if (postgres) {
  const test = suite('what PostgreSQL alone has')

  for (const identity of ['integer GENERATED ALWAYS AS IDENTITY', 'serial']) {
    test(`after our numbers those of the server go on, and never back: ${identity}`, () =>
      postgres.with(async (database) => {
        await create(database, { Users: { UserId: identity } })
        await putUser(database, 100)
        assert.is(await nextUser(database), 101)
        await putUser(database, 50)
        assert.is(await nextUser(database), 102)
      }))
  }

  test('wider types hold the same values, whatever the time zone of the session', () =>
    postgres.with(async (database) => {
      await database.knex.raw('CREATE EXTENSION citext')
      await create(database, {
        Users: {
          NextUpdateTS: 'timestamptz',
          UserId: 'bigint NOT NULL',
          UserUri: 'citext',
          UriTypeId: 'bigint',
          TenantId: 'integer',
        },
        Conferences: { Flag: 'integer', ConferenceStartTime: 'timestamptz(3)' },
      })
      const rows = [
        { NextUpdateTS: 1, UserId: 1, UserUri: 'Ann@contoso.com', TenantId: null, UriTypeId: -1 },
        { ...user(3, ''), NextUpdateTS: -5_490_979_199_999 },
        {
          NextUpdateTS: 2_408_711_039_999,
          UserId: 2 ** 31 - 1,
          UserUri: '👍\n',
          TenantId: null,
          UriTypeId: null,
        },
      ]
      await database.knex.transaction(async (transaction) => {
        await transaction.raw("SET TIME ZONE 'Pacific/Apia'")
        const sink = await databaseSink(database, transaction, await targetsIn(database, ['Users']))
        await sink.write({ table: 'Users', rows })
        await sink.close()
        assert.equal(await readTable(database, transaction, 'Users'), rows.map(plain))
        const { engine } = database
        const found = await transaction('Users').where(
          'NextUpdateTS',
          engine.binding('datetime')(1) as string,
        )
        assert.is(found.length, 1)
      })
    }))

  test('times that would be rounded are told of', () =>
    postgres.with(async (database) => {
      await create(database, { Users: { NextUpdateTS: 'timestamp(0)' } })
      await rejects(
        () => targetsIn(database, ['Users']),
        /Users\.NextUpdateTS is timestamp\(0\), which cannot hold all of our values: timestamp\(3\) can/,
      )
    }))

  test('tables of another schema are found there, and filled', () =>
    postgres.with(async (database) => {
      await database.knex.raw('CREATE SCHEMA "Call Data"')
      const [users] = createTables(database.engine.dialect, ['Users'])
      await database.knex.raw((users as string).replace('"Users"', '"Call Data"."Users"'))
      const there = { ...database, schema: 'Call Data' }
      await database.knex.transaction(async (transaction) => {
        const targets = await targetsIn(there, ['Users'], transaction)
        const sink = await databaseSink(there, transaction, targets)
        await sink.write({ table: 'Users', rows: [user(1, 'ann@contoso.com')] })
        await sink.close()
        for (const target of targets) await there.engine.numbered?.(transaction, target)
      })
      assert.is((await database.knex('Call Data.Users').select()).length, 1)
      assert.equal(await tablesIn(database), [])
      await rejects(() => targetsIn({ ...database, schema: 'cdr' }, ['Users']), /has no schema "cdr"/)
    }))

  test('a view is no table', () =>
    postgres.with(async (database) => {
      await database.knex.raw('CREATE VIEW "Users" AS SELECT 1 AS "UserId"')
      assert.equal(await tablesIn(database), [])
    }))

  test.run()
}

if (mysql) {
  const test = suite('what MySQL alone has')

  test('after our numbers those of the server go on, and never back', () =>
    mysql.with(async (database) => {
      await create(database, { Users: { UserId: 'int NOT NULL AUTO_INCREMENT' } })
      await putUser(database, 100)
      assert.is(await nextUser(database), 101)
      await putUser(database, 50)
      assert.is(await nextUser(database), 102)
    }))

  test('times and letters that would be lost are told of', () =>
    mysql.with(async (database) => {
      await create(database, {
        Users: { NextUpdateTS: 'datetime', UserUri: 'varchar(450) CHARACTER SET latin1' },
      })
      const error = await rejects(() => targetsIn(database, ['Users']))
      assert.equal(error.message.split('\n  - ').slice(1), [
        'Users.NextUpdateTS is datetime, which cannot hold all of our values: datetime(3) can',
        'Users.UserUri is varchar in latin1(450), which cannot hold all of our values: varchar(450) character set utf8mb4 can',
      ])
    }))

  test('columns are ours in whatever case they are written', () =>
    mysql.with(async (database) => {
      await create(database, { Users: { UserUri: null, useruri: 'text' } })
      const targets = await targetsIn(database, ['Users'])
      assert.ok(columnsOf(targets, 'Users')?.includes('UserUri'))
    }))

  test.run()
}
