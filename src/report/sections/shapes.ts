import { plural } from '../../answers/words.ts'
import type { Scenario } from '../../scenario/scenario.ts'
import { bars } from '../charts/bars.ts'
import { concurrencyChart } from '../charts/concurrency.ts'
import { heatMap } from '../charts/heat-map.ts'
import type { Gathered } from '../gather.ts'
import { type Html, html } from '../html.ts'
import { chartPanel } from '../markup.ts'
import { mostAtOnce, spanWords } from '../spans.ts'
import type { Drawer } from '../svg.ts'
import { figuresTable } from './figures.ts'

/** Spans that a picture of concurrency has at the most: two pixels for each. */
const SPANS = 440
/** Client versions that are shown one by one. */
const MOST_VERSIONS = 12

/** How many are there at once, over time. */
export function overTime(drawer: Drawer, { levels, figures }: Gathered, { zone }: Scenario): Html {
  const spans = mostAtOnce(levels, zone, SPANS)
  const words = spans.length > 0 ? spanWords(spans[0]!.to - spans[0]!.from) : ''
  const about = html`People and conferences, ${words}; times of ${zone.name}.
<label><input type="checkbox" data-series="participants" checked> participants</label>
<label><input type="checkbox" data-series="conferences" checked> conferences</label>`
  return html`<section id="over-time" aria-labelledby="over-time-title">
<h2 id="over-time-title">Over time</h2>
${
  spans.length === 0
    ? html`<p>Nobody is there at any full minute.</p>`
    : chartPanel(
        'Present at once',
        about,
        concurrencyChart(drawer, spans, zone),
        figuresTable(drawer, figures, 'R7'),
      )
}
</section>`
}

/** When conferences begin. */
export function starts(drawer: Drawer, { starts: cells, figures }: Gathered, { zone }: Scenario): Html {
  return html`<section id="starts" aria-labelledby="starts-title">
<h2 id="starts-title">When conferences start</h2>
${chartPanel(
  'Starts by hour and weekday',
  `ConferenceStartTime on the clocks of ${zone.name}; the stronger the colour, the more.`,
  heatMap(drawer, cells, 'Conferences by hour and weekday'),
  figuresTable(drawer, figures, 'R6', 'R8', 'R9', 'R10', 'R11', 'R24'),
)}
</section>`
}

/** How large and long conferences are, and how people come and go. */
export function shapes(drawer: Drawer, gathered: Gathered): Html {
  const { people, lengths, lateness, stays, open, figures } = gathered
  const missing = (amount: number, what: string) =>
    amount === 0
      ? ''
      : ` ${plural(amount, what)} without an end on record ${amount === 1 ? 'is' : 'are'} left out.`
  const beside = (...ids: readonly string[]) => figuresTable(drawer, figures, ...ids)
  return html`<section id="shapes" aria-labelledby="shapes-title">
<h2 id="shapes-title">How large, how long, how late</h2>
<div class="grid">
${chartPanel(
  'Participants',
  'Conferences by how many people came.',
  bars(drawer, people, { label: 'Conferences by participants', heads: ['participants', 'conferences'] }),
  beside('R1', 'R2', 'R3', 'R4', 'R22'),
)}
${chartPanel(
  'Length',
  `Conferences by the time from ConferenceStartTime to ConferenceEndTime.${missing(open.conferences, 'conference')}`,
  bars(drawer, lengths, { label: 'Conferences by length', heads: ['length', 'conferences'] }),
  beside('R5', 'R15'),
)}
${chartPanel(
  'Lateness',
  'Participants by the time from ConferenceStartTime to their first join. The records do not say when a conference was to begin.',
  bars(drawer, lateness, { label: 'Participants by lateness', heads: ['lateness', 'participants'] }),
  beside('R12', 'R13', 'R14'),
)}
${chartPanel(
  'Stay',
  `Sessions by the time from join to leave.${missing(open.sessions, 'session')}`,
  bars(drawer, stays, { label: 'Sessions by stay', heads: ['stay', 'sessions'] }),
  beside('R16', 'R17', 'R18'),
)}
</div>
</section>`
}

/** Who they are, and what they come with. */
export function people(drawer: Drawer, { answers, figures }: Gathered): Html {
  const joinsOf = (rows: readonly (readonly unknown[])[]) =>
    rows
      .map(([name, joins]) => ({ name: String(name), count: Number(joins) }))
      .sort((a, b) => b.count - a.count)
  const versions = joinsOf(answers['client-versions'])
  const shown = versions.slice(0, MOST_VERSIONS)
  const rest = versions.slice(MOST_VERSIONS)
  if (rest.length > 0)
    shown.push({
      name: plural(rest.length, 'other version'),
      count: rest.reduce((sum, { count }) => sum + count, 0),
    })
  return html`<section id="people" aria-labelledby="people-title">
<h2 id="people-title">Who, and with what</h2>
<div class="grid">
${chartPanel(
  'Kinds of participants',
  'Joins by where they come from.',
  bars(drawer, joinsOf(answers.connectivity), {
    label: 'Joins by kind of participant',
    heads: ['kind', 'joins'],
  }),
  figuresTable(drawer, figures, 'R19', 'R20'),
)}
${chartPanel(
  'Client versions',
  'Joins by user agent.',
  bars(drawer, shown, { label: 'Joins by client version', heads: ['client version', 'joins'], isLong: true }),
  null,
  'tall',
)}
${chartPanel(
  'Clients',
  'Joins by the type of client.',
  bars(drawer, joinsOf(answers['client-types']), {
    label: 'Joins by type of client',
    heads: ['client', 'joins'],
  }),
  figuresTable(drawer, figures, 'R21'),
)}
</div>
${figuresTable(drawer, figures, 'R23')}
</section>`
}
