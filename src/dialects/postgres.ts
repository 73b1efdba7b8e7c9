import { type Dialect, typeParts } from './dialect.ts'
import { commonLiterals, hexLiteral, type TextParts, textLiteral } from './literals.ts'

const TEXT: TextParts = { quote: "'", character: (code) => `chr(${code})`, join: ' || ' }

export const postgres: Dialect = {
  name: 'postgres',
  identifier: (name) => `"${name.replaceAll('"', '""')}"`,
  type(type) {
    const { base, length } = typeParts(type)
    switch (base) {
      case 'bit':
        return 'boolean'
      case 'tinyint':
        return 'smallint'
      case 'int':
        return 'integer'
      case 'datetime':
        return 'timestamp(3)'
      case 'uniqueidentifier':
        return 'uuid'
      case 'nvarchar':
        return `varchar(${length})`
      case 'varbinary':
      case 'image':
        return 'bytea'
      default:
        return base
    }
  },
  asText: (bytes) => `convert_from(${bytes}, 'LATIN1')`,
  spelling: {
    ...commonLiterals,
    bit: (out, value) => out.text(value ? 'true' : 'false'),
    text: (out, value) => out.text(textLiteral(value, TEXT)),
    dialogId: (out, value) => hexLiteral(out, "'\\x", value.toString(), "'"),
    ascii: (out, value) => hexLiteral(out, "'\\x", value, "'"),
  },
  maxRowsPerInsert: 1000,
  insertInto: 'INSERT INTO',
  batchEnd: '',
  // Backslashes stay plain characters in both kinds of script, whatever the server's settings say.
  begin: 'SET standard_conforming_strings = on;\nBEGIN;\n',
  commit: 'COMMIT;\n',
  load: (script) => `psql -v ON_ERROR_STOP=1 -d LcsCDR -f ${script}`,
}
