import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { faker } from '@faker-js/faker'
import knex from 'knex'
import { createTables } from '../src/dialects/ddl.ts'
import { sqlite } from '../src/dialects/sqlite.ts'
import { type Counts, dailyTables, type TableName, tableOf, tableSets } from '../src/schema/tables.ts'

// What a script of an afternoon does: Faker makes values, Knex inserts them in batches, in one transaction and without
// waiting for the disk. Keys are counted up, so that the rows go in; beyond that they mean nothing.

/** Rows that one statement takes. */
const BATCH = 500

/** Fills the five large tables of a new SQLite file, keys on, with as many rows as `counts` says. */
export async function plainScript(
  counts: Counts,
): Promise<{ readonly rows: number; readonly seconds: number }> {
  const folder = mkdtempSync(join(tmpdir(), 'rollcall-plain-'))
  const database = knex({
    client: 'better-sqlite3',
    connection: { filename: join(folder, 'plain.sqlite') },
    useNullAsDefault: true,
  })
  try {
    await database.raw('PRAGMA synchronous = OFF')
    await database.raw('PRAGMA foreign_keys = ON')
    for (const statement of createTables(sqlite, tableSets.core)) await database.raw(statement)
    const start = performance.now()
    let rows = 0
    await database.transaction(async (transaction) => {
      for (const table of dailyTables) {
        const count = counts[table] ?? 0
        rows += count
        for (let from = 0; from < count; from += BATCH) {
          const some = Array.from({ length: Math.min(BATCH, count - from) }, (_, at) =>
            rowOf(table, from + at),
          )
          await transaction.batchInsert(table, some, BATCH)
        }
      }
    })
    return { rows, seconds: (performance.now() - start) / 1000 }
  } finally {
    await database.destroy()
    rmSync(folder, { recursive: true })
  }
}

const START = Date.UTC(2016, 2, 7)

/** A conference holds ten people. */
const GUESTS = 10

function rowOf(table: TableName, at: number): object {
  const moment = (n: number) => new Date(START + n * 1000).toISOString()
  const instant = () => faker.date.recent({ refDate: START }).toISOString()
  const row: Record<string, unknown> = {}
  for (const { name, type } of tableOf(table).columns) {
    if (type === 'datetime') row[name] = instant()
    else if (type === 'uniqueidentifier') row[name] = faker.string.uuid().toUpperCase()
    else if (type === 'bit') row[name] = faker.datatype.boolean() ? 1 : 0
    else if (type.startsWith('nvarchar')) row[name] = faker.internet.email()
    else if (type.startsWith('varbinary')) row[name] = Buffer.from(faker.string.hexadecimal({ length: 76 }))
    else row[name] = faker.number.int(100)
  }
  const none = (names: readonly string[]) => names.map((name) => [name, null] as const)
  const references = tableOf(table).references.flatMap(({ columns }) => columns)
  Object.assign(row, Object.fromEntries(none(references)))
  const conference = table === 'FocusJoinsAndLeaves' ? Math.floor(at / GUESTS) : at
  const keys: Partial<Record<TableName, object>> = {
    Users: { UserId: at + 1 },
    ConferenceUris: { ConferenceUriId: at + 1 },
    Conferences: { SessionIdTime: moment(at), SessionIdSeq: 1 },
    Dialogs: { SessionIdTime: moment(at), SessionIdSeq: 1 },
    FocusJoinsAndLeaves: {
      SessionIdTime: moment(conference),
      SessionIdSeq: 1,
      DialogSessionIdTime: moment(at),
      DialogSessionIdSeq: 1,
      FocusUserInstance: 1,
    },
  }
  return Object.assign(row, keys[table])
}
