import { checkArguments, kindOf, listOf, objectWith, optionsOf, wholeNumber } from '../arguments.ts'
import { RollcallError } from '../errors.ts'
import { type TableName, tableNames, tableOf } from '../schema/tables.ts'
import {
  type NaturalRow,
  naturalKey,
  naturalOf,
  naturalRows,
  type SomeRows,
  tablesIn,
} from './natural-rows.ts'
import type { PlainValue } from './values.ts'

/** A row of one set that the other does not have, or has otherwise. */
export interface RowDifference {
  readonly table: TableName
  /** Only expected, only found, there with other cells, or the same thing at another time. */
  readonly kind: 'missing' | 'unexpected' | 'changed' | 'moved'
  /** The row by its names. Of one that changed, the one that was expected. */
  readonly row: NaturalRow
  /** Of one that changed or moved. */
  readonly cells: readonly {
    readonly column: string
    readonly expected: PlainValue
    readonly found: PlainValue
  }[]
}

const someRows = optionsOf(
  Object.fromEntries(tableNames.map((table) => [table, kindOf('a list of rows', Array.isArray)])),
)

/**
 * How two sets of rows differ by natural key: order and surrogate numbers do not count. The tables that both sides have are
 * compared. Where only one side has the rows that a reference leads to, its number is compared.
 */
export function rowDifferences(expected: SomeRows, found: SomeRows): RowDifference[] {
  checkArguments('rowDifferences', { expected: [expected, someRows], found: [found, someRows] })
  const [mine, theirs] = [tablesIn(expected), tablesIn(found)]
  const both = new Set([...mine].filter((table) => theirs.has(table)))
  if (both.size === 0)
    throw new RollcallError(
      'ROLLCALL_E_ARGUMENT',
      'rowDifferences: there is no table of which both sides have rows',
      'A table without rows is an empty list.',
    )
  return tableNames
    .filter((table) => both.has(table))
    .flatMap((table) => differencesIn(table, expected, found, both))
}

/** Throws a `RowsError` that lists the differences, unless both sets hold the same rows: see `rowDifferences`. */
export function assertSameRows(found: SomeRows, expected: SomeRows): void {
  checkArguments('assertSameRows', { found: [found, someRows], expected: [expected, someRows] })
  const differences = rowDifferences(expected, found)
  if (differences.length > 0) throw new RowsError(differences)
}

/** Rows are not those that were expected. */
export class RowsError extends RollcallError {
  override readonly name = 'RowsError'
  readonly differences: readonly RowDifference[]

  constructor(differences: readonly RowDifference[]) {
    super('ROLLCALL_E_ROWS', `the rows are not those that were expected\n${differencesText(differences)}`)
    this.differences = differences
  }
}

const differenceList = listOf(objectWith('a difference of rows', 'table', 'kind', 'row', 'cells'))

/** Differences as a person reads them, table after table; of each table so many rows. */
export function differencesText(differences: readonly RowDifference[], most = 10): string {
  checkArguments('differencesText', {
    differences: [differences, differenceList],
    most: [most, wholeNumber(0)],
  })
  const lines: string[] = []
  for (const [table, own] of byTable(differences)) {
    const kinds = (['missing', 'unexpected', 'changed', 'moved'] as const).flatMap((kind) => {
      const count = own.filter((difference) => difference.kind === kind).length
      return count === 0 ? [] : `${count} ${kind}`
    })
    lines.push(`${table}: ${kinds.join(', ')}`)
    for (const { kind, row, cells } of own.slice(0, most)) {
      lines.push(`  ${SIGNS[kind]} ${labelOf(table, row)}`)
      for (const { column, expected, found } of cells)
        lines.push(`      ${column}: ${text(expected)} -> ${text(found)}`)
    }
    if (own.length > most) lines.push(`  and ${own.length - most} more`)
  }
  return lines.map((line) => `${line}\n`).join('')
}

const SIGNS = { missing: '-', unexpected: '+', changed: '~', moved: '>' } as const

