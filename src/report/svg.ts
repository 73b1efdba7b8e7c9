import { RollcallError } from '../errors.ts'
import { escaped, Html } from './html.ts'

// The types of Plot and linkedom are those of a browser, which this program is not: only what is needed is told here.

/** What charts are made with: Observable Plot, which draws into a document that is nowhere shown. */
export interface Drawer {
  readonly plot: typeof import('@observablehq/plot')
  readonly document: unknown
}

/** Loads the drawing packages, which only a page needs. Throws a `RollcallError` when they are not installed. */
export async function drawer(): Promise<Drawer> {
  try {
    const [plot, { parseHTML }] = await Promise.all([import('@observablehq/plot'), import('linkedom')])
    return { plot, document: parseHTML('<!doctype html><body></body>').document }
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code !== 'ERR_MODULE_NOT_FOUND') throw cause
    const message = 'a page needs the npm packages @observablehq/plot and linkedom, which are not installed'
    throw new RollcallError(
      'ROLLCALL_E_DRIVER',
      message,
      'Install them with: npm install @observablehq/plot linkedom',
      { cause },
    )
  }
}

/** A node of the document, as far as we look at it: an element, or a text without attributes. */
interface Node {
  readonly localName: string
  readonly attributes?: Iterable<{ readonly name: string; readonly value: string }>
  readonly childNodes: Iterable<Node>
  readonly textContent: string
}

/** What is said of the marks that somebody can point at. */
export interface Spot {
  /** Position of the row that it shows, and of its table among those of the chart. */
  readonly row: number
  readonly table?: number
  /** What it shows, in words. */
  readonly label: string
}

/** The class of the mark of a chart whose shapes stand for rows of its table. */
export const SPOTS = 'spots'

/**
 * A chart as markup: its shapes with the class `SPOTS` get the number of their row and what they show; the first can be
 * reached by keyboard, and from there all others. Styles are those of the page, so the chart brings none.
 */
export function svgOf(chart: unknown, { label, spots }: { label: string; spots: readonly Spot[] }): Html {
  let next = 0
  const spotAttributes = (): Attributes => {
    const { row, table = 0, label: said } = spots[next]!
    const tabindex = next++ === 0 ? '0' : '-1'
    const place = { 'data-row': String(row), ...(table > 0 ? { 'data-table': String(table) } : {}) }
    return { role: 'img', 'aria-label': said, ...place, tabindex }
  }
  const write = (node: Node, more: Attributes): string => {
    if (!node.attributes) return escaped(node.textContent)
    const { localName: tag } = node
    if (tag === 'style') return ''
    const own = [...node.attributes].flatMap(({ name, value }) => {
      if (DROPPED.has(name) || (tag === 'svg' && name !== 'viewBox')) return []
      return [[name, GEOMETRY.has(name) ? shortened(value) : value] as const]
    })
    const attributes = [...own, ...Object.entries(more)].map(
      ([name, value]) => ` ${name}="${escaped(value)}"`,
    )
    const isSpots = own.some(([name, value]) => name === 'class' && value === SPOTS)
    const inner = [...node.childNodes].map((child) => write(child, isSpots ? spotAttributes() : {})).join('')
    return inner === ''
      ? `<${tag}${attributes.join('')}/>`
      : `<${tag}${attributes.join('')}>${inner}</${tag}>`
  }
  return new Html(write(chart as Node, { role: spots.length > 0 ? 'group' : 'img', 'aria-label': label }))
}

type Attributes = Readonly<Record<string, string>>

/** What Plot says to screen readers is of axes and marks; ours is of what they show. */
const DROPPED = new Set(['aria-label', 'aria-description', 'aria-hidden', 'style'])

const GEOMETRY = new Set([
  'd',
  'x',
  'y',
  'x1',
  'x2',
  'y1',
  'y2',
  'width',
  'height',
  'transform',
  'fill-opacity',
])

/** Coordinates to a tenth of a pixel, opacities to a hundredth. */
function shortened(value: string): string {
  return value.replace(/-?\d+\.\d{3,}/g, (number) => String(Math.round(Number(number) * 100) / 100))
}
