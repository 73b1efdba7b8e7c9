import {
  type Alias,
  type Document,
  isAlias,
  isScalar,
  LineCounter,
  type Node,
  parseDocument,
  type Scalar,
  visit,
} from 'yaml'
import { type Locate, locateIn } from './locate.ts'
import { placeIn } from './place.ts'
import type { Place, Problem, ProblemCode } from './problem.ts'
import { yamlProblem } from './yaml-problem.ts'

/** A parsed file: plain data, and where each part of it stands. */
export interface Parsed {
  readonly data: unknown
  readonly locate: Locate
}

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
    // A scenario has no use for dates, sets and bytes as YAML makes them.
    resolveKnownTags: false,
  })
  const placeOf = (start: number, end: number) => placeIn(text, start, end, lines)
  const problem = (code: ProblemCode, node: Node | null, message: string, hint: string): Problem => {
    const place: Place | null = node?.range ? placeOf(node.range[0], node.range[1]) : null
    return { code, path: [], place, message, hint }
  }

  const faults = [...document.errors, ...document.warnings]
  if (faults.length > 0) return faults.map((fault) => yamlProblem(fault, text, placeOf))
  if (document.contents === null) {
    return [
      problem('file-empty', null, 'the file holds no scenario', 'Run `rollcall init` for one to start from.'),
    ]
  }
  const { aliases, forbidden } = oddNodes(document)
  if (forbidden.length > 0) {
    return forbidden.map((key) =>
      problem('bad-name', key, '"__proto__" cannot be a name', 'Choose another name.'),
    )
  }
  const loose = aliases.filter((alias) => !alias.resolve(document))
  if (loose.length > 0) {
    const hint = 'Set the anchor first, or put a text that begins with "*" in quotes.'
    return loose.map((alias) =>
      problem('yaml-aliases', alias, `there is no anchor "&${alias.source}" above`, hint),
    )
  }
  try {
    return { data: document.toJS({ maxAliasCount: MAX_ALIASES }), locate: locateIn(document, placeOf) }
  } catch (cause) {
    // Thrown for too many aliases, and for one inside of what it stands for.
    if (!(cause instanceof ReferenceError)) throw cause
    const hint = 'Write the repeated parts out, or use a group of people.'
    const message = `the anchors repeat each other, more than ${MAX_ALIASES} times over`
    return [problem('yaml-aliases', aliases.at(-1) ?? null, message, hint)]
  }
}

/** What is sound YAML and still needs a look: aliases, and keys that mean something to JavaScript. */
function oddNodes(document: Document): { aliases: Alias[]; forbidden: Scalar[] } {
  const aliases: Alias[] = []
  const forbidden: Scalar[] = []
  visit(document, {
    Alias: (_, alias) => void aliases.push(alias),
    Pair: (_, { key }) => {
      if (isScalar(key) && key.value === '__proto__') forbidden.push(key)
      if (isAlias(key)) aliases.push(key)
    },
  })
  return { aliases, forbidden }
}
