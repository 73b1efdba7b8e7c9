import type { Piece } from '../sinks/file-sink.ts'
import { PIECE_ROOM } from './encode.ts'

/** A piece that lies on a belt. */
export interface Laid {
  readonly piece: Piece
  /** One number, shared: how many pieces have been taken off the belt. */
  readonly taken: Int32Array
}

/** Memory that goes round between two threads: one lays pieces on it, and waits while there is no room; the other takes them off in order. */
export class Belt {
  private readonly bytes: Uint8Array
  private readonly taken = new Int32Array(new SharedArrayBuffer(4))
  /** Where the pieces lie that may still be there, the oldest first. */
  private readonly places: { readonly from: number; readonly to: number }[] = []
  private laid = 0
  private end = 0

  constructor(size: number) {
    this.bytes = new Uint8Array(new SharedArrayBuffer(size))
  }

  /** A stretch of the belt for the next piece to be written to, as soon as there is one. */
  room(): Uint8Array {
    return this.stretch(PIECE_ROOM)
  }

  /** Lays down a piece, where it was written to or as a copy. It is smaller than a belt. */
  lay(piece: Piece): Laid {
    const { length } = piece.bytes
    let { bytes } = piece
    if (bytes.buffer !== this.bytes.buffer) {
      bytes = this.stretch(length)
      bytes.set(piece.bytes)
    }
    const from = bytes.byteOffset
    this.end = from + length
    this.places.push({ from, to: this.end })
    this.laid++
    return { piece: { ...piece, bytes }, taken: this.taken }
  }

  private stretch(length: number): Uint8Array {
    const from = this.end + length <= this.bytes.length ? this.end : 0
    this.waitFor(from, from + length)
    return this.bytes.subarray(from, from + length)
  }

  private waitFor(from: number, to: number): void {
    for (;;) {
      const taken = Atomics.load(this.taken, 0)
      this.places.splice(0, this.places.length - (this.laid - taken))
      if (!this.places.some((place) => place.from < to && from < place.to)) return
      Atomics.wait(this.taken, 0, taken)
    }
  }
}

/** Takes the oldest piece off its belt: its bytes are overwritten some time after. */
export function takeOff({ taken }: Laid): void {
  Atomics.add(taken, 0, 1)
  Atomics.notify(taken, 0)
}
