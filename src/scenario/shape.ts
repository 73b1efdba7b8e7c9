import type { z } from 'zod'
import { didYouMean, suggest } from '../suggest.ts'
import { expectedAt, formatNamed } from './definition.ts'
import { type ScenarioFile, scenarioFile } from './file.ts'
import type { Locate } from './locate.ts'
import type { Path, Problem, ProblemCode } from './problem.ts'
import { type LeftOut, soundPart } from './sound-part.ts'
import { kindOf, quote, typeName } from './words.ts'

type Issue = z.core.$ZodIssue

/** What data says of the shape of a scenario: all that does not fit, and what remains when that is left out. */
export interface Shape {
  readonly problems: readonly Problem[]
  /** A file of the right shape, for the checks that follow; the same as the data when there are no problems. */
  readonly file: ScenarioFile
  readonly leftOut: LeftOut
}

/** Checks the shape of `data`, that is keys, types, forms and ranges, against the one definition in `file.ts`. */
export function shapeOf(data: unknown, locate: Locate): Shape {
  const checked = scenarioFile.safeParse(data)
  if (checked.success) return { problems: [], file: checked.data, leftOut: () => false }
  const all = checked.error.issues.flatMap((issue) => problemsOf(issue, [], data, locate))
  // A number can be larger than two limits: the second is ours.
  const problems = [
    ...new Map(all.map((problem) => [JSON.stringify([problem.code, problem.path]), problem])).values(),
  ]
  return {
    problems: problems.filter((problem) => !isMisspelt(problem, problems)),
    ...soundPart(data, problems),
  }
}

/** Whether a key is missing only because it stands there misspelt, which is told already. */
function isMisspelt({ code, path }: Problem, problems: readonly Problem[]): boolean {
  if (code !== 'missing-key') return false
  const key = path.at(-1) as string
  const isSibling = (other: Path) => JSON.stringify(other.slice(0, -1)) === JSON.stringify(path.slice(0, -1))
  return problems.some((other) => {
    if (other.code !== 'unknown-key' || !isSibling(other.path)) return false
    return suggest(other.path.at(-1) as string, expectedAt(path.slice(0, -1)).keys) === key
  })
}

