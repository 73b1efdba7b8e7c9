import { mkdtempSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import { cpus, tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import Database from 'better-sqlite3'
import { getTableName } from 'drizzle-orm'
import { drizzle } from 'drizzle-orm/better-sqlite3'
import {
  blob,
  foreignKey,
  getTableConfig,
  integer,
  primaryKey,
  type SQLiteTable,
  sqliteTable,
  text,
} from 'drizzle-orm/sqlite-core'
import { seed } from 'drizzle-seed'
import { estimate } from '../src/estimate.ts'
import type { Counts, TableName } from '../src/schema/tables.ts'
import { benchScenario } from './scenario.ts'

// What drizzle-seed, a seeder for any schema, needs for as many rows in the five large tables: columns and foreign keys
// are the same, meaning is not, for its values know nothing of each other. It gets what makes it fast: one transaction,
// no waiting for the disk. By itself: `node --import tsx bench/drizzle.ts [days]`.

/** Its own package keeps its version to itself; we ask for exactly one. */
const peers: typeof import('./package.json') = createRequire(import.meta.url)('./package.json')

const moment = () => integer({ mode: 'timestamp_ms' })
const bit = () => integer({ mode: 'boolean' })

const Users = sqliteTable('Users', {
  NextUpdateTS: moment(),
  UserId: integer().primaryKey(),
  UserUri: text({ length: 450 }),
  TenantId: integer(),
  UriTypeId: integer(),
})

const ConferenceUris = sqliteTable('ConferenceUris', {
  NextUpdateTS: moment().notNull(),
  ConferenceUriId: integer().primaryKey(),
  ConferenceUri: text({ length: 450 }),
  Checksum: integer(),
  UriTypeId: integer(),
})

const Conferences = sqliteTable(
  'Conferences',
  {
    SessionIdTime: moment().notNull(),
    SessionIdSeq: integer().notNull(),
    ConferenceUriId: integer().references(() => ConferenceUris.ConferenceUriId),
    ConfInstance: text({ length: 36 }),
    ConferenceStartTime: moment(),
    ConferenceEndTime: moment(),
    PoolId: integer(),
    OrganizerId: integer().references(() => Users.UserId),
    Flag: integer(),
    Processed: bit(),
    LastModifiedTime: moment(),
  },
  (table) => [primaryKey({ columns: [table.SessionIdTime, table.SessionIdSeq] })],
)

const Dialogs = sqliteTable(
  'Dialogs',
  {
    SessionIdTime: moment().notNull(),
    SessionIdSeq: integer().notNull(),
    ExternalChecksum: integer(),
    ExternalId: blob({ mode: 'buffer' }),
  },
  (table) => [primaryKey({ columns: [table.SessionIdTime, table.SessionIdSeq] })],
)

// Without its primary key, which is made of both references: drizzle-seed draws them apart and can draw a pair twice.
const FocusJoinsAndLeaves = sqliteTable(
  'FocusJoinsAndLeaves',
  {
    SessionIdTime: moment().notNull(),
    SessionIdSeq: integer().notNull(),
    DialogSessionIdTime: moment().notNull(),
    DialogSessionIdSeq: integer().notNull(),
    UserId: integer().references(() => Users.UserId),
    FocusUserInstance: integer(),
    IsUserInternal: bit(),
    UserRole: integer(),
    UserJoinTime: moment(),
    UserLeaveTime: moment(),
    ClientVerId: integer(),
    UserEndpointId: text({ length: 36 }),
    LastModifiedTime: moment(),
  },
  (table) => [
    foreignKey({
      columns: [table.SessionIdTime, table.SessionIdSeq],
      foreignColumns: [Conferences.SessionIdTime, Conferences.SessionIdSeq],
    }),
    foreignKey({
      columns: [table.DialogSessionIdTime, table.DialogSessionIdSeq],
      foreignColumns: [Dialogs.SessionIdTime, Dialogs.SessionIdSeq],
    }),
  ],
)

const schema = { Users, ConferenceUris, Conferences, Dialogs, FocusJoinsAndLeaves }

export interface SeedFigures {
  /** In all five tables. */
  readonly rows: number
  readonly seconds: number
  readonly version: string
}

/** Seeds a new SQLite file, keys on, with as many rows as `counts` says in each of the five tables; one run. */
export async function drizzleSeed(counts: Counts): Promise<SeedFigures> {
  const folder = mkdtempSync(join(tmpdir(), 'rollcall-drizzle-'))
  const database = new Database(join(folder, 'seeded.sqlite'))
  try {
    database.pragma('synchronous = OFF')
    database.pragma('foreign_keys = ON')
    for (const table of Object.values(schema)) database.exec(createTable(table))
    const count = (table: TableName) => counts[table] ?? 0
    const start = performance.now()
    database.exec('BEGIN')
    await seed(drizzle(database), schema, { seed: 42 }).refine((column) => ({
      Users: { count: count('Users'), columns: { UserUri: column.email() } },
      ConferenceUris: { count: count('ConferenceUris'), columns: { ConferenceUri: column.email() } },
      Conferences: {
        count: count('Conferences'),
        columns: { SessionIdSeq: column.intPrimaryKey(), ConfInstance: column.uuid() },
      },
      Dialogs: { count: count('Dialogs'), columns: { SessionIdSeq: column.intPrimaryKey() } },
      FocusJoinsAndLeaves: {
        count: count('FocusJoinsAndLeaves'),
        columns: { UserEndpointId: column.uuid() },
      },
    }))
    database.exec('COMMIT')
    const seconds = (performance.now() - start) / 1000
    const inTable = database.prepare(Object.keys(schema).map(countOf).join(' UNION ALL ')).pluck().all()
    const rows = (inTable as number[]).reduce((sum, n) => sum + n, 0)
    return { rows, seconds, version: peers.dependencies['drizzle-seed'] }
  } finally {
    database.close()
    rmSync(folder, { recursive: true })
  }
}

const countOf = (table: string) => `SELECT count(*) FROM "${table}"`

/** Drizzle leaves tables to a program of its own, drizzle-kit; these need no more than this. */
function createTable(table: SQLiteTable): string {
  const { name, columns, primaryKeys, foreignKeys } = getTableConfig(table)
  const list = (of: readonly { readonly name: string }[]) => of.map((column) => `"${column.name}"`).join(', ')
  const lines = [
    ...columns.map(
      (column) =>
        `"${column.name}" ${column.getSQLType()}${column.primary ? ' PRIMARY KEY' : ''}${column.notNull ? ' NOT NULL' : ''}`,
    ),
    ...primaryKeys.map((key) => `PRIMARY KEY (${list(key.columns)})`),
    ...foreignKeys.map((key) => {
      const { columns, foreignTable, foreignColumns } = key.reference()
      return `FOREIGN KEY (${list(columns)}) REFERENCES "${getTableName(foreignTable)}" (${list(foreignColumns)})`
    }),
  ]
  return `CREATE TABLE "${name}" (${lines.join(', ')})`
}

if (resolve(process.argv[1] ?? '') === fileURLToPath(import.meta.url)) {
  const { rows: counts } = await estimate(benchScenario(Number(process.argv[2] ?? 70)), {
    now: () => performance.now(),
  })
  const { rows, seconds, version } = await drizzleSeed(counts)
  console.log(
    `${cpus()[0]?.model}, ${cpus().length} cores, Node ${process.version}, drizzle-seed ${version}: ` +
      `${rows} rows, ${counts.FocusJoinsAndLeaves} of them FocusJoinsAndLeaves, in ${seconds.toFixed(2)} s, ` +
      `${Math.round(rows / seconds).toLocaleString('en-US')} rows/s; ` +
      `greatest resident size ${Math.round(process.resourceUsage().maxRSS / 1024)} MB`,
  )
}
