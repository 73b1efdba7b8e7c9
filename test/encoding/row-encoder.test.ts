import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { Bytes } from '../../src/encoding/bytes.ts'
import { rowEncoder } from '../../src/encoding/row-encoder.ts'
import { tableOf } from '../../src/schema/tables.ts'
import { csvFormat } from '../../src/sinks/csv.ts'
import { ROW_READS, rowReadsText } from '../row-reads.ts'

const test = suite('row encoder')

test('rows are read as the schema says', () => {
  assert.is(readFileSync(ROW_READS, 'utf8'), rowReadsText(), 'npm run fixtures writes it')
})

test('of the columns of a table those that are wanted are written, whatever the order of the keys', () => {
  const { columns } = tableOf('Tenants')
  const row = { TenantKey: null, TenantId: 7 }
  const text = (wanted: typeof columns) => {
    const out = new Bytes()
    const layout = csvFormat.layout(wanted.map(({ name }) => name))
    rowEncoder({ table: 'Tenants', columns: wanted }, csvFormat.spelling, layout)(out, row)
    return Buffer.from(out.view()).toString()
  }
  assert.is(text(columns), '7,\r\n')
  assert.is(text(columns.slice(0, 1)), '7\r\n')
})

test('no code is made from text, neither in the sources nor in what is built from them', () => {
  const root = new URL('../../', import.meta.url)
  for (const folder of ['src', 'dist'].filter((name) => existsSync(new URL(name, root)))) {
    for (const name of readdirSync(new URL(folder, root), { recursive: true, encoding: 'utf8' })) {
      if (!/\.[jt]s$/.test(name)) continue
      const text = readFileSync(new URL(`${folder}/${name}`, root), 'utf8')
      assert.not.match(text, /\beval\b|\bFunction\(|node:vm|import\(.data:/, `${folder}/${name}`)
    }
  }
})

test.run()
