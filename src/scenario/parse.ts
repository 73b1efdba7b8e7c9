import {
  type Document,
  isAlias,
  isMap,
  isNode,
  isScalar,
  isSeq,
  LineCounter,
  type Node,
  parseDocument,
  visit,
} from 'yaml'
import type { Path, Place, Problem, ProblemCode } from './problem.ts'

/** A parsed file: plain data, and where each part of it stands. */
export interface Parsed {
  readonly data: unknown
  readonly locate: Locate
}

/** The place of the value at `path`, or of its key; the nearest place around it when the file has no such path. */
export type Locate = (path: Path, at?: 'key' | 'value') => Place | null

/** For data that came from a program, where nothing has a line. */
export const nowhere: Locate = () => null

/** More uses of anchors than any scenario needs; fewer than a file made to fill the memory. */
const MAX_ALIASES = 1000

/** Parses YAML, of which JSON is a part. Gives the problems instead when the text is not a single sound document. */
export function parse(text: string): Parsed | readonly Problem[] {
  const lines = new LineCounter()
  const document = parseDocument(text, {
    lineCounter: lines,
    prettyErrors: false,
    merge: true,
    stringKeys: true,
  })
  const placeOf = (start: number, end: number) => place(text, lines, start, end)
  const problem = (
    code: ProblemCode,
    at: Place | null,
    message: string,
    hint: string | null = null,
  ): Problem => ({
    code,
    path: [],
    place: at,
    message,
    hint,
  })

  if (document.errors.length > 0) {
    return document.errors.map(({ message, pos: [start, end] }) =>
      problem('yaml-syntax', placeOf(start, end), `not valid YAML: ${lowerFirst(message)}`),
    )
  }
  if (document.contents === null) {
    return [
      problem('file-empty', null, 'the file holds no scenario', 'Run `rollcall init` for one to start from.'),
    ]
  }
  const forbidden = forbiddenKeys(document)
  if (forbidden.length > 0) {
    return forbidden.map((key) => {
      const [start = 0, end = 0] = key.range ?? []
      return problem('bad-name', placeOf(start, end), '"__proto__" cannot be a name', 'Choose another name.')
    })
  }
  try {
    const data: unknown = document.toJS({ maxAliasCount: MAX_ALIASES })
    return { data, locate: (path, at = 'value') => locateIn(document, path, at, placeOf) }
  } catch (cause) {
    if (!(cause instanceof ReferenceError)) throw cause
    const message = `uses its anchors more than ${MAX_ALIASES} times over`
    return [problem('yaml-aliases', null, message, 'Write the repeated parts out, or use a group of people.')]
  }
}

function forbiddenKeys(document: Document): Node[] {
  const found: Node[] = []
  visit(document, {
    Pair: (_, { key }) => {
      if (isScalar(key) && key.value === '__proto__') found.push(key)
    },
  })
  return found
}

function locateIn(
  document: Document,
  path: Path,
  at: 'key' | 'value',
  placeOf: (start: number, end: number) => Place,
): Place | null {
  let node: unknown = document.contents
  let nearest: Node | null = null
  for (const [depth, step] of path.entries()) {
    const isLast = depth === path.length - 1
    if (isAlias(node)) node = node.resolve(document)
    if (isMap(node)) {
      const pair = node.items.find(({ key }) => String(isScalar(key) ? key.value : key) === String(step))
      if (!pair) break
      nearest = isNode(pair.key) ? pair.key : nearest
      node = pair.value
      if (isLast && at === 'key') break
    } else if (isSeq(node) && typeof step === 'number') {
      node = node.items[step]
    } else {
      break
    }
    if (isNode(node) && node.range && !(isScalar(node) && node.range[0] === node.range[1])) nearest = node
  }
  const range = nearest?.range
  return range ? placeOf(range[0], range[1]) : null
}

function place(text: string, lines: LineCounter, start: number, end: number): Place {
  const { line, col } = lines.linePos(Math.min(start, text.length))
  const lineStart = lines.lineStarts[line - 1] ?? 0
  const lineText = (/^[^\r\n]*/.exec(text.slice(lineStart, lineStart + 2000)) as RegExpExecArray)[0]
  const width = Math.min(end, lineStart + lineText.trimEnd().length) - start
  return { line, column: col, width: Math.max(1, width), text: lineText }
}

function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1)
}
