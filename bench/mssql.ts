import type { Knex } from 'knex'
import { type BulkLoad, type Connection, TYPES } from 'tedious'
import { connected, type Database } from '../src/databases/database.ts'
import { databaseUrl } from '../src/databases/url.ts'
import { createTables } from '../src/dialects/ddl.ts'
import { mssql } from '../src/dialects/mssql.ts'
import { generate } from '../src/generate.ts'
import { scenarioFrom } from '../src/parse-scenario.ts'
import type { ScenarioFile } from '../src/scenario/file.ts'
import type { Scenario } from '../src/scenario/scenario.ts'
import type { Column } from '../src/schema/column.ts'
import { type TableName, tableOf, tableSets } from '../src/schema/tables.ts'
import { memorySink } from '../src/sinks/memory.ts'
import { scratchDatabase } from '../test/databases/mssql-server.ts'
import { load, type Turn } from './databases.ts'

// Generating and loading by `seed`, against tedious' own `BulkLoad` of rows that are there as arrays of what the driver
// takes: both into new tables with all keys and foreign keys. Ours loads day by day, theirs in one transaction.

/** Both sides in turns, at a server such as `mssql://sa@127.0.0.1/master`, each time in a database of its own. */
export async function againstBulkLoad(
  url: string,
  file: ScenarioFile,
  turns: number,
): Promise<readonly Turn[]> {
  const made = await rowsOf(scenarioFrom(file))
  const found: Turn[] = []
  for (let turn = 0; turn < turns; turn++) {
    const theirs = await inNewTables(url, ({ knex }) => bare(knex, made))
    const { url: own, drop } = await scratchDatabase(url)
    try {
      found.push({ theirs, ours: load(own, file) })
    } finally {
      await drop()
    }
  }
  return found
}

interface Made {
  readonly table: TableName
  readonly rows: readonly unknown[][]
}

async function rowsOf(scenario: Scenario): Promise<readonly Made[]> {
  const memory = memorySink(tableSets.core)
  await generate(scenario, memory, { tables: tableSets.core })
  return tableSets.core.map((table) => {
    const { columns } = tableOf(table)
    const values = (row: object) =>
      columns.map(({ name, type }) => driverValue(type, (row as Record<string, unknown>)[name]))
    return { table, rows: memory.rows[table].map(values) }
  })
}

function driverValue(type: Column['type'], value: unknown): unknown {
  if (value === null) return null
  if (type === 'datetime') return new Date(Math.round(((value as number) * 10) / 3))
  if (type === 'uniqueidentifier') return String(value)
  return type.startsWith('varbinary') ? Buffer.from(String(value), 'latin1') : value
}

/** The seconds of the work alone. */
async function inNewTables(server: string, work: (database: Database) => Promise<void>): Promise<number> {
  const { url, drop } = await scratchDatabase(server)
  try {
    return await connected(databaseUrl(url), async (database) => {
      for (const statement of createTables(mssql, tableSets.core)) await database.knex.raw(statement)
      const start = performance.now()
      await work(database)
      return (performance.now() - start) / 1000
    })
  } finally {
    await drop()
  }
}

async function bare(knex: Knex, made: readonly Made[]): Promise<void> {
  await knex.transaction(async (transaction) => {
    const connection: Connection = await transaction.client.acquireConnection()
    for (const { table, rows } of made) {
      await new Promise<void>((resolve, reject) => {
        const bulk = connection.newBulkLoad(
          table,
          { checkConstraints: true, keepNulls: true },
          (error?: Error | null) => (error ? reject(error) : resolve()),
        )
        for (const column of tableOf(table).columns) addColumn(bulk, column)
        connection.execBulkLoad(bulk, rows)
      })
    }
  })
}

function addColumn(bulk: BulkLoad, { name, type, nullable }: Column): void {
  const [base = '', length] = type.split(/[()]/)
  bulk.addColumn(name, DRIVER_TYPES[base]!, { nullable, ...(length ? { length: Number(length) } : {}) })
}

const DRIVER_TYPES: Readonly<Record<string, (typeof TYPES)[keyof typeof TYPES]>> = {
  bit: TYPES.Bit,
  tinyint: TYPES.TinyInt,
  smallint: TYPES.SmallInt,
  int: TYPES.Int,
  datetime: TYPES.DateTime,
  uniqueidentifier: TYPES.UniqueIdentifier,
  nvarchar: TYPES.NVarChar,
  varbinary: TYPES.VarBinary,
}
