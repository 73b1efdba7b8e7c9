import { setImmediate as turn } from 'node:timers/promises'
import type { Knex } from 'knex'
import type { BulkLoad, Connection } from 'tedious'
import type { Engine } from '../databases/engine.ts'
import type { Target } from '../databases/found.ts'
import { RollcallError } from '../errors.ts'
import type { TableName } from '../schema/tables.ts'
import { HandOver } from './hand-over.ts'
import { insertInto, requireRoom } from './inserts.ts'
import type { Sink } from './sink.ts'
import { cellOf, tdsRows } from './tds-rows.ts'

/**
 * Bulk loads into tables that exist, on the connection of the transaction. Tables that the server numbers get ordinary
 * inserts instead, because a bulk load would give the rows new numbers, and so do those with an `image`.
 *
 * A load runs until the turn of another table, or until `settle`, `close` or `abort`; only then the transaction can be
 * asked. Keys, references and checks are enforced, so that the server goes on to trust them.
 */
export async function mssqlSink(
  engine: Engine,
  transaction: Knex.Transaction,
  targets: readonly Target[],
): Promise<Sink> {
  const driver = await import('tedious')
  const connection: Connection = await transaction.client.acquireConnection()
  const keepsNul = await canKeepNul(transaction)
  const roads = new Map<TableName, Road>()
  for (const target of targets) {
    const name = transaction.raw('??', [target.name]).toQuery()
    const road = roadTo(driver, connection, name, target, insertInto(engine, transaction, target))
    roads.set(target.table, withTextsChecked(road, target, keepsNul))
  }
  let taken: Road | null = null
  const end = async () => {
    const ended = taken
    taken = null
    await ended?.end()
  }
  return {
    async write({ table, rows }) {
      const road = roads.get(table)
      if (!road || rows.length === 0) return
      if (road !== taken) await end()
      taken = road
      await road.write(rows)
    },
    settle: end,
    close: end,
    abort: () => end().catch(() => undefined),
  }
}

type Driver = typeof import('tedious')

/** How rows get into a table. */
interface Road {
  write(rows: readonly object[]): Promise<void>
  /** Resolves when all rows are in. */
  end(): Promise<void>
}

function roadTo(
  driver: Driver,
  connection: Connection,
  name: string,
  target: Target,
  insert: (rows: readonly object[]) => Promise<void>,
): Road {
  if (target.hasIdentity) return numbered(driver, connection, name, insert)
  // Bulk loads know no `image`. The table that has one holds failures, of which there are few.
  if (target.columns.some(({ found }) => found.type === 'image')) return { write: insert, async end() {} }
  return bulk(driver, connection, name, target)
}

/** Loads that begin with the first rows: not every server takes one without. */
function bulk(driver: Driver, connection: Connection, name: string, target: Target): Road {
  const encode = tdsRows(target)
  let running: { readonly blocks: HandOver<[Buffer]>; readonly done: Promise<void> } | null = null
  return {
    async write(rows) {
      running ??= startLoad(driver, connection, name, target)
      await running.blocks.give([encode(rows)])
      await turn() // the rows leave, and the server works on them while the next ones are made
    },
    async end() {
      const ended = running
      running = null
      ended?.blocks.end()
      await ended?.done
    },
  }
}

function startLoad(driver: Driver, connection: Connection, name: string, { columns }: Target) {
  const blocks = new HandOver<[Buffer]>()
  const options = {
    checkConstraints: true,
    // Otherwise null becomes the default of its column. Without need the option is left out: it takes their defaults from
    // columns that are none of ours, too.
    keepNulls: columns.some(({ found }) => found.fillsItself),
  }
  const done = new Promise<void>((resolve, reject) => {
    const load = connection.newBulkLoad(name, options, (error?: Error | null) => {
      if (error) reject(error)
      else resolve()
    })
    load.setTimeout(0) // it takes as long as it takes
    for (const [at, column] of columns.entries()) {
      const { type, size } = cellOf(column)
      const carried = at === 0 ? carrying(driver.TYPES[type]) : silent(driver.TYPES[type])
      load.addColumn(column.name, carried, { nullable: column.found.nullable, ...size })
    }
    connection.execBulkLoad(load, blocks)
  })
  done.catch((cause) => blocks.fail(cause)) // whoever gives rows is told, and what was begun is sent to its end
  return { blocks, done }
}

type DataType = Parameters<BulkLoad['addColumn']>[1]

const NOTHING = Buffer.alloc(0)

/**
 * Tedious encodes one cell after the other, which costs more than to make them. Its description of the columns stays as it
 * is, but what it takes for a row is a block of encoded rows: the first column carries it, but for the mark of a row that
 * tedious has written, and the others are silent.
 */
function carrying(type: DataType): DataType {
  return { ...silent(type), generateParameterLength: ({ value }) => value.subarray(1) }
}

function silent(type: DataType): DataType {
  return {
    ...type,
    validate: (value) => value,
    generateParameterLength: () => NOTHING,
    *generateParameterData() {},
  }
}

/** Ordinary inserts with our own numbers. The permission is the connection's, and only one table can have it. */
function numbered(
  { Request }: Driver,
  connection: Connection,
  name: string,
  insert: (rows: readonly object[]) => Promise<void>,
): Road {
  // Not through Knex: what a parametrized statement sets, the server takes back after it.
  const allow = (permission: 'ON' | 'OFF') =>
    new Promise<void>((resolve, reject) => {
      const request = new Request(`SET IDENTITY_INSERT ${name} ${permission}`, (error) => {
        if (error) reject(error)
        else resolve()
      })
      connection.execSqlBatch(request)
    })
  return {
    async write(rows) {
      await allow('ON')
      try {
        await insert(rows)
      } catch (cause) {
        await allow('OFF').catch(() => undefined)
        throw cause
      }
      await allow('OFF')
    },
    async end() {},
  }
}

/** Refuses texts that the server would refuse late, or not at all. */
function withTextsChecked(road: Road, { table, columns }: Target, keepsNul: boolean): Road {
  const texts = columns.filter(({ type }) => type.startsWith('nvarchar'))
  return {
    async write(rows) {
      for (const { name, found } of texts) {
        for (const row of rows) {
          const text = (row as Readonly<Record<string, string | null>>)[name]
          if (text === null || text === undefined) continue
          if (found.length !== null) requireRoom(text, found.length, `${table}.${name}`)
          if (!keepsNul && text.includes('\0')) {
            throw new RollcallError(
              'ROLLCALL_E_VALUE',
              `${table}.${name}: this server cannot hold a text with a NUL: ${JSON.stringify(text)}`,
            )
          }
        }
      }
      await road.write(rows)
    },
    end: () => road.end(),
  }
}

/** SQL Server can; one that is made from PostgreSQL cannot. */
async function canKeepNul(transaction: Knex.Transaction): Promise<boolean> {
  const [{ bytes }] = (await transaction.raw('SELECT DATALENGTH(NCHAR(0)) AS bytes')) as [
    { bytes: number | null },
  ]
  return bytes === 2
}
