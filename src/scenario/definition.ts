import type { z } from 'zod'
import { scenarioFile } from './file.ts'
import { type Format, formats } from './formats.ts'
import type { Path } from './problem.ts'

/** What the definition of a scenario file says of the value at a path. */
export interface Expectation {
  /** What the value is for; null where the definition does not say. */
  readonly description: string | null
  /** Keys of a mapping; none for anything else. */
  readonly keys: readonly string[]
  /** The form of a text that has one. */
  readonly format: Format | null
}

/** The insides of a zod schema, as far as the way through them needs. */
interface Definition {
  readonly type: string
  readonly innerType?: z.ZodType
  readonly options?: readonly z.ZodType[]
  readonly shape?: Readonly<Record<string, z.ZodType>>
  readonly valueType?: z.ZodType
  readonly element?: z.ZodType
  readonly format?: string
}

/** What is expected at `path`; where the definition has alternatives, by the one that is a mapping. */
export function expectedAt(path: Path): Expectation {
  let here = unwrap(scenarioFile)
  for (const step of path) {
    const { shape = {}, valueType, element } = here.definition
    const child = Object.hasOwn(shape, step) ? shape[step] : (valueType ?? element)
    if (!child) return { description: null, keys: [], format: null }
    here = unwrap(child)
  }
  const { shape = {}, format } = here.definition
  return { description: here.description, keys: Object.keys(shape), format: formatNamed(format) }
}

/** The format of a name that came with a problem. */
export function formatNamed(name: string | undefined): Format | null {
  return name !== undefined && Object.hasOwn(formats, name) ? formats[name as keyof typeof formats] : null
}

/** A schema without what makes it optional, with the outermost description. */
function unwrap(
  schema: z.ZodType,
  described: string | null = null,
): { definition: Definition; description: string | null } {
  const definition = schema.def as unknown as Definition
  const description = described ?? schema.description ?? null
  const inner = definition.innerType ?? definition.options?.find(({ type }) => type === 'object')
  return inner ? unwrap(inner, description) : { definition, description }
}
