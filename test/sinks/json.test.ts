import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type TableName, tableSets } from '../../src/schema/tables.ts'
import { jsonSink, ndjsonSink } from '../../src/sinks/json.ts'
import { decoded, type PlainRow } from './contents.ts'
import { fileRules } from './file-rules.ts'
import { openFilesIn, sinkContract } from './sink-contract.ts'

const readers = {
  json: (text: string): PlainRow[] => JSON.parse(text),
  // A program that reads NDJSON cuts at LF and nowhere else.
  ndjson: (text: string): PlainRow[] =>
    text
      .split('\n')
      .slice(0, -1)
      .map((line) => JSON.parse(line)),
}

for (const [ending, sinkOf] of Object.entries({ json: jsonSink, ndjson: ndjsonSink })) {
  const rowsOf = readers[ending as keyof typeof readers]
  sinkContract(
    `${ending} sink`,
    async (folder) => ({
      sink: await sinkOf(folder, tableSets.core),
      async read(table: TableName) {
        const rows = rowsOf(readFileSync(join(folder, `${table}.${ending}`), 'utf8'))
        return rows.map((row) => decoded(table, row))
      },
      held: () => openFilesIn(folder),
    }),
    { keepsOrder: true, keepsNul: true },
  )
  fileRules(`${ending} files`, sinkOf, {
    ending,
    empty: ending === 'json' ? '[]\n' : '',
    twoTenants:
      ending === 'json'
        ? '[\n{"TenantId":1,"TenantKey":"a \\"b\\""},\n{"TenantId":2,"TenantKey":null}\n]\n'
        : '{"TenantId":1,"TenantKey":"a \\"b\\""}\n{"TenantId":2,"TenantKey":null}\n',
  })
}
