import type { Html } from '../html.ts'

/** A picture with the numbers that it shows. */
export interface Chart {
  /** For wide screens and for phones, or one for both. */
  readonly wide: Html
  readonly narrow: Html | null
  readonly table: TableText
}

/** A table as it is shown; what is pointed at in a picture is a row of it. */
export interface TableText {
  readonly columns: readonly ColumnText[]
  readonly rows: readonly (readonly string[])[]
}

export interface ColumnText {
  readonly name: string
  readonly isNumber: boolean
}

export function texts(...names: readonly string[]): ColumnText[] {
  return names.map((name) => ({ name, isNumber: false }))
}

export function numbers(...names: readonly string[]): ColumnText[] {
  return names.map((name) => ({ name, isNumber: true }))
}

/** What a row of a table says, in words: `Mon 09:00, participants 12`. */
export function rowText({ columns, rows }: TableText, row: number): string {
  return rows[row]!.map((cell, at) => (at === 0 ? cell : `${columns[at]!.name} ${cell}`)).join(', ')
}

/** The rows of a table as marks, one for each. */
export function spotsOf(table: TableText) {
  return table.rows.map((_, row) => ({ row, label: rowText(table, row) }))
}
