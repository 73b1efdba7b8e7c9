import type { Dialect } from './dialect.ts'
import { commonLiterals, hexLiteral, quoted, textLiteral } from './literals.ts'

const T = 0x54

export const mssql: Dialect = {
  name: 'mssql',
  title: 'SQL Server',
  identifier: (name) => `[${name.replaceAll(']', ']]')}]`,
  type: (type) => type,
  spelling: {
    ...commonLiterals,
    // The T keeps `datetime` free of the login's language, which may swap day and month.
    // https://learn.microsoft.com/sql/t-sql/data-types/datetime-transact-sql
    dateTime: (out, value) => quoted(out, () => out.dateTime(value, T)),
    text: (out, value) => out.text(unicodeLiteral(value)),
    binary: (out, value) => hexLiteral(out, '0x', value.toString(), ''),
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

/** Line breaks are spelled as numbers, because a line that reads `GO` would end the batch in the middle of a text. */
function unicodeLiteral(value: string): string {
  const parts = value.split(/([\r\n])/).filter((part) => part !== '')
  const literals = parts.map((part) =>
    part === '\n' ? 'NCHAR(10)' : part === '\r' ? 'NCHAR(13)' : `N${textLiteral(part)}`,
  )
  return literals.join('+') || "N''"
}
