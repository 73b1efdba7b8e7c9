import { createReadStream } from 'node:fs'

/** The fields of one line; null where one is empty and has no quotes. */
export type Fields = readonly (string | null)[]

/**
 * The lines of a CSV file (RFC 4180, with CRLF or LF), the header too, some at a time. Throws an `Error` that names the line
 * for a quote that is not closed or not at the ends of its field.
 */
export async function* csvLines(path: string): AsyncIterable<readonly Fields[]> {
  let rest = ''
  let number = 1
  for await (const chunk of createReadStream(path, { encoding: 'utf8', highWaterMark: CHUNK })) {
    const text = rest === '' && number === 1 ? chunk.replace(/^\ufeff/, '') : rest + chunk
    const { lines, end } = text.includes('"') ? quotedLines(text) : plainLines(text)
    rest = text.slice(end)
    number += lines.length
    if (rest.length > LONGEST) throw unclosed(number)
    yield lines
  }
  if (rest === '') return
  const { lines, end } = quotedLines(`${rest}\n`)
  if (end <= rest.length) throw unclosed(number)
  yield lines
}

const CHUNK = 1 << 18

/** No line is as long: whoever looks for the end of a quote need not read the whole file. */
const LONGEST = 1 << 20

interface Read {
  readonly lines: readonly Fields[]
  /** Where the first line begins that is not complete. */
  readonly end: number
}

/** Nearly all files have no quotes, and are read several times as fast. */
function plainLines(text: string): Read {
  const end = text.lastIndexOf('\n') + 1
  const lines = end === 0 ? [] : text.slice(0, end - 1).split('\n')
  return { end, lines: lines.map((line) => withoutReturn(line).split(',').map(nullIfEmpty)) }
}

function quotedLines(text: string): Read {
  const lines: Fields[] = []
  let [fields, end]: [(string | null)[], number] = [[], 0]
  const field = new RegExp(FIELD)
  for (let match = field.exec(text); match; match = field.exec(text)) {
    const [, quoted, afterQuoted, plain = '', afterPlain] = match
    const isLast = (afterQuoted ?? afterPlain) !== ','
    if (quoted !== undefined) fields.push(quoted.replaceAll('""', '"'))
    else fields.push(nullIfEmpty(isLast ? withoutReturn(plain) : plain))
    if (!isLast) continue
    lines.push(fields)
    fields = []
    end = field.lastIndex
  }
  return { lines, end }
}

const FIELD = /"([^"]*(?:""[^"]*)*)"(,|\r?\n)|([^",\n]*)(,|\n)/y

function withoutReturn(text: string): string {
  return text.endsWith('\r') ? text.slice(0, -1) : text
}

function nullIfEmpty(text: string): string | null {
  return text === '' ? null : text
}

function unclosed(line: number): Error {
  return new Error(`line ${line} has a quote that is not closed, or not at the ends of its field`)
}