function problemsOf(issue: Issue, base: Path, data: unknown, locate: Locate): Problem[] {
  const path = [...base, ...issue.path] as Path
  const found = valueAt(data, path)
  const expected = expectedAt(path)
  const place = locate(path)
  const quoted = quote(found, place)
  const problem = (code: ProblemCode, message: string, hint: string | null, at = place): Problem[] => [
    { code, path, place: at, message, hint },
  ]
  const missing = () => problem('missing-key', 'is missing', expected.description, locate(path, 'key'))

  switch (issue.code) {
    case 'unrecognized_keys':
      return issue.keys.map((key) => ({
        code: 'unknown-key',
        path: [...path, key],
        place: locate([...path, key], 'key'),
        message: 'unknown key',
        hint: didYouMean(key, expected.keys) ?? `Allowed: ${expected.keys.join(', ')}.`,
      }))
    case 'invalid_union': {
      if (found === undefined) return missing()
      const branch = likeliest(issue.errors, found)
      if (branch) return branch.flatMap((inner) => problemsOf(inner, path, data, locate))
      const types = issue.errors.flat().map(typeExpected)
      return problem('wrong-type', `${quoted} does not fit`, `Expected: ${[...new Set(types)].join(' or ')}.`)
    }
    case 'invalid_type': {
      if (found === undefined && path.length > 0) return missing()
      const { format } = expected
      if (format && (typeof found === 'number' || typeof found === 'boolean')) {
        if (!format.pattern.test(quoted))
          return problem('bad-format', `${quoted} is not ${format.is}`, format.example)
        return problem(
          'wrong-type',
          `found ${kindOf(found, place)}, expected a text`,
          `Put it in quotes: "${quoted}".`,
        )
      }
      if (typeof found === 'number' && (issue.expected === 'int' || issue.expected === 'number')) {
        return problem(
          'wrong-type',
          `${quoted} is not a ${issue.expected === 'int' ? 'whole' : 'finite'} number`,
          null,
        )
      }
      const message = `found ${kindOf(found, place)}, expected ${typeName(issue.expected)}`
      const isLoneEntry = issue.expected === 'array' && typeof found === 'string'
      const hint = isLoneEntry ? `Put it in brackets: [${found}].` : expected.description
      return problem('wrong-type', message, hint)
    }
    case 'invalid_format': {
      const format = formatNamed(issue.format)
      return problem('bad-format', `${quoted} is not ${format?.is ?? issue.format}`, format?.example ?? null)
    }
    case 'invalid_key': {
      const inner = issue.issues.find(({ code }) => code === 'invalid_format') as
        | { format?: string }
        | undefined
      const format = formatNamed(inner?.format)
      const message = `${quote(path.at(-1))} is not ${format?.is ?? 'a usable name'}`
      return problem('bad-name', message, format?.example ?? null, locate(path, 'key'))
    }
    case 'invalid_value': {
      if (found === undefined) return missing()
      const allowed = issue.values.map(String)
      const hint = [`Allowed: ${allowed.join(', ')}.`, didYouMean(String(found), allowed)]
        .filter(Boolean)
        .join(' ')
      return problem('not-allowed', `${quoted} is not a known ${noun(path)}`, hint)
    }
    case 'too_small':
      if (typeof found === 'string')
        return problem('out-of-range', 'the text is empty', 'Give at least one character.')
      if (Array.isArray(found))
        return problem('out-of-range', 'the list is empty', 'Give at least one entry.')
      return problem('out-of-range', `${quoted} is too small`, `Use ${issue.minimum} or more.`)
    case 'too_big':
      if (typeof found === 'string') {
        return problem(
          'out-of-range',
          `${found.length} characters are too many`,
          `Use ${issue.maximum} or fewer.`,
        )
      }
      if (Array.isArray(found)) {
        return problem(
          'out-of-range',
          `${found.length} entries are too many`,
          `Use ${issue.maximum} or fewer.`,
        )
      }
      return problem('out-of-range', `${quoted} is too large`, `Use ${issue.maximum} or less.`)
    default:
      return problem('wrong-type', `${quoted} does not fit`, expected.description)
  }
}

/** Of the alternatives of a union, the one that was meant: the first that takes data of this kind at all. */
function likeliest(branches: readonly (readonly Issue[])[], found: unknown): readonly Issue[] | null {
  const isDeeper = (issue: Issue) => issue.path.length > 0 || issue.code === 'unrecognized_keys'
  const isNear = ({ code }: Issue) =>
    code !== 'invalid_type' && (code !== 'invalid_value' || typeof found === 'string')
  return (
    branches.find((branch) => branch.some(isDeeper)) ??
    branches.find((branch) => branch.every(isNear)) ??
    null
  )
}

function typeExpected(issue: Issue): string {
  if (issue.code === 'invalid_value') return issue.values.join(', ')
  return issue.code === 'invalid_type' ? typeName(issue.expected) : issue.message
}

function valueAt(data: unknown, path: Path): unknown {
  return path.reduce<unknown>((value, key) => {
    return typeof value === 'object' && value !== null && Object.hasOwn(value, key)
      ? Reflect.get(value, key)
      : undefined
  }, data)
}

const NOUNS: Readonly<Record<string, string>> = {
  every: 'rhythm',
  modalities: 'modality',
  missing: 'parent',
}

/** What the value at `path` is called in a message: `kind`, `device`, `modality`. */
function noun(path: Path): string {
  const keys = path.filter((step) => typeof step === 'string')
  if (keys.at(-2) === 'occurrences') return 'change'
  const key = keys.at(-1) ?? 'value'
  return NOUNS[key] ?? key.replace(/s$/, '')
}
