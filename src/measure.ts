import { Bytes } from './encoding/bytes.ts'
import { type EncodeRow, rowEncoder } from './encoding/row-encoder.ts'
import { type GenerateOptions, generate } from './generate.ts'
import type { Scenario } from './scenario/scenario.ts'
import { type Counts, type TableName, tableOf, tables } from './schema/tables.ts'
import { csvFormat } from './sinks/csv.ts'

/** Rows by table, and how many bytes they take as CSV: by making them and writing nothing. */
export async function measure(
  scenario: Scenario,
  options: GenerateOptions = {},
): Promise<{ counts: Counts; bytes: number }> {
  const out = new Bytes()
  const encoders = new Map<TableName, EncodeRow>()
  let bytes = 0
  for (const table of Object.keys(tables) as TableName[]) {
    const { columns } = tableOf(table)
    const names = columns.map(({ name }) => name)
    encoders.set(table, rowEncoder(columns, csvFormat.spelling, csvFormat.layout(names)))
    bytes += csvFormat.header(names).length
  }
  const counts = await generate(
    scenario,
    {
      async write({ table, rows }) {
        const encode = encoders.get(table) as EncodeRow
        for (const row of rows) encode(out, row)
        bytes += out.length
        out.clear()
      },
      async close() {},
      async abort() {},
    },
    options,
  )
  return { counts, bytes }
}
