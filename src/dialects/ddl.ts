import type { Reference } from '../schema/table.ts'
import { isDeclarable, isKey, type TableName, tableOf } from '../schema/tables.ts'
import { followed, type View, viewsOver } from '../schema/views.ts'
import type { Dialect } from './dialect.ts'

export interface DdlOptions {
  readonly schema?: string | null
  /** Without them rows can point to nothing, and those that can be there twice have no keys. Default true. */
  readonly foreignKeys?: boolean
}

/** Tables of which a scenario can ask that a row is there twice. */
const DOUBLED: readonly TableName[] = ['FocusJoinsAndLeaves']

/** The statements that create `tables` with their keys, and the views over them, each without a closing semicolon. */
export function createAll(
  dialect: Dialect,
  tables: readonly TableName[],
  options: DdlOptions = {},
): string[] {
  const views = viewsOver(tables).map((view) => createView(dialect, view, options.schema ?? null))
  return [...createTables(dialect, tables, options), ...views]
}

/**
 * The statements that create `tables` with their keys and foreign keys, parents first, without a closing semicolon;
 * in a schema where one is named.
 * A reference between unequal types is left out, because SQL Server refuses it; `verify` checks it all the same.
 */
export function createTables(
  dialect: Dialect,
  tables: readonly TableName[],
  options: DdlOptions = {},
): string[] {
  return tables.map((name) => createTable(dialect, name, tables, options))
}

function createTable(
  dialect: Dialect,
  name: TableName,
  tables: readonly TableName[],
  { schema = null, foreignKeys = true }: DdlOptions,
): string {
  const { identifier } = dialect
  const { columns, primaryKey, unique, references } = tableOf(name)
  const isKeyed = foreignKeys || !DOUBLED.includes(name)
  const inSchema = (table: string) => (schema === null ? '' : `${identifier(schema)}.`) + identifier(table)
  const list = (names: readonly string[]) => `(${names.map(identifier).join(', ')})`
  const constraint = (kind: string, of: readonly string[]) =>
    `CONSTRAINT ${identifier([kind, name, ...of].join('_'))}`
  const lines = [
    ...columns.map(
      ({ name: column, type, nullable }) =>
        `${identifier(column)} ${dialect.type(type)} ${nullable ? 'NULL' : 'NOT NULL'}`,
    ),
    ...(isKeyed ? [`${constraint('PK', [])} PRIMARY KEY ${list(primaryKey)}`] : []),
    ...(isKeyed ? unique : []).map(
      (key) => `${constraint('UQ', [key.at(-1) as string])} UNIQUE ${list(key)}`,
    ),
    ...references
      .filter(
        (reference) =>
          foreignKeys &&
          isDeclarable(tableOf(name), reference) &&
          tables.includes(reference.table as TableName),
      )
      .map(({ columns: from, table, to }) => {
        return `${constraint('FK', [from[0] as string])} FOREIGN KEY ${list(from)} REFERENCES ${inSchema(table)} ${list(to)}`
      }),
  ]
  return `CREATE TABLE ${inSchema(name)} (\n${lines.map((line) => `  ${line}`).join(',\n')}\n)`
}

function createView(dialect: Dialect, view: View, schema: string | null): string {
  const { identifier, asText } = dialect
  const { joins, columns } = followed(view)
  const inSchema = (table: string) => (schema === null ? '' : `${identifier(schema)}.`) + identifier(table)
  const place = (path: string, column: string) =>
    `${identifier(path === '' ? view.from : aliasOf(path))}.${identifier(column)}`
  /** Where no key says that a reference leads to one row, rows that read the same are one. */
  const joined = ({ table, to }: Reference, path: string) => {
    if (view.repeats || isKey(table as TableName, to)) return inSchema(table)
    const read = new Set([...to, ...columns.filter((one) => one.path === path).map(({ column }) => column)])
    return `(SELECT DISTINCT ${[...read].map(identifier).join(', ')} FROM ${inSchema(table)})`
  }
  const shown = columns.map(({ name, path, column, isBytes }) => {
    const value = place(path, column)
    return `${isBytes ? asText(value) : value} AS ${identifier(name)}`
  })
  const lines = joins.map(({ path, before, reference }) => {
    const on = reference.columns.map(
      (column, at) => `${place(path, reference.to[at] as string)} = ${place(before, column)}`,
    )
    return `LEFT JOIN ${joined(reference, path)} AS ${identifier(aliasOf(path))} ON ${on.join(' AND ')}`
  })
  return [
    `CREATE VIEW ${inSchema(view.name)} AS`,
    `SELECT\n${shown.map((line) => `  ${line}`).join(',\n')}`,
    `FROM ${inSchema(view.from)}`,
    ...lines,
  ].join('\n')
}

/** `OrganizerId.TenantId` is a path to an engine that reads dots, too. */
function aliasOf(path: string): string {
  return path.replaceAll('.', '_')
}
