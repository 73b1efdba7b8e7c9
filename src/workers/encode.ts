import { Bytes } from '../encoding/bytes.ts'
import type { Batch, Counts, TableName } from '../schema/tables.ts'
import type { Piece } from '../sinks/file-sink.ts'
import type { TextEncoder } from '../sinks/text-encoder.ts'
import type { Day } from '../time/ticks.ts'

/** Is told what comes of the rows, in their order. */
export interface Told {
  piece(file: string, piece: Piece): void
  /** That the day has no more rows for a file. */
  end(file: string): void
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
  encode(day: Day | null, batches: Iterable<Batch>, told: Told): Counts {
    const { out } = this
    const counts: { [T in TableName]?: number } = {}
    let open = null as { readonly file: string; readonly table: TableName } | null
    let count = 0
    const cut = () => {
      if (open && count > 0) told.piece(open.file, { day, table: open.table, rows: count, bytes: out.view() })
      count = 0
    }
    const end = () => {
      cut()
      if (open) told.end(open.file)
    }
    for (const batch of batches) {
      const { rows } = batch
      const encoder = this.encoders.tables.get(batch.table)
      if (!encoder || rows.length === 0) continue
      counts[batch.table] = (counts[batch.table] ?? 0) + rows.length
      if (open?.file !== encoder.file) {
        end()
        open = { file: encoder.file, table: batch.table }
      }
      for (let at = 0; at < rows.length; at++) {
        if (count++ === 0) out.moveTo(this.room())
        else if (encoder.separator !== '') out.text(encoder.separator)
        encoder.encode(out, rows[at]!, at, at === rows.length - 1)
        if (out.length >= PIECE) cut()
      }
    }
    end()
    return counts
  }
}
