import type { Figure } from '../../answers/realism.ts'
import { bandText, valuesText } from '../../answers/words.ts'
import { type Html, html } from '../html.ts'
import { type Drawer, svgOf } from '../svg.ts'

const WIDTH = 150
const HEIGHT = 18
/** Bands lie in the middle, with half of their width beside them. */
const ROOM = 0.5

/** Where values lie in and beside what is near enough: a strip for each value. */
export function strips({ plot, document }: Drawer, figure: Figure): Html | null {
  const { band, values, name, verdict } = figure
  if (typeof band === 'string' || values.length === 0) return null
  const places = values.map((value, at) => {
    const [from, to] = band[at]!
    const place = (value - from) / (to - from)
    return { at, place: Math.max(-ROOM, Math.min(1 + ROOM, place)), isIn: place >= 0 && place <= 1 }
  })
  const svg = plot.plot({
    document: document as never,
    width: WIDTH,
    height: HEIGHT * places.length,
    margin: 0,
    marginLeft: 7,
    marginRight: 7,
    x: { type: 'linear', domain: [-ROOM, 1 + ROOM], axis: null },
    y: { type: 'band', domain: places.map(({ at }) => at), axis: null, padding: 0 },
    symbol: { type: 'identity' },
    marks: [
      plot.barX(places, {
        x1: -ROOM,
        x2: 1 + ROOM,
        y: 'at',
        insetTop: 8,
        insetBottom: 8,
        fill: 'var(--rule)',
      }),
      plot.barX(places, { x1: 0, x2: 1, y: 'at', insetTop: 5, insetBottom: 5, rx: 3, fill: 'var(--band)' }),
      plot.dot(
        places.filter(({ place }) => Number.isFinite(place)),
        {
          x: 'place',
          y: 'at',
          r: 5,
          symbol: ({ isIn }: { isIn: boolean }) => (isIn ? 'circle' : 'diamond'),
          fill: verdict === 'not asked' ? 'var(--weak)' : verdict === 'inside' ? 'var(--one)' : 'var(--two)',
        },
      ),
    ],
  })
  const label = `${name}: ${valuesText(figure)}, near enough ${bandText(figure)}, ${verdict}`
  return html`${svgOf(svg, { label, spots: [] })}`
}
