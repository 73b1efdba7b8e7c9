import type { Knex } from 'knex'
import { checkArguments, listOf, objectWith } from '../arguments.ts'
import { aKnex } from '../databases/database.ts'
import { sqlite } from '../dialects/sqlite.ts'
import { Bytes } from '../encoding/bytes.ts'
import { type EncodeRow, rowEncoder, type Spelling } from '../encoding/row-encoder.ts'
import { type Column, type ColumnType, DIALOG_ID_TYPE, isBytes } from '../schema/column.ts'
import type { Batch, TableColumns, TableName } from '../schema/tables.ts'
import type { Sink } from './sink.ts'

/** Rows that go into a table by one statement. */
const MOST = 1000
/** Numbers from 0, in the connection's own temporary schema: one row of a block for each. */
const NUMBERS = 'temp.rollcall_numbers'

/** Rows of a table that go in by one statement. */
interface Block {
  readonly table: TableName
  readonly rows: number
  /** The rows, each as wide as all its columns, and then the texts. */
  readonly bytes: Uint8Array
}

/**
 * Inserts into tables that exist, through a Knex instance or transaction of the caller, who also ends it.
 *
 * A statement takes up to a thousand rows as one block of bytes in which each value has its place, and cuts them out by
 * itself: to bind each value by itself costs more than to insert it. Nothing is committed here.
 */
export async function sqliteSink(knex: Knex, tables: readonly TableColumns[]): Promise<Sink> {
  checkArguments('sqliteSink', { knex: [knex, aKnex], tables: [tables, columnsOfTables] })
  const connection: SqliteConnection = await knex.client.acquireConnection()
  const release = () => {
    connection.exec(`DROP TABLE IF EXISTS ${NUMBERS}`)
    return knex.client.releaseConnection(connection)
  }
  const inserts = new Map<TableName, (block: Block) => void>()
  const blocksOf = blockEncoder(tables)
  try {
    connection.exec(`CREATE TEMP TABLE IF NOT EXISTS rollcall_numbers (n INTEGER PRIMARY KEY);
      INSERT OR IGNORE INTO ${NUMBERS} WITH RECURSIVE numbers(n) AS
        (SELECT 0 UNION ALL SELECT n + 1 FROM numbers WHERE n < ${MOST - 1}) SELECT n FROM numbers`)
    for (const { table, columns } of tables) inserts.set(table, insertInto(connection, table, columns))
  } catch (cause) {
    await release()
    throw cause
  }
  return {
    async write(batch) {
      for (const block of blocksOf(batch)) inserts.get(block.table)?.(block)
    },
    close: release,
    abort: release,
  }
}

const columnsOfTables = listOf(objectWith('{ table, columns }', 'table', 'columns'))

/** What we use of a better-sqlite3 connection. */
interface SqliteConnection {
  exec(sql: string): unknown
  prepare(sql: string): Statement
}

interface Statement {
  run(values: { readonly block: Uint8Array; readonly rows: number }): unknown
}

/** A column in a block: where in a row it lies, and how SQL takes it out. */
interface Field {
  readonly name: string
  readonly nullable: boolean
  readonly at: number
  readonly width: number
  read(bytes: string, texts: string): string
}

function fieldsOf(columns: readonly Column[]): { readonly fields: readonly Field[]; readonly width: number } {
  const fields: Field[] = []
  let width = 0
  for (const { name, nullable, type } of columns) {
    const layout = layoutOf(type)
    fields.push({ name, nullable, at: width, ...layout })
    width += layout.width
  }
  return { fields, width }
}

/**
 * Makes blocks of batches; the bytes of one are valid until the next is asked for. In a block are the rows, each as wide as
 * all its columns, and then the texts, which have any length: in the row stand their place and their length.
 */
