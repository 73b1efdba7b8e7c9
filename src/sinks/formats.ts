import type { FileFormat } from '../files/manifest.ts'
import type { TableName } from '../schema/tables.ts'
import { csvFormat, csvSink } from './csv.ts'
import type { FileSink } from './file-sink.ts'
import { jsonFormat, jsonSink, ndjsonFormat, ndjsonSink } from './json.ts'
import { parquetSink } from './parquet.ts'
import { type SqlScriptOptions, sqlEncoder, sqlSink } from './sql.ts'
import { tableEncoder } from './table-files.ts'
import type { TextEncoder } from './text-encoder.ts'

/** What the files of a data set are to be like, as plain data. */
export interface FormatWords {
  readonly format: FileFormat
  readonly tables: readonly TableName[]
  /** A file for each day. */
  readonly split: boolean
  /** Of a script. */
  readonly script: Omit<SqlScriptOptions, 'tables'>
}

export function fileSink(folder: string, { format, tables, split, script }: FormatWords): Promise<FileSink> {
  switch (format) {
    case 'json':
      return jsonSink(folder, tables, { split })
    case 'ndjson':
      return ndjsonSink(folder, tables, { split })
    case 'csv':
      return csvSink(folder, tables, { split })
    case 'parquet':
      return parquetSink(folder, tables, { split })
    case 'sql':
      return sqlSink(folder, { ...script, tables })
  }
}

/** The encoders of a text format; of Parquet, which is not text, those of the same rows as CSV. */
export function textEncoder({ format, tables, split, script }: FormatWords): TextEncoder {
  switch (format) {
    case 'json':
      return tableEncoder(tables, jsonFormat, { split })
    case 'ndjson':
      return tableEncoder(tables, ndjsonFormat, { split })
    case 'csv':
    case 'parquet':
      return tableEncoder(tables, csvFormat, { split })
    case 'sql':
      return sqlEncoder({ ...script, tables })
  }
}
