import type { Knex } from 'knex'
import type { Engine } from '../databases/engine.ts'
import type { Target } from '../databases/found.ts'
import { commonLiterals, quoted } from '../dialects/literals.ts'
import { Bytes } from '../encoding/bytes.ts'
import { type EncodeRow, rowEncoder, type Spelling } from '../encoding/row-encoder.ts'
import type { TableName } from '../schema/tables.ts'
import { requireRoom } from './inserts.ts'
import type { Sink } from './sink.ts'

/** Bytes of a statement, where the server takes as many. */
const STATEMENT = 1 << 18

/**
 * Inserts into tables that exist, on the connection of a transaction of the caller, who also ends it.
 *
 * Statements are spelled here: to let the driver spell each value costs more than to make it. While the server works on
 * one the next is made, so the transaction is to be asked only after `settle` or `close`. What the server has against the
 * rows is told by the first call that comes after.
 */
export async function mysqlSink(
  _engine: Engine,
  transaction: Knex.Transaction,
  targets: readonly Target[],
): Promise<Sink> {
  const [[{ most }]] = (await transaction.raw('SELECT @@max_allowed_packet AS most')) as [[{ most: number }]]
  const size = Math.min(STATEMENT, most / 2)
  const connection: Connection = await transaction.client.acquireConnection()
  const inserts = new Map(targets.map((target) => [target.table, insertOf(transaction, target)]))
  const block = new Bytes(2 * STATEMENT)
  let open: TableName | null = null
  let running: Promise<void> = Promise.resolve()
  const send = async () => {
    open = null
    const sql = Buffer.from(block.view()).toString('latin1')
    await running
    running = query(connection, sql)
    running.catch(() => undefined) // told to whoever waits for it
  }
  const settle = async () => {
    if (open !== null) await send()
    await running
  }
  return {
    async write({ table, rows }) {
      const insert = inserts.get(table)
      if (!insert) return
      if (open !== null && open !== table) await send()
      for (const row of rows) {
        insert.check(row)
        if (open === null) {
          open = table
          block.clear()
          block.text(insert.opening)
        } else block.byte(COMMA)
        insert.encode(block, row)
        if (block.length >= size) await send()
      }
    },
    settle,
    close: settle,
    async abort() {
      open = null
      await running.catch(() => undefined)
    },
  }
}

/** What we use of a mysql2 connection. */
interface Connection {
  query(sql: string, done: (cause: Error | null) => void): void
}

/** Not through Knex, which would repeat the statement in the message of an error. */
function query(connection: Connection, sql: string): Promise<void> {
  return new Promise((resolve, reject) => {
    connection.query(sql, (cause) => (cause ? reject(cause) : resolve()))
  })
}

interface Insert {
  readonly opening: string
  readonly encode: EncodeRow
  /** Throws a `RollcallError` for a row that does not fit: a server that is not strict would cut its texts. */
  check(row: object): void
}

function insertOf(transaction: Knex.Transaction, { table, name, columns }: Target): Insert {
  const names = columns.map((column) => column.name)
  const texts = columns.flatMap(({ name: column, type, found: { length } }) =>
    type.startsWith('nvarchar') && length !== null ? [{ column, length }] : [],
  )
  return {
    opening: transaction.raw('INSERT INTO ?? (??) VALUES ', [name, names]).toString(),
    encode: rowEncoder({ table, columns }, SPELLING, {
      before: names.map((_, at) => (at === 0 ? '(' : ',')),
      end: ')',
    }),
    check(row) {
      for (const { column, length } of texts) {
        const text = (row as Readonly<Record<string, string | null>>)[column]
        if (text) requireRoom(text, length, `${table}.${column}`)
      }
    },
  }
}

const COMMA = 0x2c

/** All in ASCII, and the same whatever the session says of backslashes and character sets. */
const SPELLING: Spelling = {
  ...commonLiterals,
  text(out, value) {
    if (PLAIN.test(value)) return quoted(out, () => out.text(value))
    out.text("_utf8mb4 X'")
    out.hexOf(Buffer.from(value))
    out.text("'")
  },
  dialogId: (out, value) => quoted(out, () => out.dialogId(value)),
}

/** Neither quotes nor backslashes, nor anything that is not ASCII. */
const PLAIN = /^[ !#-&(-[\]-~]*$/