function blockEncoder(tables: readonly TableColumns[]): (batch: Batch) => Iterable<Block> {
  const [block, texts] = [new Bytes(), new Bytes()]
  const encoders = new Map<TableName, EncodeRow>()
  for (const { table, columns } of tables) {
    const { fields } = fieldsOf(columns)
    const layout = {
      before: fields.map(() => ''),
      end: '',
      empty: fields.map(({ width }) => ' '.repeat(width)),
    }
    encoders.set(table, rowEncoder({ table, columns }, spellingInto(texts), layout))
  }
  return function* ({ table, rows }) {
    const encode = encoders.get(table)
    if (!encode) return
    for (let from = 0; from < rows.length; from += MOST) {
      const to = Math.min(from + MOST, rows.length)
      block.clear()
      texts.clear()
      for (let at = from; at < to; at++) encode(block, rows[at]!)
      block.raw(texts.view())
      yield { table, rows: to - from, bytes: block.view() }
    }
  }
}

function insertInto(
  connection: SqliteConnection,
  table: TableName,
  columns: readonly Column[],
): (block: Block) => void {
  const { fields, width } = fieldsOf(columns)
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
  return ({ rows, bytes }) => {
    const end = rows * width
    const empty = fields.map(({ nullable, at }) => nullable && isBlankSomewhere(bytes, at, end, width))
    statementFor(empty).run({ block: bytes, rows })
  }
}

/** Whether a field is blank in any row: no value begins with a blank. */
function isBlankSomewhere(bytes: Uint8Array, field: number, end: number, width: number): boolean {
  for (let at = field; at < end; at += width) if (bytes[at] === SPACE) return true
  return false
}

function insertSql(
  table: TableName,
  fields: readonly Field[],
  width: number,
  empty: readonly boolean[],
): string {
  const values = fields.map((field, column) => {
    const bytes = `substr(@block, n * ${width} + ${field.at + 1}, ${field.width})`
    const value = empty[column] ? `nullif(${bytes}, x'${'20'.repeat(field.width)}')` : bytes
    return field.read(value, `@rows * ${width}`)
  })
  const names = fields.map(({ name }) => sqlite.identifier(name)).join(', ')
  return `INSERT INTO ${sqlite.identifier(table)} (${names})
    SELECT ${values.join(', ')} FROM ${NUMBERS} WHERE n < @rows ORDER BY n`
}

const SPACE = 0x20
/** The most characters of numbers, and the digits of the place of a text among those of a block and of its length. */
const [INT, BIGINT, PLACE, LENGTH] = [11, 20, 9, 7]

/** Values of as many bytes as their columns have; texts have any length, so they go to a block of their own. */
function spellingInto(texts: Bytes): Spelling {
  const text = (out: Bytes, value: string) => {
    const place = texts.length
    texts.text(value)
    putInt(out, place + 1, PLACE)
    putInt(out, texts.length - place, LENGTH)
  }
  return {
    null: '',
    bit: (out, value) => out.byte(value ? 0x31 : 0x30),
    int: (out, value) => putInt(out, value, INT),
    dateTime: (out, value) => out.dateTime(value, SPACE),
    guid: (out, value) => out.guid(value),
    text,
    dialogId: (out, value) => out.dialogId(value),
    ascii: text,
  }
}

function putInt(out: Bytes, value: number, width: number): void {
  const end = out.length + width
  out.int(value)
  out.pad(end)
}

function layoutOf(type: ColumnType): Pick<Field, 'width' | 'read'> {
  switch (type) {
    case 'bit':
      return { width: 1, read: asInteger }
    case 'tinyint':
    case 'smallint':
    case 'int':
      return { width: INT, read: asInteger }
    case 'bigint':
      return { width: BIGINT, read: asInteger }
    case 'datetime':
      return { width: 23, read: asText }
    case 'uniqueidentifier':
      return { width: 36, read: asText }
    case DIALOG_ID_TYPE:
      return { width: 76, read: (bytes) => bytes }
    default:
      return { width: PLACE + LENGTH, read: isBytes(type) ? cutOut : readText }
  }
}

const asInteger = (bytes: string) => `CAST(${bytes} AS INTEGER)`
const asText = (bytes: string) => `CAST(${bytes} AS TEXT)`

/** The bytes whose place among the texts and length stand in the row. */
function cutOut(bytes: string, texts: string): string {
  const [place, length] = [asInteger(bytes), asInteger(`substr(${bytes}, ${PLACE + 1})`)]
  return `substr(@block, ${texts} + ${place}, ${length})`
}

const readText = (bytes: string, texts: string) => asText(cutOut(bytes, texts))
