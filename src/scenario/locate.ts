import { type Document, isAlias, isMap, isNode, isScalar, isSeq, type Node, type Pair } from 'yaml'
import type { Path, Place } from './problem.ts'

/** The place of the value at `path`, or of its key; the nearest place around it when the file has no such path. */
export type Locate = (path: Path, at?: 'key' | 'value') => Place | null

/** For data that came from a program, where nothing has a line. */
export const nowhere: Locate = () => null

/** Finds places in a document whose offsets `placeOf` turns into lines. */
export function locateIn(document: Document, placeOf: (start: number, end: number) => Place): Locate {
  return (path, at = 'value') => {
    let node: unknown = document.contents
    // What stands for the value in a message: itself, or else the key or the list entry around it.
    let found: unknown = path.length === 0 ? node : null
    for (const [depth, step] of path.entries()) {
      if (isAlias(node)) node = node.resolve(document)
      const isTarget = depth === path.length - 1
      if (isMap(node)) {
        const pair = pairOf(node.items, step, document)
        if (!pair) break
        found = isTarget && at === 'value' && hasText(pair.value) ? pair.value : pair.key
        node = pair.value
      } else if (isSeq(node) && typeof step === 'number') {
        node = node.items[step]
        if (hasText(node)) found = node
      } else {
        break
      }
    }
    const range = isNode(found) ? found.range : null
    return range ? placeOf(range[0], range[1]) : null
  }
}

/** The pair of a key, if need be from what a merge key (`<<`) brings in. */
function pairOf(pairs: readonly Pair[], key: string | number, document: Document): Pair | null {
  const named = (name: string) =>
    pairs.filter((pair) => isScalar(pair.key) && String(pair.key.value) === name)
  const [own] = named(String(key))
  if (own) return own
  for (const { value } of named('<<')) {
    for (const source of mergedBy(value, document)) {
      const pair = isMap(source) ? pairOf(source.items, key, document) : null
      if (pair) return pair
    }
  }
  return null
}

/** What the value of a merge key (`<<`) takes its keys from; mappings, if it is sound. */
export function mergedBy(value: unknown, document: Document): unknown[] {
  const resolved = (node: unknown) => (isAlias(node) ? node.resolve(document) : node)
  const source = resolved(value)
  return isSeq(source) ? source.items.map(resolved) : [source]
}

function hasText(node: unknown): node is Node {
  return isNode(node) && !!node.range && node.range[0] < node.range[1]
}
