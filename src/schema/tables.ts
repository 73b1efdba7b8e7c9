import { listOf, oneOf } from '../arguments.ts'
import type { Column } from './column.ts'
import { conferenceTables } from './conference-tables.ts'
import { coreTables } from './core-tables.ts'
import type { Reference, RowOf, Table } from './table.ts'

/** The tables, parents before children. */
export const tables = { ...coreTables, ...conferenceTables } as const

/** From the name of a table to the type of its rows. */
export type Tables = {
  readonly [T in keyof typeof tables]: RowOf<(typeof tables)[T]['columns']>
}

export type TableName = keyof Tables

/** Rows of one table that go to a sink together. */
export type Batch = {
  readonly [T in TableName]: { readonly table: T; readonly rows: readonly Tables[T][] }
}[TableName]

/** Numbers of rows by table. */
export type Counts = { readonly [T in TableName]?: number }

/** Every table, parents before children. */
export const tableNames = Object.keys(tables) as readonly TableName[]

/** What a function takes as tables. */
export const tableList = listOf(oneOf(tableNames))

/** The sets of tables that a user can ask for by name. */
export const tableSets = {
  core: Object.keys(coreTables) as readonly TableName[],
  conference: tableNames,
} as const

/**
 * The tables in which each day has rows of its own; all others have only rows that belong to no day. Rows of a day are made
 * in this order: those that are known by a name or a time come before those that only belong to them.
 */
export const dailyTables: readonly TableName[] = [
  'Users',
  'ConferenceUris',
  'Conferences',
  'Dialogs',
  'ErrorReport',
  'FocusJoinsAndLeaves',
  'ConferenceSessionDetails',
  'McuJoinsAndLeaves',
  'ConferenceMessageCount',
  'Registration',
]

export type TableSet = keyof typeof tableSets

/** What a function takes as a set of tables. */
export const aTableSet = oneOf(Object.keys(tableSets))

/** The set that is made where nobody asks for another. */
export const usualSet: TableSet = 'conference'
export const usualTables = tableSets[usualSet]

/** The smallest set that holds all of some tables. */
export function setWith(names: Iterable<TableName>): TableSet {
  const isCore = [...names].every((name) => tableSets.core.includes(name))
  return isCore ? 'core' : 'conference'
}

export function tableOf(name: TableName): Table {
  return tables[name]
}

/** Tables, or what there is of them somewhere. */
export interface TableColumns {
  readonly table: TableName
  readonly columns: readonly Column[]
}

/** Tables with all their columns. */
export function wholeTables(names: readonly TableName[]): readonly TableColumns[] {
  return names.map((table) => ({ table, columns: tableOf(table).columns }))
}

/** Whether columns of a table are a key of it. */
export function isKey(table: TableName, columns: readonly string[]): boolean {
  const { primaryKey, unique } = tableOf(table)
  return [primaryKey, ...unique].some((key) => key.join() === columns.join())
}

/** Whether a reference can be a foreign key: both ends have the same types, and the target is a key of its table. */
export function isDeclarable(from: Table, { columns, table: target, to }: Reference): boolean {
  const parent = tableOf(target as TableName)
  const typeIn = (owner: Table, name: string) => owner.columns.find((column) => column.name === name)?.type
  return (
    isKey(target as TableName, to) &&
    columns.every((name, at) => typeIn(from, name) === typeIn(parent, to[at] as string))
  )
}
