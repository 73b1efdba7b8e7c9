import type { Asked } from './asked.ts'
import type { Held } from './held.ts'

/** A question that a report asks, with what its answer means. */
export interface Answer {
  readonly name: string
  readonly title: string
  /** What is counted, with every edge case: full sentences. */
  readonly definition: string
  readonly columns: readonly Column[]
  /** So many columns at the beginning are the same in rows that follow one another: they can stand above them once. */
  readonly heading?: number
  /** Whether it is of what conferencing servers saw, which has tables of its own. */
  readonly isOfServers?: boolean
  /** Counts while conferences go by. Answers that have one function here are counted together. */
  tally(asked: Asked): Tally
  /** The rows in their order, where the tally does not give them itself. */
  rows?(tally: Tally): Row[]
}

/** A column of an answer's rows. */
export interface Column {
  readonly name: string
  /**
   * What the cells are: texts, whole numbers, codes, milliseconds, or hundredths of a percent. A cell of any kind can be null.
   * Numbers are whole, and exact below 2^53.
   */
  readonly kind: 'text' | 'count' | 'code' | 'milliseconds' | 'share'
  /** Whether the column is one of those that a row is known by. */
  readonly isKey: boolean
}

export type Cell = string | number | null
export type Row = readonly Cell[]

/** A count in the making. Conferences may come in any order and be dealt out to any number of tallies, each to one. */
export interface Tally {
  add(conference: Held): void
  /** Takes in what another tally of the same answer has counted. That one is not to be used any more. */
  merge(other: this): void
  /** The rows of the answer, in their order, where it is of one answer alone. */
  rows?(): Row[]
}

/** A column that rows are known by. */
export function key(name: string): Column {
  return { name, kind: 'text', isKey: true }
}

/** A code that rows are known by. */
export function codeKey(name: string): Column {
  return { name, kind: 'code', isKey: true }
}

export function text(name: string): Column {
  return { name, kind: 'text', isKey: false }
}

export function count(name: string): Column {
  return { name, kind: 'count', isKey: false }
}

export function milliseconds(name: string): Column {
  return { name, kind: 'milliseconds', isKey: false }
}

export function share(name: string): Column {
  return { name, kind: 'share', isKey: false }
}

/** Order of texts by code unit, the same everywhere; what has no text comes first, as in most databases. */
export function byText(a: Cell | undefined, b: Cell | undefined): number {
  const [one, other] = [a ?? '', b ?? '']
  return one < other ? -1 : one > other ? 1 : 0
}
