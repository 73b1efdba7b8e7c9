import { Bytes } from '../encoding/bytes.ts'
import type { Batch, Counts, TableName } from '../schema/tables.ts'
import type { Piece } from '../sinks/file-sink.ts'
import type { TableEncoder, TextEncoder } from '../sinks/text-encoder.ts'
import type { Day } from '../time/ticks.ts'

/** Some rows of a day, or of those that belong to none. */
export interface DayPiece extends Piece {
  readonly day: Day | null
}

/** Text that is handed on as a piece, however much of its day is still to come: blocks stay small. */
const PIECE = 1 << 20
/** Memory that a piece needs, unless its last row is uncommonly long. */
export const PIECE_ROOM = PIECE + (1 << 16)

/** Encodes the rows of one day after the other, each piece in memory of its own. */
export class DayEncoder {
  private readonly encoders: TextEncoder
  private readonly room: () => Uint8Array
  private readonly out = new Bytes(0)

  /** `room` gives memory for a piece, of `PIECE_ROOM` bytes. */
  constructor(encoders: TextEncoder, room: () => Uint8Array) {
    this.encoders = encoders
    this.room = room
  }

  /** Hands on the rows of a day in pieces; gives the numbers of rows. */
  encode(day: Day | null, batches: Iterable<Batch>, give: (piece: DayPiece) => void): Counts {
    const { out } = this
    const counts: { [T in TableName]?: number } = {}
    let open: { readonly table: TableName; readonly encoder: TableEncoder } | null = null
    let count = 0
    const cut = () => {
      if (open && count > 0) give({ day, table: open.table, rows: count, bytes: out.view() })
      count = 0
    }
    for (const { table, rows } of batches) {
      const encoder = this.encoders.tables.get(table)
      if (!encoder || rows.length === 0) continue
      counts[table] = (counts[table] ?? 0) + rows.length
      if (open?.encoder.file !== encoder.file) {
        cut()
        open = { table, encoder }
      }
      for (let at = 0; at < rows.length; at++) {
        if (count++ === 0) out.moveTo(this.room())
        else if (encoder.separator !== '') out.text(encoder.separator)
        encoder.encode(out, rows[at]!, at, at === rows.length - 1)
        if (out.length >= PIECE) cut()
      }
    }
    cut()
    return counts
  }
}
