import { mkdtempSync, readdirSync, readlinkSync, realpathSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { type Batch, type TableName, type Tables, tableSets } from '../../src/schema/tables.ts'
import type { Sink } from '../../src/sinks/sink.ts'
import { rejects } from '../rejects.ts'
import { type Contents, contents, HOSTILE_TEXTS, type PlainRow, plain } from './contents.ts'

export interface SinkUnderTest {
  readonly sink: Sink
  /** The rows of a table that went through the sink, by primary key. Called after `close`. */
  read(table: TableName): Promise<readonly PlainRow[]>
  /** How many files or connections the sink holds open. */
  held(): number
  /** Takes away what the test made, such as a database. */
  end?(): Promise<void>
}

export interface Traits {
  /** Whether rows come back in the order in which they were written, and not by their keys. */
  readonly keepsOrder?: boolean
  /** Whether a text may hold a NUL; where not, it is refused. */
  readonly keepsNul?: boolean
  /** Runs of each property: fewer where a run starts a program. */
  readonly runs?: number
}

/** A property whose time is up goes on with its last run; the next test, maybe in the same database, waits for it. */
let before: Promise<unknown> = Promise.resolve()

/** What every sink promises. `make` gets an empty folder. */
export function sinkContract(
  name: string,
  make: (folder: string) => Promise<SinkUnderTest>,
  { keepsOrder = false, keepsNul = false, runs = 40 }: Traits = {},
): void {
  const test = suite(name)
  const parameters = { numRuns: runs, interruptAfterTimeLimit: 20_000 }

  const alone = async (work: (made: SinkUnderTest, folder: string) => Promise<void>) => {
    const folder = realpathSync(mkdtempSync(join(tmpdir(), 'rollcall-sink-')))
    const made = await make(folder)
    try {
      await work(made, folder)
    } finally {
      await made.end?.()
      rmSync(folder, { recursive: true })
    }
  }

  const withSink = (work: Parameters<typeof alone>[0]) => {
    const own = before.then(() => alone(work))
    before = own.catch(() => undefined)
    return own
  }

  const passThrough = (batches: readonly Batch[], expected: Contents) =>
    withSink(async ({ sink, read }) => {
      for (const batch of batches) await sink.write(batch)
      await sink.close()
      for (const table of tableSets.core) {
        const [found, rows] = [await read(table), expected[table] ?? []]
        for (const [at, row] of rows.entries()) assert.equal(found[at], plain(row), `${table}, row ${at + 1}`)
        assert.is(found.length, rows.length, table)
      }
    })

  test('rows come back equal, to the tick, bit and byte, in batches of any size', () =>
    fc.assert(
      fc.asyncProperty(contents(keepsNul), fc.infiniteStream(fc.nat(4)), (rows, sizes) =>
        passThrough([...inBatches(rows, sizes)], rows),
      ),
      parameters,
    ))

  test('hostile texts come back as they were', () => {
    const Users = HOSTILE_TEXTS.map((text, at) => user(at + 1, text))
    return passThrough([{ table: 'Users', rows: Users }], { Users })
  })

  test('null and an empty text stay two things', () => {
    const Users = [user(1, null), user(2, '')]
    return passThrough([{ table: 'Users', rows: Users }], { Users })
  })

  test('no rows at all are empty tables', () => passThrough([], {}))

  test('more rows than one INSERT or one block holds come back in order', () => {
    const Users = Array.from({ length: 2501 }, (_, at) => user(at + 1, `user${at}@contoso.com`))
    return passThrough([{ table: 'Users', rows: Users }], { Users })
  })

  if (keepsOrder) {
    test('rows keep the order in which they were written', () => {
      const Users = [3, 1, 2].map((id) => user(id, `user${id}@contoso.com`))
      return passThrough([{ table: 'Users', rows: Users }], { Users })
    })
  }

  test(`a text with a NUL is ${keepsNul ? 'kept' : 'refused'}`, () => {
    const Users = [user(1, 'a\0b')]
    if (keepsNul) return passThrough([{ table: 'Users', rows: Users }], { Users })
    return withSink(async ({ sink }) => {
      await rejects(() => sink.write({ table: 'Users', rows: Users }), /cannot hold a text with a NUL/)
      await sink.abort()
    })
  })

  test('close lets go of everything that the sink opened', () =>
    withSink(async ({ sink, held }) => {
      await sink.write({ table: 'Users', rows: [user(1, 'ann@contoso.com')] })
      await sink.close()
      assert.is(held(), 0)
    }))

  test('abort lets go of everything, also twice and after close, and never throws', () =>
    withSink(async ({ sink, held }) => {
      await sink.write({ table: 'Users', rows: [user(1, 'ann@contoso.com')] })
      await sink.abort()
      assert.is(held(), 0)
      await sink.abort()
      await sink.close().catch(() => undefined)
      await sink.abort()
      assert.is(held(), 0)
    }))

  test.run()
}

/** How many files below `folder` this process holds open; 0 where the system does not tell. */
export function openFilesIn(folder: string): number {
  try {
    return readdirSync('/proc/self/fd').filter((fd) => {
      try {
        return readlinkSync(`/proc/self/fd/${fd}`).startsWith(folder)
      } catch {
        return false
      }
    }).length
  } catch {
    return 0
  }
}

export function user(UserId: number, UserUri: string | null): Tables['Users'] {
  return { NextUpdateTS: null, UserId, UserUri, TenantId: null, UriTypeId: null }
}

/** All rows, parents first, in batches of the given sizes, of which some are empty. */
function* inBatches(rows: Contents, sizes: Iterator<number>): Iterable<Batch> {
  for (const table of tableSets.core) {
    const all = rows[table] ?? []
    for (let at = 0; at < all.length; ) {
      const size = sizes.next().value as number
      yield { table, rows: all.slice(at, at + size) } as Batch
      at += size
    }
  }
}
