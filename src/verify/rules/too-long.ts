import type { Dialect, DialectName } from '../../dialects/dialect.ts'
import type { ColumnType } from '../../schema/column.ts'

/** SQL that is true where a column holds more than its type allows. Texts count UTF-16 units, as SQL Server does. */
export function tooLong(
  { name, identifier }: Dialect,
  column: string,
  type: ColumnType,
  limit: number,
): string {
  const { text, bytes } = LONGER[name]
  return (type.startsWith('nvarchar') ? text : bytes)(identifier(column), limit)
}

type Longer = (column: string, limit: number) => string

/**
 * Engines count characters, bytes or both, and a character above U+FFFF is two units: a text is looked at more closely only
 * where a quick count says that it could be too long.
 */
const LONGER: Readonly<Record<DialectName, { readonly text: Longer; readonly bytes: Longer }>> = {
  mssql: {
    // LEN leaves out blanks at the end, and to some collations a character above U+FFFF is one.
    text: (column, limit) => `DATALENGTH(${column}) > ${limit} AND
      LEN(CAST(${column} AS nvarchar(max)) COLLATE Latin1_General_BIN2 + N'.') > ${limit + 1}`,
    bytes: (column, limit) => `DATALENGTH(${column}) > ${limit}`,
  },
  postgres: {
    text: (column, limit) => `octet_length(${column}) > ${limit} AND
      char_length(${column}) + char_length(regexp_replace(${column}, '[^\u{10000}-\u{10ffff}]', '', 'g')) > ${limit}`,
    bytes: (column, limit) => `octet_length(${column}) > ${limit}`,
  },
  mysql: {
    text: (column, limit) =>
      `LENGTH(${column}) > ${limit} AND LENGTH(CONVERT(${column} USING utf16)) > ${2 * limit}`,
    bytes: (column, limit) => `LENGTH(${column}) > ${limit}`,
  },
  sqlite: {
    text: (column, limit) => `LENGTH(${column}) > ${limit} OR (
      LENGTH(${column}) * 2 > ${limit} AND ${column} GLOB '*[\u{10000}-\u{10ffff}]*' AND ${limit} < (
        WITH RECURSIVE place(at) AS (SELECT 1 UNION ALL SELECT at + 1 FROM place WHERE at < LENGTH(${column}))
        SELECT SUM(1 + (UNICODE(SUBSTR(${column}, at, 1)) > 65535)) FROM place
      )
    )`,
    bytes: (column, limit) => `LENGTH(${column}) > ${limit}`,
  },
}
