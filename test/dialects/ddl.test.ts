import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { inTemporary } from '../../src/databases/temporary.ts'
import { createTables } from '../../src/dialects/ddl.ts'
import type { DialectName } from '../../src/dialects/dialect.ts'
import { dialects } from '../../src/dialects/dialects.ts'
import { conferenceRows } from '../../src/schema/conference-rows.ts'
import { fixedRows } from '../../src/schema/fixed-rows.ts'
import { isDeclarable, type TableName, tableOf, tableSets } from '../../src/schema/tables.ts'

const test = suite('DDL')

const typeIn = (table: string, column: string) =>
  tableOf(table as TableName).columns.find(({ name }) => name === column)?.type

// One table with keys of its own, and one that refers to two others, of which the set has only one.
const EXPECTED: Readonly<Record<DialectName, readonly string[]>> = {
  mssql: [
    `CREATE TABLE [Tenants] (
  [TenantId] int NOT NULL,
  [TenantKey] nvarchar(256) NULL,
  CONSTRAINT [PK_Tenants] PRIMARY KEY ([TenantId])
)`,
    `CREATE TABLE [Users] (
  [NextUpdateTS] datetime NULL,
  [UserId] int NOT NULL,
  [UserUri] nvarchar(450) NULL,
  [TenantId] int NULL,
  [UriTypeId] int NULL,
  CONSTRAINT [PK_Users] PRIMARY KEY ([UserId]),
  CONSTRAINT [FK_Users_TenantId] FOREIGN KEY ([TenantId]) REFERENCES [Tenants] ([TenantId])
)`,
  ],
  postgres: [
    `CREATE TABLE "Tenants" (
  "TenantId" integer NOT NULL,
  "TenantKey" varchar(256) NULL,
  CONSTRAINT "PK_Tenants" PRIMARY KEY ("TenantId")
)`,
    `CREATE TABLE "Users" (
  "NextUpdateTS" timestamp(3) NULL,
  "UserId" integer NOT NULL,
  "UserUri" varchar(450) NULL,
  "TenantId" integer NULL,
  "UriTypeId" integer NULL,
  CONSTRAINT "PK_Users" PRIMARY KEY ("UserId"),
  CONSTRAINT "FK_Users_TenantId" FOREIGN KEY ("TenantId") REFERENCES "Tenants" ("TenantId")
)`,
  ],
  mysql: [
    `CREATE TABLE \`Tenants\` (
  \`TenantId\` int NOT NULL,
  \`TenantKey\` varchar(256) character set utf8mb4 NULL,
  CONSTRAINT \`PK_Tenants\` PRIMARY KEY (\`TenantId\`)
)`,
    `CREATE TABLE \`Users\` (
  \`NextUpdateTS\` datetime(3) NULL,
  \`UserId\` int NOT NULL,
  \`UserUri\` varchar(450) character set utf8mb4 NULL,
  \`TenantId\` int NULL,
  \`UriTypeId\` int NULL,
  CONSTRAINT \`PK_Users\` PRIMARY KEY (\`UserId\`),
  CONSTRAINT \`FK_Users_TenantId\` FOREIGN KEY (\`TenantId\`) REFERENCES \`Tenants\` (\`TenantId\`)
)`,
  ],
  sqlite: [
    `CREATE TABLE "Tenants" (
  "TenantId" INTEGER NOT NULL,
  "TenantKey" TEXT NULL,
  CONSTRAINT "PK_Tenants" PRIMARY KEY ("TenantId")
)`,
    `CREATE TABLE "Users" (
  "NextUpdateTS" TEXT NULL,
  "UserId" INTEGER NOT NULL,
  "UserUri" TEXT NULL,
  "TenantId" INTEGER NULL,
  "UriTypeId" INTEGER NULL,
  CONSTRAINT "PK_Users" PRIMARY KEY ("UserId"),
  CONSTRAINT "FK_Users_TenantId" FOREIGN KEY ("TenantId") REFERENCES "Tenants" ("TenantId")
)`,
  ],
}

