import { type Dialect, typeParts } from './dialect.ts'
import { commonLiterals, withoutNul } from './literals.ts'

// The client turns CRLF into LF, wherever it stands.
const ESCAPES: Readonly<Record<string, string>> = { '\\': '\\\\', "'": "''", '\r': '\\r', '\n': '\\n' }

export const mysql: Dialect = {
  name: 'mysql',
  identifier: (name) => `\`${name.replaceAll('`', '``')}\``,
  type(type) {
    const { base, length } = typeParts(type)
    switch (base) {
      case 'bit':
        return 'boolean'
      case 'tinyint':
        return 'tinyint unsigned'
      case 'datetime':
        return 'datetime(3)'
      case 'uniqueidentifier':
        return 'char(36)'
      case 'image':
        return 'longblob'
      case 'nvarchar':
        return `varchar(${length}) character set utf8mb4`
      default:
        return length > 0 ? `${base}(${length})` : base
    }
  },
  asText: (bytes) => `CONVERT(${bytes} USING latin1)`,
  spelling: {
    ...commonLiterals,
    // A backslash begins an escape unless the server says otherwise; the script says so.
    text: (out, value) =>
      out.text(`'${withoutNul(value).replace(/[\\'\r\n]/g, (character) => ESCAPES[character] as string)}'`),
  },
  maxRowsPerInsert: 1000,
  insertInto: 'INSERT INTO',
  batchEnd: '',
  begin:
    "SET NAMES utf8mb4;\nSET SESSION sql_mode = REPLACE(@@sql_mode, 'NO_BACKSLASH_ESCAPES', '');\nSTART TRANSACTION;\n",
  commit: 'COMMIT;\n',
  load: (script) => `mysql LcsCDR < ${script}`,
}
