import type { Shares } from './population.ts'
import type { PopulationEntry } from './population-file.ts'
import type { Path } from './problem.ts'
import type { Report } from './report.ts'

/** Where problems of a population go. */
export interface Desk {
  /** Its paths start below `population`. */
  readonly report: Report
  /** Whether numbers that the entry leaves open are those that its author means. */
  readonly isPresetKnown: boolean
}

/** Numbers as an entry has them: some, or none. */
type Said<T> = { readonly [Key in keyof T]?: T[Key] | undefined } | undefined

export type Numbers = Readonly<Record<string, number>>

/** How far from 1 a table may be in all, so that a third can be written as 0.333; and what adding up loses. */
const TOLERANCE = 0.001 + 1e-9

/** A group of numbers of which those of some names sum up to 1. */
export function inAll<T extends object>(
  names: readonly (keyof T & string)[],
  key: keyof PopulationEntry,
  usual: T,
  said: Said<T>,
  desk: Desk,
): T {
  const all = withSaid(usual, said)
  if (said) checkSum(some(all, names), [key], desk, some(defined(said), names))
  return all
}

/** A group of numbers of which those of some names are parts of one whole, and something can be left of it. */
export function atMostAll<T extends object>(
  names: readonly (keyof T & string)[],
  key: keyof PopulationEntry,
  usual: T,
  said: Said<T>,
  desk: Desk,
): T {
  const all = withSaid(usual, said)
  const numbers = some(all, names)
  const own = some(defined(said), names)
  if (!said || !isSure(numbers, own, desk) || sumOf(numbers) <= 1 + TOLERANCE) return all
  const message = `${names.map((name) => `\`${name}\``).join(' and ')} sum up to ${shown(sumOf(numbers))}`
  desk.report('out-of-range', [key], message, `They must sum up to 1 or less${besides(numbers, own)}.`, 'key')
  return all
}

/** Reports shares that are not 1 in all. `said` are those of the entry, where others come from the preset. */
export function checkSum(numbers: Numbers, path: Path, desk: Desk, said: Numbers = numbers): void {
  if (!isSure(numbers, said, desk) || Math.abs(sumOf(numbers) - 1) <= TOLERANCE) return
  const hint = `They must sum up to 1${besides(numbers, said)}.`
  desk.report('out-of-range', path, `the shares sum up to ${shown(sumOf(numbers))}`, hint, 'key')
}

/** Tells what the preset has to do with a sum. */
function besides(numbers: Numbers, said: Numbers): string {
  const others = Object.entries(numbers).filter(([name]) => !(name in said))
  const listed = others.map(([name, share]) => `\`${name}\` ${share}`).join(', ')
  return listed && `, with what the preset has: ${listed}`
}

/** Whether it is known what all of the numbers are meant to be. */
function isSure(numbers: Numbers, said: Numbers, { isPresetKnown }: Desk): boolean {
  return isPresetKnown || Object.keys(numbers).every((name) => name in said)
}

function sumOf(numbers: Numbers): number {
  return Object.values(numbers).reduce((sum, share) => sum + share, 0)
}

function shown(value: number): number {
  return Number(value.toFixed(6))
}

/** `usual`, with the numbers that are said in place of its own. */
export function withSaid<T extends object>(usual: T, said: Said<T>): T {
  return { ...usual, ...defined(said) }
}

/** A program may say `undefined` where a file says nothing. */
export function defined(said: object | undefined): Numbers {
  return Object.fromEntries(Object.entries(said ?? {}).filter(([, value]) => value !== undefined))
}

function some(numbers: object, names: readonly string[]): Numbers {
  return Object.fromEntries(Object.entries(numbers).filter(([name]) => names.includes(name)))
}

/** A table in the order of its values, however its author ordered it. */
export function sharesBy(parse: (key: string) => number, entry: Numbers): Shares<number> {
  return Object.entries(entry)
    .map(([key, share]) => [parse(key), share] as const)
    .sort(([a], [b]) => a - b)
}
