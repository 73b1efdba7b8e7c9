import type { Knex } from 'knex'
import { RollcallError } from '../errors.ts'
import type { Column } from '../schema/column.ts'
import { tables as ours, type TableName, tableOf } from '../schema/tables.ts'
import type { Database } from './database.ts'

/** A column as a database has it. */
export interface FoundColumn {
  readonly table: string
  readonly name: string
  /** The engine's own word for the type, in small letters, without a length. */
  readonly type: string
  /** Characters or bytes that fit in; null where there is no limit. */
  readonly length: number | null
  readonly nullable: boolean
  /** Gets a value by itself: by a default, as a number of the server's, or computed. */
  readonly fillsItself: boolean
  /** Numbered by the server. */
  readonly isIdentity: boolean
  /** Computed by the server, which takes no other value. */
  readonly isComputed?: boolean
}

/** A table of ours as a database has it. */
export interface Target {
  readonly table: TableName
  /** For Knex: with the schema, where one was named. */
  readonly name: string
  /** The columns of ours that are there, in our order. */
  readonly columns: readonly TargetColumn[]
  /** Whether the server numbers the rows by itself, unless it is told otherwise. */
  readonly hasIdentity: boolean
}

export interface TargetColumn extends Column {
  readonly found: FoundColumn
}

/** The tables of ours that a database has, parents first, whether or not rows of ours would go in. */
export async function tablesIn(database: Database, knex: Knex = database.knex): Promise<readonly Target[]> {
  const found = await foundColumns(database, knex)
  return [...found].map(([table, columns]) => targetOf(database, table, columns))
}

/**
 * Those of `tables` as the database has them. Throws a `RollcallError` that tells at once all that keeps rows from going
 * in: tables and columns that are missing, columns that cannot hold our values, and columns of others that want a value.
 */
export async function targetsIn(
  database: Database,
  tables: readonly TableName[],
  knex: Knex = database.knex,
): Promise<readonly Target[]> {
  const found = await foundColumns(database, knex)
  if (!tables.some((table) => found.has(table)))
    throw new RollcallError(
      'ROLLCALL_E_TABLES',
      `${database.shown} has none of the tables`,
      'Add --create to make them. Tables that the user may not read are not seen.',
    )
  const problems = tables.flatMap((table) => problemsOf(database, table, found.get(table) ?? []))
  if (problems.length > 0) {
    throw new RollcallError(
      'ROLLCALL_E_TABLES',
      [`rows cannot go into ${database.shown}:`, ...problems].join('\n  - '),
      'Nothing was changed. `rollcall schema` prints the tables as they are documented.',
    )
  }
  return tables.map((table) => targetOf(database, table, found.get(table)!))
}

type Columns = readonly FoundColumn[]

async function foundColumns(
  { engine, schema }: Database,
  knex: Knex,
): Promise<ReadonlyMap<TableName, Columns>> {
  const all = await engine.columns(knex, schema)
  const tables = Object.keys(ours) as TableName[]
  const found = tables.map((table) => [table, all.filter((column) => column.table === table)] as const)
  return new Map(found.filter(([, columns]) => columns.length > 0))
}

function targetOf({ schema }: Database, table: TableName, found: Columns): Target {
  const columns = tableOf(table).columns.flatMap((column) => {
    const own = found.find(({ name }) => name === column.name)
    return own ? { ...column, found: own } : []
  })
  return {
    table,
    name: schema === null ? table : `${schema}.${table}`,
    columns,
    hasIdentity: columns.some((column) => column.found.isIdentity),
  }
}

function problemsOf({ engine }: Database, table: TableName, found: Columns): string[] {
  if (found.length === 0) return [`the table ${table} is missing`]
  const { columns } = tableOf(table)
  const missing = [...requiredIn(table)].filter((name) => !found.some((column) => column.name === name))
  const unfit = found.flatMap((own) => {
    const column = columns.find(({ name }) => name === own.name)
    if (!column)
      return own.nullable || own.fillsItself
        ? []
        : [`${table}.${own.name} is a column of others that wants a value in each row`]
    if (own.isComputed)
      return [`${table}.${own.name} is computed by the server, which takes no value of ours`]
    if (!engine.holds(own, column.type)) {
      const length = own.length === null ? '' : `(${own.length})`
      return [
        `${table}.${own.name} is ${own.type}${length}, which cannot hold all of our values: ${engine.dialect.type(column.type)} can`,
      ]
    }
    return LEFT_EMPTY.has(own.name) && column.nullable && !own.nullable
      ? [`${table}.${own.name} cannot be empty, and some rows have no value there`]
      : []
  })
  return [...missing.map((name) => `the column ${table}.${name} is missing`), ...unfit]
}

/** The columns in which some of our rows have no value: a conference that is still running, a telephone, the focus. */
const LEFT_EMPTY: ReadonlySet<string> = new Set([
  'ConferenceEndTime',
  'UserLeaveTime',
  'UserEndpointId',
  'DialogSessionIdTime',
  'DialogSessionIdSeq',
  'McuConferenceUriId',
  'OnBehalfOfId',
  'ReferredById',
  'ReplaceDialogIdTime',
  'ReplaceDialogIdSeq',
  'DiagnosticId',
  'MediationServerId',
  'GatewayId',
  'EdgeServerId',
  'SessionEndTime',
  'DeRegisterTime',
  'DeRegisterTypeId',
  'DeviceId',
  'FromUserId',
  'ToUserId',
])

/** What a table cannot do without: keys, references, names, and when somebody came and went. */
function requiredIn(table: TableName): ReadonlySet<string> {
  const { columns, primaryKey, references, identity } = tableOf(table)
  return new Set([
    ...columns.map(({ name }) => name).filter((name) => name === 'UserJoinTime' || name === 'UserLeaveTime'),
    ...primaryKey,
    ...references.flatMap(({ columns }) => columns),
    ...(identity.kind === 'named' ? identity.natural : []),
  ])
}
