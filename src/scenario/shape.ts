import type { z } from 'zod'
import { type ScenarioFile, scenarioFile } from './file.ts'
import { type Format, formats } from './formats.ts'
import type { Locate } from './parse.ts'
import type { Path, Problem, ProblemCode } from './problem.ts'
import { didYouMean } from './suggest.ts'

type Issue = z.core.$ZodIssue

/** What data says of the shape of a scenario: all that does not fit, and what remains when that is left out. */
export interface Shape {
  readonly problems: readonly Problem[]
  /** A file of the right shape, for the checks that follow; the same as the data when there are no problems. */
  readonly file: ScenarioFile
  /** People and conferences that were left out because their shape does not fit. */
  readonly leftOut: ReadonlySet<string>
}

/** Checks the shape of `data`, that is keys, types, forms and ranges, against the one definition in `file.ts`. */
export function shapeOf(data: unknown, locate: Locate): Shape {
  const checked = scenarioFile.safeParse(data)
  if (checked.success) return { problems: [], file: checked.data, leftOut: new Set() }
  const problems = checked.error.issues.flatMap((issue) => problemsOf(issue, [], data, locate))
  return { problems, ...sound(data, problems) }
}

function problemsOf(issue: Issue, base: Path, data: unknown, locate: Locate): Problem[] {
  const path = [...base, ...issue.path] as Path
  const found = valueAt(data, path)
  const key = path.at(-1)
  const problem = (
    code: ProblemCode,
    message: string,
    hint: string | null,
    at: 'key' | 'value' = 'value',
  ) => [{ code, path, place: locate(path, at), message, hint }]
  switch (issue.code) {
    case 'unrecognized_keys':
      return issue.keys.map((unknown) => ({
        code: 'unknown-key',
        path: [...path, unknown],
        place: locate([...path, unknown], 'key'),
        message: 'unknown key',
        hint: didYouMean(unknown, knownKeys(path)) ?? `Allowed: ${knownKeys(path).join(', ')}.`,
      }))
    case 'invalid_union': {
      const branch = likeliest(issue.errors, found)
      if (branch) return branch.flatMap((inner) => problemsOf(inner, path, data, locate))
      const expected = issue.errors.flatMap((errors) => errors.map(expectedBy))
      return problem(
        'wrong-type',
        `${quote(found)} does not fit`,
        `Expected: ${[...new Set(expected)].join(' or ')}.`,
      )
    }
    case 'invalid_type':
      if (found === undefined && path.length > 0) {
        return problem('missing-key', 'is missing', description(path), 'key')
      }
      if (issue.expected === 'int')
        return problem('wrong-type', `${quote(found)} is not a whole number`, null)
      return problem(
        'wrong-type',
        `found ${kindOf(found)}, expected ${article(issue.expected)}`,
        description(path),
      )
    case 'invalid_format': {
      const format: Format | undefined = formats[issue.format as keyof typeof formats]
      return problem(
        'bad-format',
        `${quote(found)} is not ${format?.is ?? issue.format}`,
        format?.example ?? null,
      )
    }
    case 'invalid_key': {
      const format = issue.issues.find((inner) => inner.code === 'invalid_format')
      const known: Format | undefined = formats[format?.format as keyof typeof formats]
      return problem(
        'bad-name',
        `${JSON.stringify(key)} is not ${known?.is ?? 'a usable name'}`,
        known?.example ?? null,
        'key',
      )
    }
    case 'invalid_value': {
      const allowed = issue.values.map(String)
      if (found === undefined)
        return problem('missing-key', 'is missing', `Allowed: ${allowed.join(', ')}.`, 'key')
      const hint = [`Allowed: ${allowed.join(', ')}.`, didYouMean(String(found), allowed)]
        .filter(Boolean)
        .join(' ')
      return problem('not-allowed', `${quote(found)} is not a known ${noun(path)}`, hint)
    }
    case 'too_small':
      return problem(
        'out-of-range',
        `${sizeOf(found)} is too ${issue.origin === 'number' || issue.origin === 'int' ? 'small' : 'short'}`,
        `Use ${issue.minimum} or more.`,
      )
    case 'too_big':
      return problem(
        'out-of-range',
        `${sizeOf(found)} is too ${issue.origin === 'number' || issue.origin === 'int' ? 'large' : 'long'}`,
        `Use ${issue.maximum} or ${issue.origin === 'number' ? 'less' : 'fewer'}.`,
      )
    default:
      return problem('wrong-type', `${quote(found)} does not fit: ${issue.message}`, null)
  }
}

