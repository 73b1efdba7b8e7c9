import type { Spelling } from '../encoding/row-encoder.ts'
import type { ColumnType } from '../schema/column.ts'

export type DialectName = 'mssql' | 'postgres' | 'mysql' | 'sqlite'

/** What one engine spells differently. */
export interface Dialect {
  readonly name: DialectName
  identifier(name: string): string
  /** The engine's type for a documented one. */
  type(type: ColumnType): string
  /** The text that the bytes of a column spell. */
  asText(bytes: string): string
  /** Literals of a script. */
  readonly spelling: Spelling
  readonly maxRowsPerInsert: number
  /** How an insert of a script begins. */
  readonly insertInto: string
  /** Ends a batch of a script; empty for engines that know none. */
  readonly batchEnd: string
  readonly begin: string
  readonly commit: string
  /** The command that runs a script and stops at the first error. */
  load(script: string): string
}

/** Splits a documented type: `nvarchar(450)` into `nvarchar` and 450. */
export function typeParts(type: ColumnType): { base: string; length: number } {
  const [base = '', length] = type.split(/[()]/)
  return { base, length: Number(length ?? 0) }
}