for (const [name, expected] of Object.entries(EXPECTED)) {
  test(`${name}: two tables are created by these statements`, () => {
    assert.equal(createTables(dialects[name as DialectName], ['Tenants', 'Users']), expected)
  })
}

test('a set of tables holds the parents of each of its tables', () => {
  for (const set of Object.values(tableSets)) {
    for (const table of set)
      for (const { table: parent } of tableOf(table).references)
        assert.ok(set.includes(parent as TableName), `${parent} for ${table}`)
  }
})

test('a row is known again by columns that are there, and so is a fixed one by its own', () => {
  for (const table of tableSets.conference) {
    const { identity, primaryKey } = tableOf(table)
    if (identity.kind === 'child') continue
    for (const name of identity.natural) assert.ok(typeIn(table, name), `${table}.${name}`)
    if (identity.kind === 'timed') assert.equal([identity.time, identity.sequence], [...primaryKey], table)
  }
  for (const [table, rows] of Object.entries({ ...fixedRows, ...conferenceRows })) {
    const { identity, columns } = tableOf(table as TableName)
    assert.is(identity.kind, 'named', table)
    const natural = identity.kind === 'named' ? identity.natural : []
    const names = rows.map((row) => natural.map((name) => (row as Record<string, unknown>)[name]).join())
    assert.is(new Set(names).size, rows.length, table)
    for (const row of rows)
      assert.equal(
        Object.keys(row),
        columns.map(({ name }) => name),
        table,
      )
  }
})

test('every reference names columns that are there', () => {
  for (const table of tableSets.conference) {
    for (const { columns, table: parent, to } of tableOf(table).references) {
      assert.is(columns.length, to.length, `${table} to ${parent}`)
      for (const name of columns) assert.ok(typeIn(table, name), `${table}.${name}`)
      for (const name of to) assert.ok(typeIn(parent, name), `${parent}.${name}`)
    }
  }
})

test('a declared foreign key has equal types and a unique target, as SQL Server demands', () => {
  for (const table of tableSets.conference) {
    for (const reference of tableOf(table).references.filter((one) => isDeclarable(tableOf(table), one))) {
      const { columns, table: parent, to } = reference
      const { primaryKey, unique } = tableOf(parent as TableName)
      assert.equal(
        columns.map((name) => typeIn(table, name)),
        to.map((name) => typeIn(parent, name)),
      )
      assert.ok(
        [primaryKey, ...unique].some((key) => key.join() === to.join()),
        `${table} to ${parent}`,
      )
    }
  }
})

test('parents stand before their children', () => {
  for (const [at, table] of tableSets.conference.entries()) {
    for (const { table: parent } of tableOf(table).references) {
      assert.ok(tableSets.conference.indexOf(parent as TableName) < at, `${parent} before ${table}`)
    }
  }
})

test('no two constraints have the same name, for an engine keeps them in one place', () => {
  const statements = createTables(dialects.mssql, tableSets.conference).join('\n')
  const names = [...statements.matchAll(/CONSTRAINT (\S+)/g)].map(([, name]) => name)
  assert.is(new Set(names).size, names.length)
})

test('a table whose parent is not asked for has no foreign key to it', () => {
  const [users = ''] = createTables(dialects.mssql, ['Users'])
  assert.not.match(users, /FOREIGN KEY/)
})

test('the statements for SQLite make tables with all columns and keys of the schema', () =>
  inTemporary(async (knex) => {
    for (const statement of createTables(dialects.sqlite, tableSets.conference)) await knex.raw(statement)
    for (const table of tableSets.conference) {
      const found: { name: string; notnull: number; pk: number }[] = await knex.raw(
        `PRAGMA table_info("${table}")`,
      )
      const { columns, primaryKey } = tableOf(table)
      assert.equal(
        found.map(({ name, notnull }) => [name, notnull === 0]),
        columns.map(({ name, nullable }) => [name, nullable]),
      )
      const key = found.filter(({ pk }) => pk > 0).sort((a, b) => a.pk - b.pk)
      assert.equal(
        key.map(({ name }) => name),
        [...primaryKey],
      )
    }
  }))

test.run()
