import type { Bytes } from '../encoding/bytes.ts'
import type { Counts, TableName } from '../schema/tables.ts'

/** How the rows of one table become text. It keeps no state, so any thread can encode any part of a data set. */
export interface TableEncoder {
  /** Name of the file that the rows go to. */
  readonly file: string
  /** Between two rows of the file, whichever batches they come from. */
  readonly separator: string
  /** One row; `at` is its position in its batch. */
  encode(out: Bytes, row: object, at: number, isLast: boolean): void
}

/** How a format spells a data set. */
export interface TextEncoder {
  /** The encoders of the tables whose rows are wanted. */
  readonly tables: ReadonlyMap<TableName, TableEncoder>
  /** Bytes that its files have beside their rows, from the rows of each table and the number of days that have any. */
  frame(rows: Counts, days: Counts): number
}
