import type { Bytes } from '../encoding/bytes.ts'
import type { Spelling } from '../encoding/row-encoder.ts'
import type { TableName } from '../schema/tables.ts'
import type { FileSink } from './file-sink.ts'
import { checkFilesSink, type TableFilesOptions, type TableFormat, textFilesSink } from './table-files.ts'

const SPACE = 0x20
const QUOTE = 0x22
const COMMA = 0x2c
const CR = 0x0d
const LF = 0x0a

const spelling: Spelling = {
  null: '',
  bit: (out, value) => out.byte(value ? 0x31 : 0x30),
  int: (out, value) => out.int(value),
  dateTime: (out, value) => out.dateTime(value, SPACE),
  guid: (out, value) => out.guid(value),
  text: quotedWhereNeeded,
  dialogId: (out, value) => out.dialogId(value),
  ascii: quotedWhereNeeded,
}

export const csvFormat: TableFormat = {
  ending: 'csv',
  spelling,
  layout: (columns) => ({ before: columns.map((_, at) => (at === 0 ? '' : ',')), end: '\r\n' }),
  header: (columns) => `${columns.join(',')}\r\n`,
  separator: '',
  footer: () => '',
}

/**
 * RFC 4180: a header, commas, CRLF. Null is an empty field and an empty text is `""`; bits are 0 and 1; times are
 * `2015-07-15 10:00:00.007` in UTC; bytes, as of `Dialogs.ExternalId`, are the text that they spell.
 */
export async function csvSink(
  folder: string,
  tables: readonly TableName[],
  options: TableFilesOptions = {},
): Promise<FileSink> {
  checkFilesSink('csvSink', folder, tables, options)
  return textFilesSink(folder, tables, csvFormat, options)
}

/** By character code: 1 for those with which a value must stand in quotes. */
const SPECIAL = new Uint8Array(0x80)
for (const code of [QUOTE, COMMA, CR, LF]) SPECIAL[code] = 1

function quotedWhereNeeded(out: Bytes, value: string): void {
  if (value !== '' && out.plainText(value, SPECIAL)) return
  out.text(isPlain(value) ? value : `"${value.replaceAll('"', '""')}"`)
}

function isPlain(value: string): boolean {
  return value !== '' && !/[",\r\n]/.test(value)
}
