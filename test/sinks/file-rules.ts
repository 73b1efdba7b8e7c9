import { createHash } from 'node:crypto'
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import type { Batch, TableName } from '../../src/schema/tables.ts'
import type { FileSink } from '../../src/sinks/file-sink.ts'
import { rejects } from '../rejects.ts'
import { openFilesIn } from './sink-contract.ts'

const tenants: Batch = {
  table: 'Tenants',
  rows: [
    { TenantId: 1, TenantKey: 'a "b"' },
    { TenantId: 2, TenantKey: null },
  ],
}
const brokenRow = {
  TenantId: 3,
  get TenantKey(): string {
    throw new Error('a broken row')
  },
}

/** What every sink promises that keeps each table in a file of its own. */
export function fileRules(
  name: string,
  sinkOf: (folder: string, tables: readonly TableName[]) => Promise<FileSink>,
  { ending, empty, twoTenants }: { ending: string; empty: string; twoTenants: string },
): void {
  const test = suite(name)
  const inFolder = async (work: (folder: string) => Promise<void>) => {
    const folder = mkdtempSync(join(tmpdir(), 'rollcall-files-'))
    try {
      await work(folder)
    } finally {
      rmSync(folder, { recursive: true })
    }
  }

  test('a table without rows is a file without rows', () =>
    inFolder(async (folder) => {
      const sink = await sinkOf(folder, ['Tenants'])
      await sink.write({ table: 'Tenants', rows: [] })
      await sink.close()
      assert.is(readFileSync(join(folder, `Tenants.${ending}`), 'utf8'), empty)
    }))

  test('the bytes are these', () =>
    inFolder(async (folder) => {
      const sink = await sinkOf(folder, ['Tenants'])
      await sink.write(tenants)
      await sink.close()
      assert.is(readFileSync(join(folder, `Tenants.${ending}`), 'utf8'), twoTenants)
    }))

  test('files are told in the order of their tables, with their true size and hash, and only after close', () =>
    inFolder(async (folder) => {
      const sink = await sinkOf(folder, ['Tenants', 'Pools'])
      assert.equal(sink.files(), [])
      await sink.write(tenants)
      await sink.close()
      assert.equal(
        sink.files().map((file) => file.name),
        [`Tenants.${ending}`, `Pools.${ending}`],
      )
      for (const file of sink.files()) {
        const bytes = readFileSync(join(folder, file.name))
        assert.is(file.bytes, bytes.length)
        assert.is(file.sha256, createHash('sha256').update(bytes).digest('hex'))
      }
    }))

  test('rows of a table that was not asked for go nowhere', () =>
    inFolder(async (folder) => {
      const sink = await sinkOf(folder, ['Tenants'])
      await sink.write({ table: 'Pools', rows: [{ PoolId: 1, PoolFQDN: null }] })
      await sink.close()
      assert.equal(readdirSync(folder), [`Tenants.${ending}`])
    }))

  test('after an error and abort nothing more is written', () =>
    inFolder(async (folder) => {
      const sink = await sinkOf(folder, ['Tenants'])
      await sink.write(tenants)
      await rejects(() => sink.write({ table: 'Tenants', rows: [brokenRow] }), /a broken row/)
      await sink.abort()
      const size = statSync(join(folder, `Tenants.${ending}`)).size
      await sink.write(tenants).catch(() => undefined)
      await rejects(() => sink.close())
      assert.is(statSync(join(folder, `Tenants.${ending}`)).size, size)
    }))

  test('a file that is there already is left alone, and no other is left open', () =>
    inFolder(async (folder) => {
      writeFileSync(join(folder, `Pools.${ending}`), 'mine')
      await rejects(() => sinkOf(folder, ['Tenants', 'Pools']), /EEXIST/)
      assert.is(readFileSync(join(folder, `Pools.${ending}`), 'utf8'), 'mine')
      assert.is(openFilesIn(folder), 0)
    }))

  test.run()
}
