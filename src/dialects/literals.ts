import type { Bytes } from '../encoding/bytes.ts'
import type { Spelling } from '../encoding/row-encoder.ts'
import { RollcallError } from '../errors.ts'

const QUOTE = 0x27
const SPACE = 0x20

/** The literals that most engines share; a dialect adds its texts and changes what it spells differently. */
export const commonLiterals: Omit<Spelling, 'text'> = {
  null: 'NULL',
  bit: (out, value) => out.byte(value ? 0x31 : 0x30),
  int: (out, value) => out.int(value),
  dateTime: (out, value) => quoted(out, () => out.dateTime(value, SPACE)),
  guid: (out, value) => quoted(out, () => out.guid(value)),
  dialogId: (out, value) => hexLiteral(out, "X'", value.toString(), "'"),
  ascii: (out, value) => hexLiteral(out, "X'", value, "'"),
}

/** How an engine spells a text in which some characters stand as numbers. */
export interface TextParts {
  /** Opens a literal. */
  readonly quote: string
  /** The character with a number. */
  readonly character: (code: number) => string
  readonly join: string
}

/**
 * A text as an expression in which line breaks stand as numbers. `sqlite3` turns CRLF into LF, wherever it stands; to
 * `sqlcmd` a line that reads `GO` ends the batch, also in the middle of a text.
 */
export function textLiteral(value: string, { quote, character, join }: TextParts): string {
  const parts = withoutNul(value)
    .split(/([\r\n])/)
    .filter((part) => part !== '')
  const literals = parts.map((part) =>
    part === '\n' || part === '\r' ? character(part.charCodeAt(0)) : `${quote}${part.replaceAll("'", "''")}'`,
  )
  return literals.join(join) || `${quote}'`
}

/** Throws a `RollcallError` for a NUL: PostgreSQL cannot keep it, and to the other clients it ends the script. */
export function withoutNul(value: string): string {
  if (!value.includes('\0')) return value
  throw new RollcallError(
    'ROLLCALL_E_VALUE',
    `an SQL script cannot hold a text with a NUL: ${JSON.stringify(value)}`,
    'JSON and CSV can.',
  )
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
