import { count } from '../../answers/words.ts'
import { WEEKDAYS } from '../../time/names.ts'
import { type Drawer, SPOTS, svgOf } from '../svg.ts'
import { type Chart, numbers, spotsOf, type TableText, texts } from './chart.ts'

interface Cell {
  readonly day: number
  readonly hour: number
  readonly count: number
}

/** Weekdays from Monday. */
const DAYS = [1, 2, 3, 4, 5, 6, 0]
const HOURS = Array.from({ length: 24 }, (_, hour) => hour)
/** The faintest cell that has any. */
const FAINTEST = 0.12

/** Conferences by hour and weekday: 7 times 24 numbers, from Sunday. */
export function heatMap(drawer: Drawer, starts: readonly number[], label: string): Chart {
  const cells = DAYS.flatMap((day) =>
    HOURS.map((hour): Cell => ({ day, hour, count: starts[day * 24 + hour]! })),
  )
  const table: TableText = {
    columns: [...texts('weekday and hour'), ...numbers('conferences')],
    rows: cells.map((cell) => [`${WEEKDAYS[cell.day]} ${hourText(cell.hour)}`, count(cell.count)]),
  }
  const draw = (isWide: boolean) => drawn(drawer, cells, isWide, label, table)
  return { wide: draw(true), narrow: draw(false), table }
}

/** Hours from left to right, or from top to bottom where there is less room. */
function drawn(
  { plot, document }: Drawer,
  cells: readonly Cell[],
  isWide: boolean,
  label: string,
  table: TableText,
) {
  const most = Math.max(1, ...cells.map((cell) => cell.count))
  const hours = {
    type: 'band',
    domain: HOURS,
    tickSize: 0,
    label: null,
    padding: 0.08,
    tickFormat: (hour: number) => String(hour).padStart(2, '0'),
  } as const
  const days = {
    type: 'band',
    domain: DAYS,
    tickSize: 0,
    label: null,
    padding: 0.08,
    tickFormat: (day: number) => WEEKDAYS[day]!,
  } as const
  const shown = isWide ? { x: 'hour', y: 'day' } : { x: 'day', y: 'hour' }
  const svg = plot.plot({
    document: document as never,
    width: isWide ? 960 : 360,
    height: isWide ? 230 : 520,
    marginLeft: 40,
    marginRight: 4,
    marginTop: 26,
    marginBottom: 2,
    x: { ...(isWide ? hours : days), axis: 'top' },
    y: isWide ? days : hours,
    marks: [
      plot.cell(cells, { ...shown, rx: 2, fill: 'var(--faint)' }),
      plot.cell(cells, {
        ...shown,
        rx: 2,
        fill: 'var(--one)',
        fillOpacity: (cell: Cell) => (cell.count === 0 ? 0 : FAINTEST + ((1 - FAINTEST) * cell.count) / most),
        className: SPOTS,
      }),
    ],
    opacity: { type: 'identity' },
  })
  return svgOf(svg, { label, spots: spotsOf(table) })
}

function hourText(hour: number): string {
  return `${String(hour).padStart(2, '0')}:00`
}
