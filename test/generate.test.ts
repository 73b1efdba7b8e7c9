import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { generate } from '../src/generate.ts'
import { type Batch, tableNames, tableOf } from '../src/schema/tables.ts'
import { memorySink } from '../src/sinks/memory.ts'
import type { Sink } from '../src/sinks/sink.ts'
import { rejects } from './rejects.ts'
import { abortedAfter, small } from './small-scenario.ts'

const test = suite('generate')

/** A sink that takes down what is asked of it, and fails where it is told to. */
function recorder(fails: (call: string, times: number) => boolean = () => false) {
  const calls: string[] = []
  const take = async (call: string) => {
    calls.push(call)
    if (fails(call, calls.length)) throw new Error(`${call} failed`)
  }
  const batches: Batch[] = []
  const sink: Sink = {
    async write(batch) {
      batches.push(batch)
      await take('write')
    },
    close: () => take('close'),
    abort: () => take('abort'),
  }
  return { calls, batches, sink }
}

test('writes all batches, closes the sink and tells how many rows each table has', async () => {
  const sink = memorySink(tableNames)
  const counts = await generate(small, sink)
  for (const table of tableNames) assert.is(counts[table] ?? 0, sink.rows[table].length, table)
  const { calls, sink: recording } = recorder()
  await generate(small, recording)
  assert.is(calls.at(-1), 'close')
  assert.is(calls.filter((call) => call !== 'write').length, 1)
})

test('parents come before their children: no row refers to one that comes later', async () => {
  const { batches, sink } = recorder()
  await generate(small, sink)
  const seen = new Set<string>()
  const key = (table: string, names: readonly string[], row: object) =>
    JSON.stringify([table, names, names.map((name) => (row as Record<string, unknown>)[name])])
  for (const { table, rows } of batches) {
    for (const row of rows) {
      for (const { columns, table: parent, to } of tableOf(table).references) {
        if (columns.some((name) => (row as Record<string, unknown>)[name] === null)) continue
        const target = columns.map((name) => (row as Record<string, unknown>)[name])
        assert.ok(seen.has(JSON.stringify([parent, to, target])), `${table} to ${parent}`)
      }
      for (const other of tableNames)
        for (const { table: parent, to } of tableOf(other).references)
          if (parent === table) seen.add(key(table, to, row))
    }
  }
})

test('a write that fails is thrown; the sink is aborted, and asked for nothing more', async () => {
  const { calls, sink } = recorder((call, times) => call === 'write' && times === 4)
  await rejects(() => generate(small, sink), /write failed/)
  assert.equal(calls, ['write', 'write', 'write', 'write', 'abort'])
})

test('a close that fails is thrown, and the sink is aborted', async () => {
  const { calls, sink } = recorder((call) => call === 'close')
  await rejects(() => generate(small, sink), /close failed/)
  assert.equal(calls.slice(-2), ['close', 'abort'])
})

test('an aborted signal stops it between two batches, with the reason of the signal', async () => {
  const { calls, sink } = recorder()
  const error = await rejects(() => generate(small, sink, { signal: abortedAfter(3) }))
  assert.is(error.name, 'AbortError')
  assert.equal(calls, ['write', 'write', 'write', 'abort'])
})

test('a signal is heard although the sink never waits', async () => {
  const controller = new AbortController()
  const { calls, sink } = recorder()
  setImmediate(() => controller.abort())
  await rejects(() => generate(small, sink, { signal: controller.signal }))
  assert.is(calls.at(-1), 'abort')
})

test.run()
