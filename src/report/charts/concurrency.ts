import { count } from '../../answers/words.ts'
import { clockText, dayName } from '../../time/names.ts'
import { DAY, MINUTE } from '../../time/ticks.ts'
import type { Zone } from '../../time/zone.ts'
import { type Html, html } from '../html.ts'
import type { Most } from '../spans.ts'
import { type Drawer, SPOTS, svgOf } from '../svg.ts'
import { timeAxis } from '../time-axis.ts'
import { type Chart, numbers, spotsOf, type TableText, texts } from './chart.ts'

const SERIES = [
  { what: 'participants', color: 'var(--one)', height: 240 },
  { what: 'conferences', color: 'var(--two)', height: 150 },
] as const

/** How many participants and conferences there are at once, over time. */
export function concurrencyChart(drawer: Drawer, spans: readonly Most[], zone: Zone): Chart {
  const table: TableText = {
    columns: [...texts('from'), ...numbers('participants', 'conferences')],
    rows: spans.map(({ from, participants, conferences }) => {
      const clock = zone.clock(from * MINUTE)
      return [
        `${dayName(Math.floor(clock / DAY))} ${clockText(clock)}`,
        count(participants),
        count(conferences),
      ]
    }),
  }
  const draw = (isWide: boolean) =>
    html`${SERIES.map((series) => drawn(drawer, spans, zone, isWide, series, table))}`
  return { wide: draw(true), narrow: draw(false), table }
}

function drawn(
  { plot, document }: Drawer,
  spans: readonly Most[],
  zone: Zone,
  isWide: boolean,
  { what, color, height }: (typeof SERIES)[number],
  table: TableText,
): Html {
  const [from, to] = wholeDays(spans[0]!.from, spans.at(-1)!.to, zone)
  const most = Math.max(1, ...spans.map((span) => span[what]))
  // There are no half people.
  const steps = Math.min(most, isWide ? 4 : 3)
  const peak = spans.find((span) => span[what] === most)
  const axis = timeAxis(zone, from * MINUTE, to * MINUTE, isWide ? 12 : 4)
  const names = new Map(axis.map(({ at, name }) => [at / MINUTE, name]))
  const last = spans.at(-1)!
  const ends = [
    ...spans.map((span) => ({ at: span.from, level: span[what] })),
    { at: last.to, level: last[what] },
  ]
  const svg = plot.plot({
    document: document as never,
    width: isWide ? 960 : 360,
    height: isWide ? height : height * 0.8,
    marginLeft: 46,
    marginRight: 24,
    marginTop: 20,
    marginBottom: 24,
    x: { type: 'linear', domain: [from, to], label: null },
    y: { type: 'linear', domain: [0, most], nice: true, label: null },
    marks: [
      plot.axisY({ ticks: steps, tickSize: 0, tickFormat: count, label: null }),
      plot.gridY({ ticks: steps, stroke: 'var(--rule)', strokeOpacity: 1 }),
      plot.axisX([...names.keys()], {
        tickSize: 4,
        tickFormat: (at: number) => names.get(at)!,
        label: null,
        stroke: 'var(--rule)',
        fill: 'currentColor',
      }),
      plot.areaY(ends, { x: 'at', y: 'level', curve: 'step-after', fill: color, fillOpacity: 0.25 }),
      plot.lineY(ends, { x: 'at', y: 'level', curve: 'step-after', stroke: color, strokeWidth: 1.5 }),
      plot.rect(spans, { x1: 'from', x2: 'to', y1: 0, y2: most, className: SPOTS, fill: 'none', inset: 0 }),
      peak === undefined
        ? null
        : plot.text([peak], {
            x: (span: Most) => (span.from + span.to) / 2,
            y: what,
            text: () => count(most),
            dy: -9,
            className: 'value',
          }),
    ],
  })
  return html`<div class="series ${what}">${svgOf(svg, { label: `Most ${what} at once`, spots: spotsOf(table) })}</div>`
}

/** Of more than a day, from midnight to midnight; in minutes. */
function wholeDays(from: number, to: number, zone: Zone): readonly [from: number, to: number] {
  if ((to - from) * MINUTE <= DAY) return [from, to]
  const day = (minute: number) => zone.clock(minute * MINUTE) / DAY
  const midnight = (wanted: number) => zone.moment(wanted, 0) / MINUTE
  return [Math.min(from, midnight(Math.floor(day(from)))), Math.max(to, midnight(Math.ceil(day(to))))]
}
