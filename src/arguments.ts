import { type ErrorCode, RollcallError } from './errors.ts'
import { didYouMean } from './suggest.ts'

/** What an argument of a public function may be: types are not all that callers have. */
export interface Kind {
  /** What stands after "It must be". */
  readonly allowed: string
  /** What is wrong with a value, as the argument or the part of one that `place` names; null where nothing is. */
  fault(value: unknown, place: string): Fault | null
}

interface Fault {
  readonly code: ErrorCode
  readonly message: string
  readonly hint: string
}

/** Throws a `RollcallError` for the first argument of a function that is not of its kind. */
export function checkArguments(
  name: string,
  given: Readonly<Record<string, readonly [value: unknown, kind: Kind]>>,
): void {
  for (const [argument, [value, kind]] of Object.entries(given)) {
    const fault = kind.fault(value, `${name}: ${argument}`)
    if (fault) throw new RollcallError(fault.code, fault.message, fault.hint)
  }
}

/** Values for which a test holds. */
export function kindOf(allowed: string, test: (value: unknown) => boolean): Kind {
  return {
    allowed,
    fault: (value, place) => (test(value) ? null : wrong(`${place} is ${shown(value)}`, allowed)),
  }
}

export const aText = kindOf('a text', isText)
export const aFlag = kindOf('true or false', (value) => typeof value === 'boolean')
export const aFunction = kindOf('a function', (value) => typeof value === 'function')
export const aSignal = objectWith('an AbortSignal', 'aborted', 'throwIfAborted')
export const aPath = kindOf(
  'the path of a file or a folder',
  (value) => isText(value) && value !== '' && !value.includes('\0'),
)
/** A text that no message may show. */
export const aSecret: Kind = {
  allowed: 'a text',
  fault: (value, place) => (isText(value) ? null : wrong(`${place} is no text`, 'a text')),
}

/** An object that has all of some properties. */
export function objectWith(allowed: string, ...names: readonly string[]): Kind {
  return kindOf(allowed, (value) => isObject(value) && names.every((name) => name in value))
}

export function wholeNumber(from: number, to: number = Number.MAX_SAFE_INTEGER): Kind {
  const range = to === Number.MAX_SAFE_INTEGER ? `of ${from} or more` : `from ${from} to ${to}`
  return kindOf(
    `a whole number ${range}`,
    (value) => Number.isSafeInteger(value) && from <= (value as number) && (value as number) <= to,
  )
}

export function oneOf(words: readonly string[]): Kind {
  const allowed = `one of ${words.join(', ')}`
  return {
    allowed,
    fault(value, place) {
      if (words.includes(value as string)) return null
      const fault = wrong(`${place} is ${shown(value)}`, allowed)
      if (!isText(value)) return fault
      return { ...fault, code: 'ROLLCALL_E_NAME', hint: didYouMean(value, words) ?? fault.hint }
    },
  }
}

export function orNull(kind: Kind): Kind {
  const allowed = `${kind.allowed}, or null`
  return {
    allowed,
    fault(value, place) {
      const fault = value === null ? null : kind.fault(value, place)
      return fault && { ...fault, hint: fault.hint.replace(kind.allowed, allowed) }
    },
  }
}

export function listOf(kind: Kind): Kind {
  const allowed = `a list of which each is ${kind.allowed}`
  return {
    allowed,
    fault(value, place) {
      if (!Array.isArray(value)) return wrong(`${place} is ${shown(value)}`, allowed)
      for (const [at, one] of value.entries()) {
        const fault = kind.fault(one, `${place}[${at}]`)
        if (fault) return fault
      }
      return null
    },
  }
}

/** An object that has no keys but these; those that are not `required` can be left out, or be undefined. */
export function optionsOf(
  kinds: Readonly<Record<string, Kind>>,
  required: readonly string[] = [],
): Kind & { readonly kinds: Readonly<Record<string, Kind>> } {
  const names = Object.keys(kinds)
  const allowed = `an object with ${names.join(', ')}`
  return {
    kinds,
    allowed,
    fault(value, place) {
      if (!isObject(value)) return wrong(`${place} is ${shown(value)}`, allowed)
      for (const name of Object.keys(value)) {
        if (Object.hasOwn(kinds, name)) continue
        const message = `${place} has ${JSON.stringify(name)}, which is unknown`
        const hint = didYouMean(name, names) ?? `Known are ${names.join(', ')}.`
        return { code: 'ROLLCALL_E_ARGUMENT', message, hint }
      }
      for (const [name, kind] of Object.entries(kinds)) {
        const own: unknown = Object.hasOwn(value, name) ? Reflect.get(value, name) : undefined
        if (own === undefined && !required.includes(name)) continue
        const fault = kind.fault(own, `${place}.${name}`)
        if (fault) return fault
      }
      return null
    },
  }
}

/** Whether a value is an object that can have options: neither a list nor a function. */
export function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function isText(value: unknown): value is string {
  return typeof value === 'string'
}

function wrong(message: string, allowed: string): Fault {
  return { code: 'ROLLCALL_E_ARGUMENT', message, hint: `It must be ${allowed}.` }
}

/** A value as a message shows it: of objects nothing but that they are some, for they can hold a password. */
function shown(value: unknown): string {
  if (typeof value === 'string') return JSON.stringify(value.length > 60 ? `${value.slice(0, 60)}…` : value)
  if (Array.isArray(value)) return 'a list'
  if (typeof value === 'function') return 'a function'
  return typeof value === 'object' && value !== null ? 'an object' : String(value)
}
