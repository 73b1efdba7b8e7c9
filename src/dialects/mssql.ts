import type { Dialect } from './dialect.ts'
import { commonLiterals, hexLiteral, quoted, type TextParts, textLiteral } from './literals.ts'

const T = 0x54
const TEXT: TextParts = { quote: "N'", character: (code) => `NCHAR(${code})`, join: ' + ' }

export const mssql: Dialect = {
  name: 'mssql',
  identifier: (name) => `[${name.replaceAll(']', ']]')}]`,
  type: (type) => type,
  // By way of the one type of bytes to which, and from which, all others go.
  asText: (bytes) => `CAST(CAST(${bytes} AS varbinary(max)) AS varchar(max))`,
  spelling: {
    ...commonLiterals,
    // The T keeps `datetime` free of the login's language, which may swap day and month.
    // https://learn.microsoft.com/sql/t-sql/data-types/datetime-transact-sql
    dateTime: (out, value) => quoted(out, () => out.dateTime(value, T)),
    text: (out, value) => out.text(textLiteral(value, TEXT)),
    dialogId: (out, value) => hexLiteral(out, '0x', value.toString(), ''),
    ascii: (out, value) => hexLiteral(out, '0x', value, ''),
  },
  maxRowsPerInsert: 1000,
  // An error ends the transaction and its batch, but the client goes on with the next one, where rows would stay.
  insertInto: 'IF @@TRANCOUNT > 0 INSERT INTO',
  batchEnd: 'GO\n',
  begin: 'SET XACT_ABORT ON;\nBEGIN TRANSACTION;\n',
  commit: 'IF @@TRANCOUNT > 0 COMMIT TRANSACTION;\n',
  // -f: the script is UTF-8; -x: `$(` in a text is no variable.
  load: (script) => `sqlcmd -b -x -f 65001 -d LcsCDR -i ${script}`,
}
