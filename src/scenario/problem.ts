import { aText, checkArguments, objectWith } from '../arguments.ts'
/** Where something stands in a scenario file; lines and columns count from 1, and `text` is the whole line. */
export interface Place {
  readonly line: number
  readonly column: number
  /** How many characters of the line it covers, at least 1. */
  readonly width: number
  readonly text: string
}

/** Keys and list positions that lead to a value in a scenario. */
export type Path = readonly (string | number)[]

/** One thing that is wrong with a scenario, as data; `problemText` prints it. */
export interface Problem {
  /** A stable name for the kind of problem: tests and tools go by it, the wording may improve. */
  readonly code: ProblemCode
  readonly path: Path
  readonly place: Place | null
  /** What was found, quoted as it was written. */
  readonly message: string
  /** What is allowed, and what to try. */
  readonly hint: string | null
}

export type ProblemCode =
  | 'file-missing'
  | 'file-unreadable'
  | 'file-empty'
  | 'file-binary'
  | 'file-too-large'
  | 'yaml-syntax'
  | 'yaml-aliases'
  | 'unknown-key'
  | 'missing-key'
  | 'wrong-type'
  | 'bad-format'
  | 'not-allowed'
  | 'out-of-range'
  | 'unknown-name'
  | 'bad-name'
  | 'duplicate'
  | 'conflict'
  | 'time-order'
  | 'overlap'
  | 'impossible-date'
  | 'unresolved-date'

/** What is said of a key that no scenario can have. */
export const FORBIDDEN = {
  code: 'bad-name',
  message: '"__proto__" cannot be a name',
  hint: 'Choose another name.',
} as const

/** Thrown when a scenario cannot be used: all that is wrong with it, in the order of the file. */
export class ScenarioError extends Error {
  override readonly name = 'ScenarioError'
  readonly code = 'ROLLCALL_E_SCENARIO'
  readonly problems: readonly Problem[]
  /** The file's name as the caller gave it, for messages. */
  readonly file: string

  constructor(file: string, problems: readonly Problem[]) {
    super(problems.map((problem) => problemText(file, problem)).join('\n\n'))
    this.file = file
    this.problems = problems
  }
}

const aProblem = objectWith('a problem of a ScenarioError', 'code', 'path', 'message')

/** A problem as a person reads it: the place, the path, what was found, the line itself, and what to do. */
export function problemText(file: string, problem: Problem): string {
  checkArguments('problemText', { file: [file, aText], problem: [problem, aProblem] })
  const { path, place, message, hint } = problem
  const where = place ? `${file}:${place.line}:${place.column}` : file
  const lines = [`${where}: ${visible(`${path.length > 0 ? `${pathText(path)}: ` : ''}${message}`)}`]
  if (place) lines.push(...excerpt(place))
  if (hint) lines.push(`  ${visible(hint)}`)
  return lines.join('\n')
}

/** `conferences.standup.joins.bob[1].leave`. */
export function pathText(path: Path): string {
  return path.reduce<string>((text, key) => {
    if (typeof key === 'number') return `${text}[${key}]`
    const short = key.length > MAX_KEY ? `${key.slice(0, MAX_KEY)}…` : key
    const shown = /^[\w-]+$/.test(key) ? short : JSON.stringify(short)
    return text === '' ? shown : `${text}.${shown}`
  }, '')
}

/** A text from a file may not steer the terminal that it is shown on. */
function visible(text: string): string {
  return text.replace(/\p{C}/gu, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`)
}

const MAX_KEY = 60
const EXCERPT_WIDTH = 100

function excerpt({ line, column, width, text }: Place): string[] {
  const gutter = `  ${line} | `
  const start = column - 1
  const from = start > EXCERPT_WIDTH - 20 ? start - 40 : 0
  const [before, marked, after] = [
    text.slice(from, start),
    text.slice(start, start + width),
    text.slice(start + width),
  ].map(printable) as [string, string, string]
  const shown = `${before}${marked}${after}`.slice(0, EXCERPT_WIDTH)
  const carets = '^'.repeat(Math.max(1, columnsOf(shown.slice(before.length, before.length + marked.length))))
  const blank = ' '.repeat(gutter.length - 2)
  return [`${gutter}${shown}`.trimEnd(), `${blank}| ${' '.repeat(columnsOf(before))}${carets}`]
}

/** Tabs and control characters would move the carets or the terminal, so each shows as one plain character. */
function printable(text: string): string {
  return text.slice(0, EXCERPT_WIDTH).replace(/\p{C}/gu, ' ')
}

const WIDE =
  /[\p{Emoji_Presentation}\p{Script=Han}\p{Script=Hangul}\p{Script=Hiragana}\p{Script=Katakana}\uFF01-\uFF60]/u

/** Columns that a text takes in a terminal: letters of the Far East and emoji take two, accents none. */
function columnsOf(text: string): number {
  return [...text].reduce((sum, c) => sum + (/\p{M}/u.test(c) ? 0 : WIDE.test(c) ? 2 : 1), 0)
}
