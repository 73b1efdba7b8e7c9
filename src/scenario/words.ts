import type { Place } from './problem.ts'

// How messages speak of values.

/** A value as it was written, shortened. Numbers come from the line itself, where YAML knows several spellings. */
export function quote(value: unknown, place: Place | null = null): string {
  if (typeof value === 'object' && value !== null) return kindOf(value)
  if (typeof value === 'number') {
    const written = place?.text.slice(place.column - 1, place.column - 1 + place.width)
    return written && /^[-+.\w]+$/.test(written) ? written : String(value)
  }
  const text = typeof value === 'string' ? JSON.stringify(value) : String(value ?? 'nothing')
  return text.length > 60 ? `${text.slice(0, 60).replace(/\p{Cs}$/u, '')}…` : text
}

/** `the text "5m"`, `a list`, `nothing`. */
export function kindOf(value: unknown, place: Place | null = null): string {
  if (value === null || value === undefined) return 'nothing'
  if (Array.isArray(value)) return 'a list'
  if (typeof value === 'object') return 'a mapping'
  return `the ${typeof value === 'string' ? 'text' : typeof value} ${quote(value, place)}`
}

const ARTICLES: Readonly<Record<string, string>> = {
  string: 'a text',
  int: 'a whole number',
  array: 'a list',
  object: 'a mapping',
  record: 'a mapping',
}

/** `a list`: what a type of the definition is called. */
export function typeName(expected: string): string {
  return ARTICLES[expected] ?? `a ${expected}`
}
