import {
  type Alias,
  type Document,
  isCollection,
  isMap,
  isPair,
  isScalar,
  LineCounter,
  type Node,
  parseDocument,
  type Scalar,
  visit,
} from 'yaml'
import { type Locate, locateIn, mergedBy } from './locate.ts'
import { placeIn } from './place.ts'
import { FORBIDDEN, type Place, type Problem, type ProblemCode } from './problem.ts'
import { yamlProblem } from './yaml-problem.ts'

/** A parsed file: plain data, and where each part of it stands. */
export interface Parsed {
  readonly data: unknown
  readonly locate: Locate
}

/** More uses of anchors than any scenario needs; fewer than a file made to fill the memory. */
const MAX_ALIASES = 1000

/** More levels of lists and mappings than any scenario has; far fewer than the parser can follow. */
const MAX_DEPTH = 100

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

  // Without a place: where the parser gives up depends on the machine.
  const tooDeep = () => {
    const hint = `A scenario has far fewer than ${MAX_DEPTH} levels. Look for brackets or dashes that repeat.`
    return [problem('yaml-syntax', null, 'is nested too deeply', hint)]
  }
  const faults = [...document.errors, ...document.warnings]
  if (faults.some(({ code }) => code === 'RESOURCE_EXHAUSTION')) return tooDeep()
  if (faults.length > 0) return faults.map((fault) => yamlProblem(fault, text, placeOf))
  if (document.contents === null) {
    return [
      problem('file-empty', null, 'the file holds no scenario', 'Run `rollcall init` for one to start from.'),
    ]
  }
  if (isTooDeep(document.contents)) return tooDeep()
  const odd = oddNodes(document)
  const problems = [
    ...odd.forbidden.map((key) => problem(FORBIDDEN.code, key, FORBIDDEN.message, FORBIDDEN.hint)),
    ...odd.loose.map((alias) => {
      const hint = 'Set the anchor first, or put a text that begins with "*" in quotes.'
      return problem('yaml-aliases', alias, `there is no anchor "&${alias.source}" above`, hint)
    }),
    ...odd.emptyMerges.map((key) => {
      const hint = 'Write `<<: *usual` for the mapping with the anchor `&usual`.'
      return problem('yaml-aliases', key, '"<<" takes the keys of a mapping, and this is none', hint)
    }),
  ]
  if (problems.length > 0) return problems
  try {
    return { data: document.toJS({ maxAliasCount: MAX_ALIASES }), locate: locateIn(document, placeOf) }
  } catch (cause) {
    // Aliases can pile up levels, too.
    if (cause instanceof RangeError) return tooDeep()
    // Thrown for too many aliases, and for one inside of what it stands for.
    if (!(cause instanceof ReferenceError)) throw cause
    const hint = 'Write the repeated parts out, or use a group of people.'
    const message = `the anchors repeat each other, more than ${MAX_ALIASES} times over`
    return [problem('yaml-aliases', odd.aliases.at(-1) ?? null, message, hint)]
  }
}

/** Goes down level by level, because calls cannot be as deep as a file. */
function isTooDeep(contents: unknown): boolean {
  let level = [contents]
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > MAX_DEPTH) return true
    level = level.flatMap((node) => (isCollection(node) ? node.items.flatMap(collectionsIn) : []))
  }
  return false
}

function collectionsIn(item: unknown): unknown[] {
  return (isPair(item) ? [item.key, item.value] : [item]).filter(isCollection)
}

/** What is sound YAML and still cannot become data, and all aliases. */
function oddNodes(document: Document) {
  const anchors = new Set<string | undefined>()
  const aliases: Alias[] = []
  const loose: Alias[] = []
  const forbidden: Scalar[] = []
  const emptyMerges: Scalar[] = []
  visit(document, {
    Value: (_, { anchor }) => void anchors.add(anchor),
    Alias: (_, alias) => {
      aliases.push(alias)
      if (!anchors.has(alias.source)) loose.push(alias)
    },
    Pair: (_, { key, value }) => {
      if (!isScalar(key)) return
      if (key.value === '__proto__') forbidden.push(key)
      const isMerge = key.value === '<<' && key.type === 'PLAIN'
      if (isMerge && !mergedBy(value, document).every(isMap)) emptyMerges.push(key)
    },
  })
  return { aliases, forbidden, loose, emptyMerges }
}
