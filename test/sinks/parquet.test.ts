import { createHash } from 'node:crypto'
import { mkdtempSync, readdirSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { DuckDBBlobValue, DuckDBInstance, DuckDBTimestampTZValue, type DuckDBValue } from '@duckdb/node-api'
import { parquetMetadataAsync } from 'hyparquet'
import { asyncBufferFromFile } from 'hyparquet/src/node.js'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { generate } from '../../src/generate.ts'
import { generateFiles } from '../../src/generate-files.ts'
import type { ColumnType } from '../../src/schema/column.ts'
import { type Batch, type TableName, tableOf, tableSets } from '../../src/schema/tables.ts'
import { memorySink } from '../../src/sinks/memory.ts'
import { parquetSink } from '../../src/sinks/parquet.ts'
import { verifyFolder } from '../../src/verify/verify.ts'
import { inFolder } from '../in-folder.ts'
import { rejects } from '../rejects.ts'
import { small } from '../small-scenario.ts'
import { decoded, type PlainRow, plain } from './contents.ts'
import { openFilesIn, sinkContract, user } from './sink-contract.ts'

const duckdb = await (await DuckDBInstance.create(':memory:')).connect()

/** What DuckDB answers about a file, which the question calls `$file`. */
async function ask(question: string, file: string): Promise<Record<string, DuckDBValue>[]> {
  const found = await duckdb.runAndReadAll(question.replace('$file', `'${file.replaceAll("'", "''")}'`))
  return found.getRowObjects()
}

/**
 * The rows of a table as DuckDB reads them, in the order of the file. Texts are asked for as bytes, because its client
 * takes a mark such as U+FEFF off the beginning of a text.
 */
async function read(folder: string, table: TableName): Promise<PlainRow[]> {
  const values = tableOf(table).columns.map(({ name, type }) =>
    type.startsWith('nvarchar') ? `encode("${name}") AS "${name}"` : `"${name}"`,
  )
  const file = join(folder, `${table}.parquet`)
  const rows = await ask(`SELECT ${values.join(', ')} FROM read_parquet($file)`, file)
  return rows.map((row) => {
    const cells = tableOf(table).columns.map(({ name, type }) => [name, cell(row[name]!, type)])
    return decoded(table, Object.fromEntries(cells))
  })
}

function cell(value: DuckDBValue, type: ColumnType): unknown {
  if (value instanceof DuckDBTimestampTZValue) return new Date(Number(value.micros) / 1000).toISOString()
  if (!(value instanceof DuckDBBlobValue)) return value
  const bytes = Buffer.from(value.bytes)
  return type.startsWith('nvarchar') ? bytes.toString('utf8') : bytes
}

sinkContract(
  'parquet sink',
  async (folder) => ({
    sink: await parquetSink(folder, tableSets.core),
    read: (table) => read(folder, table),
    held: () => openFilesIn(folder),
  }),
  { keepsOrder: true, keepsNul: true },
)

const test = suite('parquet files')

const tenants: Batch = { table: 'Tenants', rows: [{ TenantId: 1, TenantKey: 'Ünïted' }] }

test('a scenario comes back from DuckDB row for row, as the memory sink has it', () =>
  inFolder(async (home) => {
    const memory = memorySink(tableSets.core)
    await generate(small, memory)
    await generateFiles(small, join(home, 'out'), { format: 'parquet' })
    for (const table of tableSets.core)
      assert.equal(await read(join(home, 'out'), table), memory.rows[table].map(plain), table)
  }))

/** Columns as DuckDB describes them. */
const TYPES: { readonly [T in TableName]?: Readonly<Record<string, string>> } = {
  UriTypes: { UriTypeId: 'UTINYINT', UriType: 'VARCHAR' },
  Conferences: {
    SessionIdTime: 'TIMESTAMP',
    SessionIdSeq: 'INTEGER',
    ConferenceUriId: 'INTEGER',
    ConfInstance: 'UUID',
    ConferenceStartTime: 'TIMESTAMP',
    ConferenceEndTime: 'TIMESTAMP',
    PoolId: 'INTEGER',
    OrganizerId: 'INTEGER',
    Flag: 'SMALLINT',
    Processed: 'BOOLEAN',
    LastModifiedTime: 'TIMESTAMP',
  },
  Dialogs: {
    SessionIdTime: 'TIMESTAMP',
    SessionIdSeq: 'INTEGER',
    ExternalChecksum: 'INTEGER',
    ExternalId: 'BLOB',
  },
}

test('columns have the types of the database, also where a table is empty', () =>
  inFolder(async (folder) => {
    const sink = await parquetSink(folder, tableSets.core)
    await sink.close()
    for (const [table, types] of Object.entries(TYPES)) {
      const columns = await ask('DESCRIBE FROM read_parquet($file)', join(folder, `${table}.parquet`))
      assert.equal(
        Object.fromEntries(columns.map(({ column_name, column_type }) => [column_name, column_type])),
        types,
        table,
      )
    }
  }))

test('times are in milliseconds and have no zone, as in the database; keys are required, other columns are not', () =>
  inFolder(async (folder) => {
    await (await parquetSink(folder, ['Conferences'])).close()
    const schema = await ask(
      'SELECT name, logical_type, repetition_type FROM parquet_schema($file) WHERE type IS NOT NULL',
      join(folder, 'Conferences.parquet'),
    )
    const about = (column: string) => schema.find(({ name }) => name === column)
    assert.match(
      about('SessionIdTime')?.logical_type as string,
      /TimestampType\(isAdjustedToUTC=0, unit=.*MILLIS=(?!<null>)/,
    )
    assert.equal(
      schema.filter(({ repetition_type }) => repetition_type === 'REQUIRED').map(({ name }) => name),
      ['SessionIdTime', 'SessionIdSeq'],
    )
  }))

test('many rows go into groups of a bounded size, and come back in order', () =>
  inFolder(async (folder) => {
    const sink = await parquetSink(folder, ['Users'])
    for (let first = 1; first <= 230_000; first += 10_000) {
      const rows = Array.from({ length: 10_000 }, (_, at) =>
        user(first + at, `user${first + at}@contoso.com`),
      )
      await sink.write({ table: 'Users', rows })
    }
    await sink.close()
    const file = join(folder, 'Users.parquet')
    const { row_groups } = await parquetMetadataAsync(await asyncBufferFromFile(file))
    assert.equal(
      row_groups.map(({ num_rows }) => Number(num_rows)),
      [100_000, 100_000, 30_000],
    )
    const [found] = await ask(
      `SELECT count(*) AS rows, bool_and(UserId = number + 1 AND UserUri = 'user' || UserId || '@contoso.com') AS same
       FROM (SELECT *, file_row_number AS number FROM read_parquet($file, file_row_number = true))`,
      file,
    )
    assert.equal(found, { rows: 230_000n, same: true })
  }))

test('the same rows are the same bytes, however they come in batches', () =>
  inFolder(async (home) => {
    const sums: unknown[] = []
    for (const name of ['one', 'two']) {
      await generateFiles(small, join(home, name), { format: 'parquet' })
      sums.push(readdirSync(join(home, name)).map((file) => readFileSync(join(home, name, file), 'hex')))
    }
    assert.equal(sums[0], sums[1])
    for (const [name, size] of [
      ['all', 7],
      ['few', 2],
    ] as const) {
      const folder = mkdtempSync(join(home, name))
      const sink = await parquetSink(folder, ['Users'])
      const rows = Array.from({ length: 7 }, (_, at) => user(at + 1, null))
      for (let at = 0; at < 7; at += size)
        await sink.write({ table: 'Users', rows: rows.slice(at, at + size) })
      await sink.close()
      sums.push(sink.files())
    }
    assert.equal(sums[2], sums[3])
  }))

test('files are told in the order of their tables, with their true size and hash, and only after close', () =>
  inFolder(async (folder) => {
    const sink = await parquetSink(folder, ['Tenants', 'Pools'])
    assert.equal(sink.files(), [])
    await sink.write(tenants)
    await sink.write({ table: 'Users', rows: [user(1, null)] })
    await sink.close()
    assert.equal(
      sink.files().map(({ name }) => name),
      ['Tenants.parquet', 'Pools.parquet'],
    )
    assert.equal(readdirSync(folder).sort(), ['Pools.parquet', 'Tenants.parquet'])
    for (const { name, bytes, sha256 } of sink.files()) {
      const found = readFileSync(join(folder, name))
      assert.is(bytes, found.length)
      assert.is(sha256, createHash('sha256').update(found).digest('hex'))
    }
  }))

test('after abort nothing more is written', () =>
  inFolder(async (folder) => {
    const sink = await parquetSink(folder, ['Tenants'])
    await sink.write(tenants)
    await sink.abort()
    await sink.write(tenants).catch(() => undefined)
    await rejects(() => sink.close(), /closed|EBADF/)
    assert.is(statSync(join(folder, 'Tenants.parquet')).size, 0)
  }))

test('verify reads what generate made, and finds it in order, also against its scenario', () =>
  inFolder(async (home) => {
    await generateFiles(small, join(home, 'out'), { format: 'parquet' })
    const { ok, rows, comparison } = await verifyFolder(join(home, 'out'), small)
    assert.ok(ok)
    assert.ok((rows.FocusJoinsAndLeaves ?? 0) > 0)
    assert.is(comparison?.differences, 0)
  }))

test('verify finds values that another program changed', () =>
  inFolder(async (home) => {
    const out = join(home, 'out')
    await generateFiles(small, out, { format: 'parquet' })
    const dialogs = join(out, 'Dialogs.parquet')
    await ask(`COPY (FROM read_parquet($file) LIMIT 1) TO '${join(home, 'one')}' (FORMAT parquet)`, dialogs)
    renameSync(join(home, 'one'), dialogs)
    const { ok, changedFiles, violations, rows } = await verifyFolder(out)
    assert.not.ok(ok)
    assert.equal(changedFiles, ['Dialogs.parquet'])
    assert.is(rows.Dialogs, 1)
    assert.ok(violations.length > 0)
  }))

test('verify tells in one line of a file that is no Parquet, is cut off, or breaks a type', () =>
  inFolder(async (home) => {
    const out = join(home, 'out')
    await generateFiles(small, out, { format: 'parquet' })
    const path = join(out, 'Pools.parquet')
    const whole = readFileSync(path)
    for (const bytes of [Buffer.from('PoolId'), Buffer.alloc(0), whole.subarray(4), whole.subarray(0, -9)]) {
      writeFileSync(path, bytes)
      await rejects(() => verifyFolder(out), /Pools\.parquet cannot be read: [^\n]+$/)
    }
    await ask(`COPY (SELECT 1.5 AS PoolId, 'x' AS PoolFQDN) TO $file (FORMAT parquet)`, path)
    await rejects(() => verifyFolder(out), /Pools\.parquet: row 1: PoolId: 1\.5 is not a whole number$/)
  }))

test('a file that is there already is left alone, and no other is left open', () =>
  inFolder(async (folder) => {
    writeFileSync(join(folder, 'Pools.parquet'), 'mine')
    await rejects(() => parquetSink(folder, ['Tenants', 'Pools']), /EEXIST/)
    assert.is(readFileSync(join(folder, 'Pools.parquet'), 'utf8'), 'mine')
    assert.is(openFilesIn(folder), 0)
  }))

test.run()
