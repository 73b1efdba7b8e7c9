import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'csv-parse/sync'
import { tableSets } from '../../src/schema/tables.ts'
import { csvSink } from '../../src/sinks/csv.ts'
import { decoded, type PlainRow } from './contents.ts'
import { fileRules } from './file-rules.ts'
import { openFilesIn, sinkContract } from './sink-contract.ts'

sinkContract(
  'csv sink',
  async (folder) => ({
    sink: await csvSink(folder, tableSets.core),
    async read(table) {
      const rows: PlainRow[] = parse(readFileSync(join(folder, `${table}.csv`)), {
        columns: true,
        recordDelimiter: '\r\n',
        cast: (value, { quoting }) => (value === '' && !quoting ? null : value),
      })
      return rows.map((row) => decoded(table, row))
    },
    held: () => openFilesIn(folder),
  }),
  { keepsOrder: true, keepsNul: true },
)

fileRules('csv files', csvSink, {
  ending: 'csv',
  empty: 'TenantId,TenantKey\r\n',
  twoTenants: 'TenantId,TenantKey\r\n1,"a ""b"""\r\n2,\r\n',
})
