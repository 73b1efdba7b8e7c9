import type { DayPiece } from './encode.ts'

/** Memory that two threads share: one fills it with pieces, the other empties it, and each waits for the other. */
export interface Slot {
  readonly bytes: SharedArrayBuffer
  /** One number: how often the slot has been emptied. */
  readonly emptied: SharedArrayBuffer
}

/** Pieces that lie in a slot. */
export type Filling = readonly DayPiece[]

/** Bytes of a slot: a day of a full pool as CSV fits in. Of larger parts the thread that makes them waits for room. */
const SIZE = 24 << 20

export function makeSlot(): Slot {
  return { bytes: new SharedArrayBuffer(SIZE), emptied: new SharedArrayBuffer(4) }
}

/** The side that fills a slot. */
export class SlotWriter {
  private readonly bytes: Uint8Array
  private readonly emptied: Int32Array
  private readonly tell: (filling: Filling) => void
  private pieces: DayPiece[] = []
  private used = 0

  /** `tell` gets what the slot holds when it is full; the other side then empties it. */
  constructor({ bytes, emptied }: Slot, tell: (filling: Filling) => void) {
    this.bytes = new Uint8Array(bytes)
    this.emptied = new Int32Array(emptied)
    this.tell = tell
  }

  /** Copies a piece into the slot; waits while there is no room. A piece is smaller than a slot. */
  put(piece: DayPiece): void {
    if (this.used + piece.bytes.length > this.bytes.length) this.turn()
    this.bytes.set(piece.bytes, this.used)
    const bytes = this.bytes.subarray(this.used, this.used + piece.bytes.length)
    this.used += piece.bytes.length
    this.pieces.push({ ...piece, bytes })
  }

  /** What is in the slot at the end. */
  rest(): Filling {
    return this.pieces
  }

  private turn(): void {
    const before = Atomics.load(this.emptied, 0)
    this.tell(this.pieces)
    Atomics.wait(this.emptied, 0, before)
    this.pieces = []
    this.used = 0
  }
}

/** Says that a slot is empty again: from the side that read it. */
export function empty({ emptied }: Slot): void {
  const count = new Int32Array(emptied)
  Atomics.add(count, 0, 1)
  Atomics.notify(count, 0)
}
