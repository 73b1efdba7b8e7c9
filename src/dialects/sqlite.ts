import { type Dialect, typeParts } from './dialect.ts'
import { commonLiterals, type TextParts, textLiteral } from './literals.ts'

const TEXT: TextParts = { quote: "'", character: (code) => `char(${code})`, join: ' || ' }

export const sqlite: Dialect = {
  name: 'sqlite',
  identifier: (name) => `"${name.replaceAll('"', '""')}"`,
  type(type) {
    switch (typeParts(type).base) {
      case 'datetime': // as text, `2015-07-15 10:00:00.007`, which SQLite's date functions read and which sorts by time
      case 'nvarchar':
      case 'uniqueidentifier':
        return 'TEXT'
      case 'varbinary':
      case 'image':
        return 'BLOB'
      default:
        return 'INTEGER'
    }
  },
  asText: (bytes) => `CAST(${bytes} AS TEXT)`,
  spelling: { ...commonLiterals, text: (out, value) => out.text(textLiteral(value, TEXT)) },
  maxRowsPerInsert: 1000,
  insertInto: 'INSERT INTO',
  batchEnd: '',
  begin: 'PRAGMA foreign_keys = ON;\nBEGIN;\n',
  commit: 'COMMIT;\n',
  load: (script) => `sqlite3 -bail LcsCDR.sqlite < ${script}`,
}
