import { setImmediate as turn } from 'node:timers/promises'
import type { Knex } from 'knex'
import type { ClientBase } from 'pg'
import type { CopyStreamQuery } from 'pg-copy-streams'
import type { Engine } from '../databases/engine.ts'
import type { Target, TargetColumn } from '../databases/found.ts'
import { COPY_END, COPY_HEAD, CopyBlock, type CopyPut, copyEncoder } from '../encoding/binary-copy.ts'
import { RollcallError } from '../errors.ts'
import { DIALOG_ID_TYPE } from '../schema/column.ts'
import type { DialogId } from '../schema/dialog-id.ts'
import type { Guid } from '../schema/guid.ts'
import type { TableName } from '../schema/tables.ts'
import { requireRoom } from './inserts.ts'
import type { Sink } from './sink.ts'

/** Bytes that are handed to the connection at once. */
const BLOCK = 1 << 17
/** Blocks that wait while the server checks keys and references: rows are made meanwhile. */
const WAITING = 128

/**
 * Inserts by binary COPY into tables that exist, on the connection of a transaction of the caller, who also ends it.
 *
 * Batches of one table that follow each other are one COPY. The sink runs ahead of the server, so the transaction can do
 * nothing else until `settle` or `close` has resolved. What the server has against the rows is told by the first call that
 * comes after; no COPY runs then any more, and the transaction can be rolled back.
 */
export async function postgresSink(
  _engine: Engine,
  transaction: Knex.Transaction,
  targets: readonly Target[],
): Promise<Sink> {
  const { from } = await import('pg-copy-streams')
  const connection: ClientBase = await transaction.client.acquireConnection()
  const encoders = new Map(targets.map((target) => [target.table, encoderOf(transaction, target)]))
  const queue = new CopyQueue((sql) => connection.query(from(sql)))
  const block = new CopyBlock(2 * BLOCK)
  let open: TableName | null = null
  const send = () => {
    const bytes = block.copy()
    block.clear()
    return queue.send(bytes)
  }
  const end = async () => {
    if (open === null) return
    open = null
    block.raw(COPY_END)
    await send()
    queue.end()
  }
  const unlessItFails = async (work: () => Promise<void>) => {
    try {
      await work()
    } catch (cause) {
      await queue.abort()
      throw cause
    }
  }
  const settle = () =>
    unlessItFails(async () => {
      await end()
      await queue.settle()
    })
  return {
    write: ({ table, rows }) =>
      unlessItFails(async () => {
        const encoder = encoders.get(table)
        if (!encoder) return
        if (open !== table) {
          await end()
          open = table
          queue.start(encoder.sql)
          block.raw(COPY_HEAD)
        }
        for (const row of rows) {
          encoder.encode(block, row)
          if (block.length >= BLOCK) await send()
        }
      }),
    settle,
    close: settle,
    abort: () => queue.abort(),
  }
}

/** What a connection has to do, one thing after the other. After one that fails the rest is left out. */
class CopyQueue {
  private readonly copy: (sql: string) => CopyStreamQuery
  /** The COPY that runs. */
  private stream: CopyStreamQuery | null = null
  private last: Promise<void> = Promise.resolve()
  private readonly blocks: Promise<void>[] = []
  private failure: Error | null = null
  private giveUp = (_cause: Error): void => undefined

  constructor(copy: (sql: string) => CopyStreamQuery) {
    this.copy = copy
  }

  start(sql: string): void {
    this.next(async () => {
      this.stream = this.copy(sql)
      // The server has ended the COPY when it tells of an error.
      this.stream.on('error', (cause) => {
        this.stream = null
        this.failure ??= cause
        this.giveUp(cause)
      })
    })
  }

  /** Resolves when there is room for more. */
  async send(bytes: Buffer): Promise<void> {
    // One block at a time: the stream stumbles over those that it keeps itself when the server ends the COPY.
    this.blocks.push(this.next(() => this.done((stream, done) => stream.write(bytes, done))))
    await turn() // otherwise nobody hears what the server says
    if (this.blocks.length > WAITING) await this.blocks.shift()
    if (this.failure) throw this.failure
  }

  end(): void {
    this.next(async () => {
      await this.done((stream, done) => stream.end(done))
      this.stream = null
    })
  }

  /** Resolves when the server has taken all rows, and checked them. */
  settle(): Promise<void> {
    return this.last
  }

  /** Resolves when no COPY runs any more. Never throws. */
  async abort(): Promise<void> {
    this.failure ??= new Error('the load was stopped')
    await this.last.catch(() => undefined)
    const { stream } = this
    this.stream = null
    if (!stream) return
    await new Promise<void>((resolve) => {
      stream.once('close', resolve)
      stream.destroy()
    })
  }

  private next(work: () => Promise<void>): Promise<void> {
    const result = this.last.then(() => {
      if (this.failure) throw this.failure
      return work()
    })
    result.catch(() => undefined) // told to whoever waits for it
    this.last = result
    return result
  }

  private done(work: (stream: CopyStreamQuery, done: (cause?: Error | null) => void) => void): Promise<void> {
    return new Promise((resolve, reject) => {
      this.giveUp = reject
      work(this.stream as CopyStreamQuery, (cause) => (cause ? reject(cause) : resolve()))
    })
  }
}

/** The COPY of a table, and how its rows are encoded. */
function encoderOf(transaction: Knex.Transaction, { table, name, columns }: Target) {
  const names = columns.map((column) => column.name)
  return {
    sql: transaction.raw('COPY ?? (??) FROM STDIN (FORMAT binary)', [name, names]).toString(),
    encode: copyEncoder(
      table,
      columns.map((column) => ({ name: column.name, put: putFor(table, column) })),
    ),
  }
}

function putFor(table: TableName, { name, type, found }: TargetColumn): CopyPut {
  switch (found.type) {
    case 'bool':
      return (out, value) => out.bool(value as boolean)
    case 'int2':
      return (out, value) => out.int2(value as number)
    case 'int4':
      return (out, value) => out.int4(value as number)
    case 'int8':
      return (out, value) => out.int8(value as number)
    case 'timestamp':
    case 'timestamptz':
      return (out, value) => out.timestamp(value as number)
    case 'uuid':
      return (out, value) => out.uuid(value as Guid)
    case 'bytea':
      return type === DIALOG_ID_TYPE
        ? (out, value) => out.dialogId(value as DialogId)
        : (out, value) => out.text(value as string)
    default:
      return (out, value) => {
        const text = value as string
        if (text.includes('\0'))
          throw new RollcallError(
            'ROLLCALL_E_VALUE',
            `PostgreSQL cannot hold a text with a NUL: ${table}.${name} ${JSON.stringify(text)}`,
          )
        if (found.length !== null) requireRoom(text, found.length, `${table}.${name}`)
        out.text(text)
      }
  }
}
