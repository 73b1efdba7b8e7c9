import type { Reference } from './table.ts'
import { type TableName, tableNames, tableOf } from './tables.ts'

/**
 * A table as its rows read without the numbers that a database may give anew: each reference is followed to the thing
 * that it stands for.
 */
export interface NaturalTable {
  readonly table: TableName
  readonly cells: readonly Cell[]
  /** Names of the cells that tell one row from another. */
  readonly key: readonly string[]
  /** The column by which rows belong to days; null where they belong to none. */
  readonly time: string | null
  /** By which cells it is known whose rows these are: those of a table that is named here. */
  readonly owner: { readonly table: TableName; readonly key: readonly string[] }
}

/** A value of a row: its own, or one of the row that a reference leads to. */
export interface Cell {
  readonly name: string
  readonly column: string
  readonly by: Reference | null
}

/** Columns that say when the product looked at a row last: they are of no meaning, and shared rows keep theirs. */
const BOOKKEEPING: ReadonlySet<string> = new Set(['NextUpdateTS'])

/**
 * What the ends of some references are called, where their own names would not say which it is; several cells of one end
 * have it before their names.
 */
const LABELS: Readonly<Record<string, string>> = {
  OrganizerId: 'Organizer',
  McuConferenceUriId: 'McuConferenceUri',
  OnBehalfOfId: 'OnBehalfOf',
  ReferredById: 'ReferredBy',
  ConfClientVersionId: 'Conf',
  ReplaceDialogIdSeq: 'ReplaceDialogId',
  RegistrarId: 'Registrar',
  SourceId: 'Source',
  FromUserId: 'FromUser',
  ToUserId: 'ToUser',
}

export const naturalTables: readonly NaturalTable[] = tableNames.map(naturalTable)

function naturalTable(table: TableName): NaturalTable {
  const { columns, identity, primaryKey, references } = tableOf(table)
  const followed = references.filter(isFollowed)
  const cells = columns.flatMap(({ name }): Cell | readonly Cell[] => {
    if (BOOKKEEPING.has(name) || name === numberOf(table)) return []
    const by = followed.find(({ columns: from }) => from.at(-1) === name)
    if (!by) return { name, column: name, by: null }
    const known = knownBy(by.table as TableName)
    return known.map((column) => ({ name: labelled(name, column, known.length === 1), column, by }))
  })
  const own = (names: readonly string[]) =>
    cells.filter(({ column, by }) => names.includes(by ? by.columns.at(-1)! : column)).map(({ name }) => name)
  const isChild = identity.kind === 'child'
  const parent = isChild
    ? followed.find((reference) => tableOf(reference.table as TableName).identity.kind === 'timed')
    : undefined
  const key = isChild
    ? own(primaryKey)
    : [...(identity.kind === 'timed' ? [identity.time] : []), ...identity.natural]
  return {
    table,
    cells,
    key,
    time: identity.kind === 'timed' ? identity.time : (parent?.columns[0] ?? null),
    owner: parent ? { table: parent.table as TableName, key: own(parent.columns) } : { table, key },
  }
}

function labelled(own: string, column: string, isOne: boolean): string {
  const label = LABELS[own]
  return label === undefined ? column : isOne ? label : `${label}${column}`
}

/** A reference to a row whose number a database may give anew. */
function isFollowed({ table }: Reference): boolean {
  return numberOf(table as TableName) !== null
}

function numberOf(table: TableName): string | null {
  const { identity } = tableOf(table)
  return identity.kind === 'named' ? identity.number : identity.kind === 'timed' ? identity.sequence : null
}

function knownBy(table: TableName): readonly string[] {
  const { identity } = tableOf(table)
  return identity.kind === 'child' ? [] : identity.natural
}

/** What the table reads, so that a cell of it can be known: by table. */
export function readsOf(table: TableName, { column, by }: Cell): { [T in TableName]?: readonly string[] } {
  return by ? { [table]: by.columns, [by.table]: [...by.to, column] } : { [table]: [column] }
}
