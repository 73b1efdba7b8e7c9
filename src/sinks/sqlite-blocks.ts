import type { Knex } from 'knex'
import { Bytes } from '../encoding/bytes.ts'
import { type EncodeRow, rowEncoder, type Spelling } from '../encoding/row-encoder.ts'
import { type Column, type ColumnType, DIALOG_ID_TYPE, isBytes } from '../schema/column.ts'
import type { Batch, TableColumns, TableName } from '../schema/tables.ts'

/** Rows that one statement takes. */
const MOST = 1000
/** Numbers from 0, in the connection's own temporary schema: one row of a block for each. */
const NUMBERS = 'temp.rollcall_numbers'

/** Statements over rows of ours, on a connection that they keep to themselves. */
export interface BlockStatements {
  /** The statements for the rows of a batch; each is to be run before the next is asked for. */
  on(batch: Batch): Iterable<{ readonly statement: Statement; readonly values: Values }>
  /** Gives the connection back as it was. */
  end(): Promise<void>
}

interface Statement {
  run(values: Values): unknown
  get(values: Values): unknown
}

interface Values {
  readonly block: Uint8Array
  readonly rows: number
}

/** The rows of a statement. */
export interface BlockSql {
  readonly table: TableName
  /** What stands for the value of each column. */
  readonly columns: readonly { readonly name: string; readonly value: string }[]
  /** Follows what is selected of each row. */
  readonly from: string
}

/**
 * Prepares the statement that `sqlOf` gives for each of some tables. It takes up to a thousand rows as one block of bytes in
 * which each value has its place, and cuts them out by itself: to bind each value by itself costs more than to insert it.
 */
export async function blockStatements(
  knex: Knex,
  tables: readonly TableColumns[],
  sqlOf: (rows: BlockSql) => string,
): Promise<BlockStatements> {
  const connection: SqliteConnection = await knex.client.acquireConnection()
  const end = () => {
    connection.exec(`DROP TABLE IF EXISTS ${NUMBERS}`)
    return knex.client.releaseConnection(connection)
  }
  const blocksOf = blockEncoder(tables)
  const statements = new Map<TableName, (block: Block) => Statement>()
  try {
    connection.exec(`CREATE TEMP TABLE IF NOT EXISTS rollcall_numbers (n INTEGER PRIMARY KEY);
      INSERT OR IGNORE INTO ${NUMBERS} WITH RECURSIVE numbers(n) AS
        (SELECT 0 UNION ALL SELECT n + 1 FROM numbers WHERE n < ${MOST - 1}) SELECT n FROM numbers`)
    for (const one of tables) statements.set(one.table, statementsFor(connection, one, sqlOf))
  } catch (cause) {
    await end()
    throw cause
  }
  return {
    *on(batch) {
      for (const block of blocksOf(batch)) {
        const statement = statements.get(block.table)!(block)
        yield { statement, values: { block: block.bytes, rows: block.rows } }
      }
    },
    end,
  }
}

/** What we use of a better-sqlite3 connection. */
interface SqliteConnection {
  exec(sql: string): unknown
  prepare(sql: string): Statement
}

/** Rows of a table for one statement. */
interface Block {
  readonly table: TableName
  readonly rows: number
  /** The rows, each as wide as all its columns, and then the texts. */
  readonly bytes: Uint8Array
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

function statementsFor(
  connection: SqliteConnection,
  { table, columns }: TableColumns,
  sqlOf: (rows: BlockSql) => string,
): (block: Block) => Statement {
  const { fields, width } = fieldsOf(columns)
  // A statement for each set of columns that have empty cells: to look for them costs something, and most have none.
  const statements = new Map<string, Statement>()
  const statementFor = (empty: readonly boolean[]): Statement => {
    const key = empty.join()
    const known = statements.get(key)
    if (known) return known
    const statement = connection.prepare(
      sqlOf({ table, columns: valuesIn(fields, width, empty), from: FROM }),
    )
    statements.set(key, statement)
    return statement
  }
  statementFor(fields.map(() => false)) // a missing table or column is told of at once
  return ({ rows, bytes }) => {
    const end = rows * width
    return statementFor(fields.map(({ nullable, at }) => nullable && isBlankSomewhere(bytes, at, end, width)))
  }
}

const FROM = `FROM ${NUMBERS} WHERE n < @rows ORDER BY n`

/** Whether a field is blank in any row: no value begins with a blank. */
function isBlankSomewhere(bytes: Uint8Array, field: number, end: number, width: number): boolean {
  for (let at = field; at < end; at += width) if (bytes[at] === SPACE) return true
  return false
}

/** What cuts the values of the columns out of a block. */
function valuesIn(fields: readonly Field[], width: number, empty: readonly boolean[]): BlockSql['columns'] {
  return fields.map(({ name, ...field }, column) => {
    const bytes = `substr(@block, rollcall_numbers.n * ${width} + ${field.at + 1}, ${field.width})`
    const value = empty[column] ? `nullif(${bytes}, x'${'20'.repeat(field.width)}')` : bytes
    return { name, value: field.read(value, `@rows * ${width}`) }
  })
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
