import type { Knex } from 'knex'
import { sqlite } from '../dialects/sqlite.ts'
import { Bytes } from '../encoding/bytes.ts'
import type { Column, ColumnType } from '../schema/column.ts'
import type { DialogId } from '../schema/dialog-id.ts'
import type { Guid } from '../schema/guid.ts'
import { type TableName, tableOf } from '../schema/tables.ts'
import type { Sink } from './sink.ts'

/** Rows that go into a table by one statement. */
const MOST = 1000
/** Numbers from 0, in the connection's own temporary schema: one row of a block for each. */
const NUMBERS = 'temp.rollcall_numbers'

/**
 * Inserts into tables that exist, through a Knex instance or transaction of the caller, who also ends it.
 *
 * A statement takes up to a thousand rows as one block of bytes in which each value has its place, and cuts them out by
 * itself: to bind each value by itself costs more than to insert it. Nothing is committed here.
 */
export async function sqliteSink(knex: Knex | Knex.Transaction, tables: readonly TableName[]): Promise<Sink> {
  const connection: SqliteConnection = await knex.client.acquireConnection()
  const release = () => {
    connection.exec(`DROP TABLE IF EXISTS ${NUMBERS}`)
    return knex.client.releaseConnection(connection)
  }
  const inserts = new Map<TableName, (rows: readonly object[]) => void>()
  try {
    connection.exec(`CREATE TEMP TABLE IF NOT EXISTS rollcall_numbers (n INTEGER PRIMARY KEY);
      INSERT OR IGNORE INTO ${NUMBERS} WITH RECURSIVE numbers(n) AS
        (SELECT 0 UNION ALL SELECT n + 1 FROM numbers WHERE n < ${MOST - 1}) SELECT n FROM numbers`)
    for (const table of tables) inserts.set(table, insertInto(connection, table))
  } catch (cause) {
    await release()
    throw cause
  }
  return {
    async write({ table, rows }) {
      const insert = inserts.get(table)
      if (!insert) return
      for (let at = 0; at < rows.length; at += MOST) insert(rows.slice(at, at + MOST))
    },
    close: release,
    abort: release,
  }
}

/** What we use of a better-sqlite3 connection. */
interface SqliteConnection {
  exec(sql: string): unknown
  prepare(sql: string): Statement
}

interface Statement {
  run(values: { readonly block: Uint8Array; readonly texts: Uint8Array; readonly rows: number }): unknown
}

/** A column in a block: where in a row it lies, how it gets there and how SQL takes it out. */
interface Field {
  readonly name: string
  readonly at: number
  readonly width: number
  put(block: Bytes, texts: Bytes, value: unknown): void
  read(bytes: string): string
}

function insertInto(connection: SqliteConnection, table: TableName): (rows: readonly object[]) => void {
  const fields: Field[] = []
  let width = 0
  for (const { name, type } of tableOf(table).columns as readonly Column[]) {
    const layout = layoutOf(type)
    fields.push({ name, at: width, ...layout })
    width += layout.width
  }
  // A statement for each set of columns that have empty cells: to look for them costs something, and most have none.
  const statements = new Map<string, Statement>()
  const statementFor = (empty: readonly boolean[]): Statement => {
    const key = empty.join()
    const known = statements.get(key)
    if (known) return known
    const statement = connection.prepare(insertSql(table, fields, width, empty))
    statements.set(key, statement)
    return statement
  }
  statementFor(fields.map(() => false)) // a missing table or column is told of at once
  const [block, texts] = [new Bytes(), new Bytes()]
  return (rows) => {
    block.clear()
    texts.clear()
    texts.byte(SPACE) // the driver takes a block without bytes for null
    const empty = fields.map(() => false)
    for (const row of rows) {
      for (let column = 0; column < fields.length; column++) {
        const field = fields[column]!
        const value = (row as Readonly<Record<string, unknown>>)[field.name]
        const end = block.length + field.width
        if (value === null) empty[column] = true
        else field.put(block, texts, value)
        block.pad(end)
      }
    }
    statementFor(empty).run({ block: block.view(), texts: texts.view(), rows: rows.length })
  }
}

function insertSql(
  table: TableName,
  fields: readonly Field[],
  width: number,
  empty: readonly boolean[],
): string {
  const values = fields.map((field, column) => {
    const bytes = `substr(@block, n * ${width} + ${field.at + 1}, ${field.width})`
    // Where nothing was put, the place is blank.
    return field.read(empty[column] ? `nullif(${bytes}, x'${'20'.repeat(field.width)}')` : bytes)
  })
  const names = fields.map(({ name }) => sqlite.identifier(name)).join(', ')
  return `INSERT INTO ${sqlite.identifier(table)} (${names})
    SELECT ${values.join(', ')} FROM ${NUMBERS} WHERE n < @rows ORDER BY n`
}

const SPACE = 0x20
/** Digits of the place of a text among the texts of a block, and of its length. */
const [PLACE, LENGTH] = [9, 7]

const asInteger = (bytes: string) => `CAST(${bytes} AS INTEGER)`
const asText = (bytes: string) => `CAST(${bytes} AS TEXT)`

function layoutOf(type: ColumnType): Pick<Field, 'width' | 'put' | 'read'> {
  switch (type) {
    case 'bit':
      return { width: 1, put: (block, _, value) => block.byte(value ? 0x31 : 0x30), read: asInteger }
    case 'tinyint':
    case 'smallint':
    case 'int':
      return { width: 11, put: (block, _, value) => block.int(value as number), read: asInteger }
    case 'datetime':
      return { width: 23, put: (block, _, value) => block.dateTime(value as number, SPACE), read: asText }
    case 'uniqueidentifier':
      return { width: 36, put: (block, _, value) => block.guid(value as Guid), read: asText }
    default:
      return type.startsWith('nvarchar')
        ? { width: PLACE + LENGTH, put: putText, read: readText }
        : { width: 76, put: (block, _, value) => block.dialogId(value as DialogId), read: (bytes) => bytes }
  }
}

/** Texts have any length, so they lie in a block of their own; the row has the place and the length. */
function putText(block: Bytes, texts: Bytes, value: unknown): void {
  const place = texts.length
  const end = block.length + PLACE
  texts.text(value as string)
  block.int(place + 1)
  block.pad(end)
  block.int(texts.length - place)
}

function readText(bytes: string): string {
  const [place, length] = [asInteger(bytes), asInteger(`substr(${bytes}, ${PLACE + 1})`)]
  return asText(`substr(@texts, ${place}, ${length})`)
}
