import { existsSync, mkdtempSync, rmSync, statSync } from 'node:fs'
import { cpus, tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type DuckDBConnection, DuckDBInstance, version } from '@duckdb/node-api'
import type { ColumnType } from '../src/schema/column.ts'
import {
  setWith,
  type TableName,
  type TableSet,
  tableNames,
  tableOf,
  tableSets,
} from '../src/schema/tables.ts'

// What a columnar engine in C++ needs on one core to write the rows that it holds in memory as CSV: a yardstick for
// our writer, which has no rows yet when it begins. By itself: `node --import tsx bench/duckdb.ts <folder of CSV>`.

const RUNS = 3

export interface CopyFigures {
  readonly rows: number
  /** Of the CSV files that DuckDB writes. */
  readonly bytes: number
  /** The median of some runs after a first one that only warms up. */
  readonly seconds: number
  readonly version: string
}

/** Loads the tables that `rollcall generate --format csv` wrote into `folder`, and times `COPY … TO` of them all. */
export async function duckdbCopy(folder: string, set: TableSet): Promise<CopyFigures> {
  const out = mkdtempSync(join(tmpdir(), 'rollcall-duckdb-'))
  const instance = await DuckDBInstance.create(':memory:', { threads: '1' })
  const connection = await instance.connect()
  try {
    let rows = 0
    for (const table of tableSets[set]) rows += await load(connection, table, join(folder, `${table}.csv`))
    const files = tableSets[set].map((table) => ({ table, file: join(out, `${table}.csv`) }))
    const times: number[] = []
    for (let run = 0; run <= RUNS; run++) {
      const start = performance.now()
      for (const { table, file } of files)
        await connection.run(`COPY "${table}" TO ${quoted(file)} (FORMAT csv, HEADER)`)
      if (run > 0) times.push((performance.now() - start) / 1000)
    }
    return {
      rows,
      bytes: files.reduce((sum, { file }) => sum + statSync(file).size, 0),
      seconds: times.sort((a, b) => a - b)[Math.floor(RUNS / 2)] as number,
      version: version(),
    }
  } finally {
    connection.closeSync()
    instance.closeSync()
    rmSync(out, { recursive: true })
  }
}

/** How many rows the table then has. */
async function load(connection: DuckDBConnection, table: TableName, file: string): Promise<number> {
  const columns = tableOf(table).columns.map(({ name, type }) => `"${name}" ${typeOf(type)}`)
  await connection.run(`CREATE TABLE "${table}" (${columns.join(', ')})`)
  await connection.run(
    `COPY "${table}" FROM ${quoted(file)} (FORMAT csv, HEADER, NULLSTR '', ALLOW_QUOTED_NULLS false)`,
  )
  const counted = await connection.runAndReadAll(`SELECT count(*) FROM "${table}"`)
  return Number(counted.getRows()[0]?.[0])
}

function typeOf(type: ColumnType): string {
  switch (type) {
    case 'bit':
      return 'BOOLEAN'
    case 'tinyint':
      return 'UTINYINT' // SQL Server's has no sign
    case 'smallint':
      return 'SMALLINT'
    case 'int':
      return 'INTEGER'
    case 'datetime':
      return 'TIMESTAMP'
    case 'uniqueidentifier':
      return 'UUID'
    default:
      return 'VARCHAR' // the bytes of a dialog id, too: a CSV file holds the text that they spell
  }
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", "''")}'`
}

if (resolve(process.argv[1] ?? '') === fileURLToPath(import.meta.url)) {
  const [folder] = process.argv.slice(2)
  if (folder === undefined) throw new Error('name a folder that `rollcall generate --format csv` made')
  const found = tableNames.filter((table) => existsSync(join(folder, `${table}.csv`)))
  const { rows, bytes, seconds, version } = await duckdbCopy(folder, setWith(found))
  console.log(
    `${cpus()[0]?.model}, ${cpus().length} cores, Node ${process.version}, DuckDB ${version}, one thread: ` +
      `${rows} rows, ${(bytes / 1e6).toFixed(1)} MB in ${seconds.toFixed(3)} s, ` +
      `${Math.round(rows / seconds).toLocaleString('en-US')} rows/s, ${(bytes / 1e6 / seconds).toFixed(1)} MB/s; ` +
      `greatest resident size ${Math.round(process.resourceUsage().maxRSS / 1024)} MB`,
  )
}
