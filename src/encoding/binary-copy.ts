import { Buffer } from 'node:buffer'
import type { DialogId } from '../schema/dialog-id.ts'
import type { Guid } from '../schema/guid.ts'
import type { Put } from '../schema/row-reads.ts'
import type { TableName } from '../schema/tables.ts'
import { msFromTicks, type Ticks } from '../time/ticks.ts'
import { Bytes } from './bytes.ts'
import { eachValue } from './each-value.ts'

/** What stands before the first row of PostgreSQL's binary COPY, and after the last. */
export const COPY_HEAD = Buffer.from('PGCOPY\n\xff\r\n\0\0\0\0\0\0\0\0\0', 'latin1')
export const COPY_END = Buffer.from([0xff, 0xff])

/** Milliseconds from 1970 to 2000, where PostgreSQL counts from. */
const EPOCH = 946_684_800_000
const WORD = 2 ** 32

export type CopyPut = Put<CopyBlock>

/** An encoder for the rows of a table, from how the values of its columns are put: see `rowEncoder`. */
export function copyEncoder(
  table: TableName,
  columns: readonly { readonly name: string; readonly put: CopyPut }[],
): (out: CopyBlock, row: object) => void {
  const puts = columns.map(({ name, put }): [string, CopyPut] => [
    name,
    (out, value) => {
      if (value === null) out.null()
      else put(out, value)
    },
  ])
  const values = eachValue(table, new Map(puts))
  return (out, row) => {
    out.row(columns.length)
    values(out, row)
  }
}

/** A block of rows as PostgreSQL's binary COPY takes them: it grows, and is used again. Numbers have the high byte first. */
export class CopyBlock {
  private block: Buffer
  private words: DataView
  private used = 0
  private readonly ascii = new Bytes(1 << 7)

  constructor(capacity = 1 << 18) {
    this.block = Buffer.allocUnsafeSlow(capacity)
    this.words = new DataView(this.block.buffer)
  }

  get length(): number {
    return this.used
  }

  clear(): void {
    this.used = 0
  }

  /** A copy of what was written since the last `clear`. */
  copy(): Buffer {
    return Buffer.from(this.block.subarray(0, this.used))
  }

  raw(bytes: Buffer): void {
    this.room(bytes.length)
    this.used += bytes.copy(this.block, this.used)
  }

  /** Begins a row of so many values. */
  row(values: number): void {
    this.room(2)
    this.words.setInt16(this.used, values)
    this.used += 2
  }

  null(): void {
    this.room(4)
    this.words.setInt32(this.used, -1)
    this.used += 4
  }

  bool(value: boolean): void {
    const at = this.value(1)
    this.words.setUint8(at, value ? 1 : 0)
  }

  int2(value: number): void {
    const at = this.value(2)
    this.words.setInt16(at, value)
  }

  int4(value: number): void {
    const at = this.value(4)
    this.words.setInt32(at, value)
  }

  /** Any safe integer. */
  int8(value: number): void {
    const at = this.value(8)
    this.words.setInt32(at, Math.floor(value / WORD))
    this.words.setUint32(at + 4, value % WORD)
  }

  /** Microseconds, which are no safe integer in far years. */
  timestamp(moment: Ticks): void {
    const ms = msFromTicks(moment) - EPOCH
    const high = Math.floor(ms / WORD)
    const low = (ms - high * WORD) * 1000
    const carry = Math.floor(low / WORD)
    const at = this.value(8)
    this.words.setInt32(at, high * 1000 + carry)
    this.words.setUint32(at + 4, low - carry * WORD)
  }

  uuid({ a, b, c, d }: Guid): void {
    const at = this.value(16)
    const { words } = this
    words.setInt32(at, a)
    words.setInt32(at + 4, b)
    words.setInt32(at + 8, c)
    words.setInt32(at + 12, d)
  }

  /** Text as UTF-8. */
  text(text: string): void {
    const { length } = text
    this.room(4 + length * 3)
    const { block } = this
    const start = this.used + 4
    let at = 0
    if (length <= 100) {
      for (; at < length; at++) {
        const unit = text.charCodeAt(at)
        if (unit >= 0x80) break
        block[start + at] = unit
      }
    }
    const bytes = at === length ? length : block.write(text, start, 'utf8')
    this.words.setInt32(this.used, bytes)
    this.used = start + bytes
  }

  /** The text of a dialog id as bytes. */
  dialogId(id: DialogId): void {
    this.ascii.clear()
    this.ascii.dialogId(id)
    const bytes = this.ascii.view()
    const at = this.value(bytes.length)
    this.block.set(bytes, at)
  }

  /** Room for a value of so many bytes, whose length is written; gives its place. */
  private value(bytes: number): number {
    this.room(4 + bytes)
    this.words.setInt32(this.used, bytes)
    const at = this.used + 4
    this.used = at + bytes
    return at
  }

  private room(bytes: number): void {
    if (this.used + bytes <= this.block.length) return
    const larger = Buffer.allocUnsafeSlow(Math.max(this.block.length * 2, this.used + bytes))
    this.block.copy(larger, 0, 0, this.used)
    this.block = larger
    this.words = new DataView(larger.buffer)
  }
}
