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

/** Thrown when a scenario cannot be used: all that is wrong with it, in the order of the file. */
export class ScenarioError extends Error {
  override readonly name = 'ScenarioError'
  readonly problems: readonly Problem[]
  /** The file's name as the caller gave it, for messages. */
  readonly file: string

  constructor(file: string, problems: readonly Problem[]) {
    super(problems.map((problem) => problemText(file, problem)).join('\n\n'))
    this.file = file
    this.problems = problems
  }
}

/** A problem as a person reads it: the place, the path, what was found, the line itself, and what to do. */
export function problemText(file: string, { path, place, message, hint }: Problem): string {
  const where = place ? `${file}:${place.line}:${place.column}` : file
  const lines = [`${where}: ${path.length > 0 ? `${pathText(path)}: ` : ''}${message}`]
  if (place) lines.push(...excerpt(place))
  if (hint) lines.push(`  ${hint}`)
  return lines.join('\n')
}

/** `conferences.standup.joins.bob[1].leave`. */
export function pathText(path: Path): string {
  return path.reduce<string>((text, key) => {
    if (typeof key === 'number') return `${text}[${key}]`
    const shown = /^[\w-]+$/.test(key) ? key : JSON.stringify(key)
    return text === '' ? shown : `${text}.${shown}`
  }, '')
}

const EXCERPT_WIDTH = 100

function excerpt({ line, column, width, text }: Place): string[] {
  const gutter = `  ${line} | `
  const from = column > EXCERPT_WIDTH - 20 ? column - 40 : 0
  // Tabs and control characters would move the carets or the terminal, so each shows as one plain character.
  const shown = [...text.slice(from, from + EXCERPT_WIDTH)].map((c) => (isPrintable(c) ? c : ' ')).join('')
  const carets = '^'.repeat(Math.max(1, Math.min(width, shown.length - (column - 1 - from))))
  return [
    `${gutter}${shown}`.trimEnd(),
    `${' '.repeat(gutter.length - 2)}| ${' '.repeat(column - 1 - from)}${carets}`,
  ]
}

function isPrintable(character: string): boolean {
  return !/\p{C}/u.test(character)
}
