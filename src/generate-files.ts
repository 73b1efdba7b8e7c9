import type { DialectName } from './dialects/dialect.ts'
import { dialects } from './dialects/dialects.ts'
import { type FileFormat, type Manifest, writeManifest } from './files/manifest.ts'
import { intoFolder } from './files/staging.ts'
import { type GenerateOptions, generate } from './generate.ts'
import type { Scenario } from './scenario/scenario.ts'
import { type TableName, tableSets } from './schema/tables.ts'
import { csvSink } from './sinks/csv.ts'
import { jsonSink, ndjsonSink } from './sinks/json.ts'
import { parquetSink } from './sinks/parquet.ts'
import { sqlSink } from './sinks/sql.ts'
import type { FileSink } from './sinks/table-files.ts'
import { dayText } from './time/ticks.ts'

export interface FilesOptions extends GenerateOptions {
  /** Default `json`. */
  readonly format?: FileFormat
  /** Of a `sql` script. Default `mssql`. */
  readonly dialect?: DialectName
  /** Let a `sql` script create the tables, too. */
  readonly create?: boolean
  /** Write into a folder that holds other files. */
  readonly force?: boolean
}

/**
 * Writes fixture files and `manifest.json` into `folder`, which appears whole or not at all.
 * Throws a `RollcallError` when the folder cannot be written or holds files of others.
 */
export function generateFiles(
  scenario: Scenario,
  folder: string,
  options: FilesOptions = {},
): Promise<Manifest> {
  const { format = 'json', force = false, tables = tableSets.core, signal } = options
  const dialect = format === 'sql' ? (options.dialect ?? 'mssql') : undefined
  return intoFolder(folder, force, async (staging) => {
    const sink = await fileSink(staging, scenario, { ...options, format, tables })
    const rows = await generate(scenario, sink, { signal, tables })
    return writeManifest(staging, scenario, { format, dialect, rows, files: sink.files() })
  })
}

function fileSink(
  folder: string,
  scenario: Scenario,
  {
    format,
    tables,
    dialect = 'mssql',
    create = false,
  }: FilesOptions & { format: FileFormat; tables: readonly TableName[] },
): Promise<FileSink> {
  switch (format) {
    case 'json':
      return jsonSink(folder, tables)
    case 'ndjson':
      return ndjsonSink(folder, tables)
    case 'csv':
      return csvSink(folder, tables)
    case 'parquet':
      return parquetSink(folder, tables)
    case 'sql': {
      const { id, seed, algorithm, start, days } = scenario
      const from = `${days} ${days === 1 ? 'day' : 'days'} from ${dayText(start)}`
      const file = `${id}.sql`
      const comment = [
        `Made by Rollcall, algorithm ${algorithm}: scenario ${id}, seed ${JSON.stringify(seed)}, ${from}.`,
        `Load it whole or not at all: ${dialects[dialect].load(file)}`,
      ]
      return sqlSink(folder, { file, dialect: dialects[dialect], tables, create, comment })
    }
  }
}
