import type { Bytes } from '../encoding/bytes.ts'
import type { Spelling } from '../encoding/row-encoder.ts'
import { RollcallError } from '../errors.ts'

const QUOTE = 0x27
const SPACE = 0x20

/** The literals that most engines share; a dialect changes what it spells differently. */
export const commonLiterals: Spelling = {
  null: 'NULL',
  bit: (out, value) => out.byte(value ? 0x31 : 0x30),
  int: (out, value) => out.int(value),
  dateTime: (out, value) => quoted(out, () => out.dateTime(value, SPACE)),
  guid: (out, value) => quoted(out, () => out.guid(value)),
  text: (out, value) => out.text(textLiteral(value)),
  binary: (out, value) => hexLiteral(out, "X'", value.toString(), "'"),
}

/**
 * A text between quotes. Throws a `RollcallError` for one that holds a NUL: PostgreSQL cannot keep it, and to the other
 * clients it is the end of the script.
 */
export function textLiteral(value: string): string {
  if (value.includes('\0')) {
    throw new RollcallError(
      `an SQL script cannot hold a text with a NUL: ${JSON.stringify(value)}`,
      'JSON and CSV can.',
    )
  }
  return `'${value.replaceAll("'", "''")}'`
}

export function quoted(out: Bytes, write: () => void): void {
  out.byte(QUOTE)
  write()
  out.byte(QUOTE)
}

/** The bytes of an ASCII text as hex digits between `before` and `after`. */
export function hexLiteral(out: Bytes, before: string, ascii: string, after: string): void {
  out.text(before)
  out.hexOf(Buffer.from(ascii, 'latin1'))
  out.text(after)
}
