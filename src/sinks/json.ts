import type { Spelling } from '../encoding/row-encoder.ts'
import type { TableName } from '../schema/tables.ts'
import type { FileSink } from './file-sink.ts'
import { checkFilesSink, type TableFilesOptions, type TableFormat, textFilesSink } from './table-files.ts'

const QUOTE = 0x22
const T = 0x54
const Z = 0x5a

const spelling: Spelling = {
  null: 'null',
  bit: (out, value) => out.text(value ? 'true' : 'false'),
  int: (out, value) => out.int(value),
  dateTime(out, value) {
    out.byte(QUOTE)
    out.dateTime(value, T)
    out.byte(Z)
    out.byte(QUOTE)
  },
  guid(out, value) {
    out.byte(QUOTE)
    out.guid(value)
    out.byte(QUOTE)
  },
  text: (out, value) => out.text(JSON.stringify(value)),
  dialogId(out, value) {
    out.byte(QUOTE)
    out.dialogId(value)
    out.byte(QUOTE)
  },
  ascii: (out, value) => out.text(JSON.stringify(value)),
}

/** An object; `before` and `after` are what surrounds it. */
function objects(before: string, after: string): TableFormat['layout'] {
  return (columns) => ({
    before: columns.map((name, at) => `${at === 0 ? `${before}{` : ','}${JSON.stringify(name)}:`),
    end: `}${after}`,
  })
}

export const jsonFormat: TableFormat = {
  ending: 'json',
  spelling,
  layout: objects('\n', ''),
  header: () => '[',
  separator: ',',
  footer: (rows) => (rows === 0 ? ']\n' : '\n]\n'),
}

export const ndjsonFormat: TableFormat = {
  ending: 'ndjson',
  spelling,
  layout: objects('', '\n'),
  header: () => '',
  separator: '',
  footer: () => '',
}

/**
 * An array of objects for each table, one row a line. Times are ISO 8601 in UTC (`2015-07-15T10:00:00.007Z`), bits are
 * booleans, and bytes, as of `Dialogs.ExternalId`, are the text that they spell.
 */
export async function jsonSink(
  folder: string,
  tables: readonly TableName[],
  options: TableFilesOptions = {},
): Promise<FileSink> {
  checkFilesSink('jsonSink', folder, tables, options)
  return textFilesSink(folder, tables, jsonFormat, options)
}

/** The same objects as `jsonSink` writes, one a line and nothing around them. */
export async function ndjsonSink(
  folder: string,
  tables: readonly TableName[],
  options: TableFilesOptions = {},
): Promise<FileSink> {
  checkFilesSink('ndjsonSink', folder, tables, options)
  return textFilesSink(folder, tables, ndjsonFormat, options)
}
