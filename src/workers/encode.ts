import { Bytes } from '../encoding/bytes.ts'
import type { Batch, Counts, TableName } from '../schema/tables.ts'
import type { Piece } from '../sinks/file-sink.ts'
import type { TextEncoder } from '../sinks/text-encoder.ts'
import type { Day } from '../time/ticks.ts'

/** Some rows of a day, or of those that belong to none. */
export interface DayPiece extends Piece {
  readonly day: Day | null
}

/** Text that is handed on as a piece, however much of its day is still to come: blocks stay small. */
const PIECE = 1 << 20

interface OpenFile {
  readonly table: TableName
  readonly out: Bytes
  rows: number
}

/** Encodes the rows of one day after the other, in blocks that are used again. */
export class DayEncoder {
  private readonly encoders: TextEncoder
  private readonly blocks = new Map<string, Bytes>()

  constructor(encoders: TextEncoder) {
    this.encoders = encoders
  }

  /** Hands on the rows of a day in pieces whose bytes are valid until `give` returns; gives the numbers of rows. */
  encode(day: Day | null, batches: Iterable<Batch>, give: (piece: DayPiece) => void): Counts {
    const counts: { [T in TableName]?: number } = {}
    const files = new Map<string, OpenFile>()
    const cut = (file: OpenFile) => {
      give({ day, table: file.table, rows: file.rows, bytes: file.out.view() })
      file.out.clear()
      file.rows = 0
    }
    for (const { table, rows } of batches) {
      const encoder = this.encoders.tables.get(table)
      if (!encoder || rows.length === 0) continue
      counts[table] = (counts[table] ?? 0) + rows.length
      const file = files.get(encoder.file) ?? { table, out: this.blockOf(encoder.file), rows: 0 }
      files.set(encoder.file, file)
      for (let at = 0; at < rows.length; at++) {
        if (file.rows++ > 0 && encoder.separator !== '') file.out.text(encoder.separator)
        encoder.encode(file.out, rows[at]!, at, at === rows.length - 1)
        if (file.out.length >= PIECE) cut(file)
      }
    }
    for (const file of files.values()) if (file.rows > 0) cut(file)
    return counts
  }

  private blockOf(file: string): Bytes {
    const known = this.blocks.get(file)
    if (known) return known
    const block = new Bytes(PIECE + (1 << 16))
    this.blocks.set(file, block)
    return block
  }
}
