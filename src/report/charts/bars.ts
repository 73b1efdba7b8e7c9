import { count } from '../../answers/words.ts'
import { type Drawer, SPOTS, svgOf } from '../svg.ts'
import { type Chart, numbers, spotsOf, type TableText, texts } from './chart.ts'

export interface Bar {
  readonly name: string
  readonly count: number
}

export interface BarsOptions {
  /** What the picture is called. */
  readonly label: string
  /** What a bar stands for, and what is counted: heads of the table. */
  readonly heads: readonly [name: string, counted: string]
  /** Long names stand above their bars instead of before them. */
  readonly isLong?: boolean
}

const WIDTH = 420

/** A bar for each of some names, with how many there are and which part of all that is. */
export function bars(
  { plot, document }: Drawer,
  all: readonly Bar[],
  { label, heads, isLong = false }: BarsOptions,
): Chart {
  const total = all.reduce((sum, { count: one }) => sum + one, 0)
  const table: TableText = {
    columns: [...texts(heads[0]), ...numbers(heads[1], 'share')],
    rows: all.map((bar) => [bar.name, count(bar.count), shareText(bar.count, total)]),
  }
  const room = isLong ? 42 : 25
  const longest = Math.max(...all.map(({ name }) => name.length), 0)
  const svg = plot.plot({
    document: document as never,
    width: WIDTH,
    height: all.length * room + 6,
    marginLeft: isLong ? 2 : Math.min(150, 14 + longest * 7.4),
    marginRight: 124,
    marginTop: 2,
    marginBottom: 4,
    x: { axis: null, domain: [0, Math.max(1, ...all.map((bar) => bar.count))] },
    y: {
      type: 'band',
      domain: all.map((_, at) => at),
      padding: isLong ? 0 : 0.22,
      axis: isLong ? null : 'left',
      tickSize: 0,
      tickFormat: (at: number) => all[at]!.name,
      label: null,
    },
    marks: [
      isLong
        ? plot.text(all, {
            x: 0,
            y: (_: Bar, at: number) => at,
            text: (bar: Bar) => cut(bar.name, 62),
            textAnchor: 'start',
            dy: -10,
            className: 'name',
          })
        : null,
      plot.barX(all, {
        x1: 0,
        x2: 'count',
        y: (_: Bar, at: number) => at,
        insetTop: isLong ? 21 : 0,
        insetBottom: isLong ? 5 : 0,
        rx: 2,
        className: SPOTS,
        fill: 'var(--one)',
      }),
      plot.text(all, {
        x: 'count',
        y: (_: Bar, at: number) => at,
        text: (bar: Bar) => `${count(bar.count)} · ${shareText(bar.count, total)}`,
        textAnchor: 'start',
        dx: 6,
        dy: isLong ? 8 : 0,
        className: 'value',
      }),
    ],
  })
  return { wide: svgOf(svg, { label, spots: spotsOf(table) }), narrow: null, table }
}

/** `12.3 %`; a part of nothing is none. */
export function shareText(part: number, total: number): string {
  if (total === 0) return '–'
  const percent = (100 * part) / total
  return `${percent > 0 && percent < 0.05 ? '< 0.1' : percent.toFixed(1)} %`
}

export function cut(text: string, most: number): string {
  const letters = [...text]
  return letters.length <= most ? text : `${letters.slice(0, most - 1).join('')}…`
}