/** Of the alternatives of a union, the one that was meant: the first that takes data of this kind at all. */
function likeliest(branches: readonly (readonly Issue[])[], found: unknown): readonly Issue[] | null {
  const isDeeper = (issue: Issue) => issue.path.length > 0 || issue.code === 'unrecognized_keys'
  const wanted = typeof found === 'string' ? 'invalid_value' : null
  return (
    branches.find((branch) => branch.some(isDeeper)) ??
    branches.find((branch) => branch.some(({ code }) => code === wanted)) ??
    null
  )
}

function expectedBy(issue: Issue): string {
  if (issue.code === 'invalid_value') return issue.values.join(', ')
  return issue.code === 'invalid_type' ? article(issue.expected) : issue.message
}

/** The keys that the definition allows at `path`. */
function knownKeys(path: Path): string[] {
  const definition = definitionAt(path)
  return definition?.type === 'object' ? Object.keys((definition as z.core.$ZodObjectDef).shape) : []
}

function description(path: Path): string | null {
  return schemaAt(path)?.description ?? null
}

function definitionAt(path: Path): z.core.$ZodTypeDef | null {
  return schemaAt(path)?.def ?? null
}

/** The part of the definition that `path` leads to; of a union, the alternative that is an object. */
function schemaAt(path: Path): z.ZodType | null {
  let schema: z.ZodType | null = scenarioFile
  for (const step of [...path, null]) {
    let described: z.ZodType | null = schema
    while (schema) {
      const def = schema.def as unknown as { type: string; innerType?: z.ZodType; options?: z.ZodType[] }
      if (def.type === 'optional') schema = def.innerType ?? null
      else if (def.type === 'union') schema = def.options?.find(({ type }) => type === 'object') ?? null
      else break
    }
    if (step === null) return schema?.description || !described?.description ? schema : described
    described = null
    const def = schema?.def as unknown as {
      shape?: Record<string, z.ZodType>
      valueType?: z.ZodType
      element?: z.ZodType
    }
    schema = def?.shape?.[step] ?? def?.valueType ?? def?.element ?? null
  }
  return schema
}

/** `data` without the parts that have problems, so that the checks that follow can tell of all the others. */
function sound(data: unknown, problems: readonly Problem[]): Omit<Shape, 'problems'> {
  const file: Record<string, unknown> = isRecord(data) ? structuredClone(data) : {}
  const leftOut = new Set<string>()
  for (const { code, path } of problems) {
    const [section, name] = path
    if (typeof section !== 'string') continue
    const entries = file[section]
    if (path.length === 1 || !isRecord(entries) || typeof name !== 'string') {
      delete file[section]
    } else if (code === 'unknown-key' && path.length === 3 && isRecord(entries[name])) {
      delete entries[name][path[2] as string]
    } else {
      delete entries[name]
      leftOut.add(name)
    }
  }
  const placeholders = { scenario: 'unnamed', seed: 0, start: '2000-01-01' }
  const checked = scenarioFile.safeParse({ ...placeholders, ...file })
  return { file: checked.success ? checked.data : placeholders, leftOut }
}

function valueAt(data: unknown, path: Path): unknown {
  return path.reduce<unknown>((value, key) => (value as Record<string | number, unknown> | null)?.[key], data)
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function quote(value: unknown): string {
  if (typeof value === 'object' && value !== null) return kindOf(value)
  const text = JSON.stringify(value) ?? String(value)
  return text.length > 60 ? `${text.slice(0, 60)}…` : text
}

function sizeOf(value: unknown): string {
  if (Array.isArray(value)) return `a list of ${value.length}`
  return typeof value === 'string' ? `a text of ${value.length} characters` : quote(value)
}

function kindOf(value: unknown): string {
  if (value === null || value === undefined) return 'nothing'
  if (Array.isArray(value)) return 'a list'
  return typeof value === 'object'
    ? 'a mapping'
    : `the ${typeof value === 'string' ? 'text' : typeof value} ${quote(value)}`
}

const ARTICLES: Readonly<Record<string, string>> = {
  string: 'a text',
  number: 'a number',
  array: 'a list',
  object: 'a mapping',
  record: 'a mapping',
}

function article(expected: string): string {
  return ARTICLES[expected] ?? `a ${expected}`
}

const NOUNS: Readonly<Record<string, string>> = {
  every: 'rhythm',
  occurrences: 'change',
  modalities: 'modality',
}

/** What the value at `path` is called in a message: `kind`, `device`, `modality`. */
function noun(path: Path): string {
  const keys = path.filter((step) => typeof step === 'string')
  const key = keys.at(-1) ?? 'value'
  if (keys.at(-2) === 'occurrences') return 'change'
  return NOUNS[key] ?? key.replace(/s$/, '')
}