function differencesIn(
  table: TableName,
  expected: SomeRows,
  found: SomeRows,
  both: ReadonlySet<TableName>,
): RowDifference[] {
  const key = naturalKey(table, both)
  const mine = grouped(naturalRows(expected, table, both), key)
  const theirs = grouped(naturalRows(found, table, both), key)
  const differences: RowDifference[] = []
  const [missing, unexpected]: [NaturalRow[], NaturalRow[]] = [[], []]
  for (const [name, rows] of mine) {
    const others = theirs.get(name) ?? []
    const pairs = Math.min(rows.length, others.length)
    for (let at = 0; at < pairs; at++) {
      const cells = changedCells(rows[at]!, others[at]!)
      if (cells.length > 0) differences.push({ table, kind: 'changed', row: rows[at]!, cells })
    }
    missing.push(...rows.slice(pairs))
    unexpected.push(...others.slice(pairs))
  }
  for (const [name, rows] of theirs) if (!mine.has(name)) unexpected.push(...rows)
  return [...differences, ...moved(table, key, missing, unexpected)]
}

/** Of rows without a partner those that are the same thing at another time, then the others. */
function moved(
  table: TableName,
  key: readonly string[],
  missing: readonly NaturalRow[],
  unexpected: readonly NaturalRow[],
): RowDifference[] {
  const times = new Set(tableOf(table).columns.flatMap(({ name, type }) => (type === 'datetime' ? name : [])))
  const timeless = key.filter((name) => !times.has(name))
  const theirs = timeless.length === 0 ? new Map<string, NaturalRow[]>() : grouped(unexpected, timeless)
  const taken = new Set<NaturalRow>()
  const alone = missing.map((row): RowDifference => {
    const partner = theirs.get(nameOf(row, timeless))?.find((other) => !taken.has(other))
    if (!partner) return { table, kind: 'missing', row, cells: [] }
    taken.add(partner)
    return { table, kind: 'moved', row, cells: changedCells(row, partner) }
  })
  const others = unexpected.filter((row) => !taken.has(row))
  return [...alone, ...others.map((row): RowDifference => ({ table, kind: 'unexpected', row, cells: [] }))]
}

/** Rows by their key; of one key in the order of their other cells, whatever order they came in. */
function grouped(rows: readonly NaturalRow[], key: readonly string[]): Map<string, NaturalRow[]> {
  const groups = new Map<string, NaturalRow[]>()
  for (const row of rows) {
    const name = nameOf(row, key)
    const group = groups.get(name)
    if (group) group.push(row)
    else groups.set(name, [row])
  }
  for (const group of groups.values())
    if (group.length > 1) group.sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1))
  return groups
}

function nameOf(row: NaturalRow, key: readonly string[]): string {
  return JSON.stringify(key.map((name) => row[name] ?? null))
}

function changedCells(expected: NaturalRow, found: NaturalRow): RowDifference['cells'] {
  return Object.keys(expected).flatMap((column) => {
    const [one, other] = [expected[column] ?? null, found[column] ?? null]
    return one === other ? [] : { column, expected: one, found: other }
  })
}

/** What a person knows a row by: its key and the names that it leads to, but no ids that only machines read. */
function labelOf(table: TableName, row: NaturalRow): string {
  const { cells, key } = naturalOf(table)
  const typeOf = ({ column, by }: (typeof cells)[number]) =>
    tableOf((by?.table as TableName | undefined) ?? table).columns.find(({ name }) => name === column)!.type
  const isId = (cell: (typeof cells)[number]) => /^(uniqueidentifier|varbinary)/.test(typeOf(cell))
  const shown = cells.filter((cell) => {
    if (row[cell.name] === undefined || row[cell.name] === null || isId(cell)) return false
    return key.includes(cell.name) || /^(UserUri|ConferenceUri|Organizer)$/.test(cell.name)
  })
  const parts = shown.map(({ name }) => `${name} ${text(row[name] ?? null)}`)
  return parts.length > 0
    ? parts.join(', ')
    : key.map((name) => `${name} ${text(row[name] ?? null)}`).join(', ')
}

function text(value: PlainValue): string {
  return value === null ? 'null' : String(value)
}

function byTable(differences: readonly RowDifference[]): Map<TableName, RowDifference[]> {
  const tables = new Map<TableName, RowDifference[]>()
  for (const difference of differences)
    tables.set(difference.table, [...(tables.get(difference.table) ?? []), difference])
  return tables
}
