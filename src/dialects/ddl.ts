import { isDeclarable, type TableName, tableOf } from '../schema/tables.ts'
import type { Dialect } from './dialect.ts'

/**
 * The statements that create `tables` with their keys and foreign keys, parents first, without a closing semicolon;
 * in a schema where one is named.
 * A reference between unequal types is left out, because SQL Server refuses it; `verify` checks it all the same.
 */
export function createTables(
  dialect: Dialect,
  tables: readonly TableName[],
  schema: string | null = null,
): string[] {
  return tables.map((name) => createTable(dialect, name, tables, schema))
}

function createTable(
  dialect: Dialect,
  name: TableName,
  tables: readonly TableName[],
  schema: string | null,
): string {
  const { identifier } = dialect
  const { columns, primaryKey, unique, references } = tableOf(name)
  const inSchema = (table: string) => (schema === null ? '' : `${identifier(schema)}.`) + identifier(table)
  const list = (names: readonly string[]) => `(${names.map(identifier).join(', ')})`
  const constraint = (kind: string, of: readonly string[]) =>
    `CONSTRAINT ${identifier([kind, name, ...of].join('_'))}`
  const lines = [
    ...columns.map(
      ({ name: column, type, nullable }) =>
        `${identifier(column)} ${dialect.type(type)} ${nullable ? 'NULL' : 'NOT NULL'}`,
    ),
    `${constraint('PK', [])} PRIMARY KEY ${list(primaryKey)}`,
    ...unique.map((key) => `${constraint('UQ', [key.at(-1) as string])} UNIQUE ${list(key)}`),
    ...references
      .filter(
        (reference) =>
          isDeclarable(tableOf(name), reference) && tables.includes(reference.table as TableName),
      )
      .map(({ columns: from, table, to }) => {
        return `${constraint('FK', [from[0] as string])} FOREIGN KEY ${list(from)} REFERENCES ${inSchema(table)} ${list(to)}`
      }),
  ]
  return `CREATE TABLE ${inSchema(name)} (\n${lines.map((line) => `  ${line}`).join(',\n')}\n)`
}
