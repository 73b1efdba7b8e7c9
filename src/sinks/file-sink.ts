import type { WrittenFile } from '../files/file-writer.ts'
import type { TableName } from '../schema/tables.ts'
import type { Day } from '../time/ticks.ts'
import type { Sink } from './sink.ts'

/** A sink that writes files and can tell what it wrote. */
export interface FileSink extends Sink {
  /** Takes rows that another thread has encoded: those of a file in its order, whatever comes between. Only sinks of text formats can. */
  append?(piece: Piece): Promise<void>
  /** The files in order of their tables and days, once `close` has resolved. */
  files(): readonly WrittenFile[]
}

/** Some rows that go to one file, as the bytes that they are there. */
export interface Piece {
  /** For a script the table of its first row. */
  readonly table: TableName
  /** The UTC day of all of them, or none. */
  readonly day: Day | null
  readonly rows: number
  readonly bytes: Uint8Array
}
