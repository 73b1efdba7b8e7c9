import type { Figure } from '../../answers/realism.ts'
import { bandText, valuesText } from '../../answers/words.ts'
import { strips } from '../charts/bands.ts'
import { type Html, html } from '../html.ts'
import { scrolling } from '../markup.ts'
import type { Drawer } from '../svg.ts'

/** Published figures with what there is here: those with some ids; null where the data set has no population. */
export function figuresTable(
  drawer: Drawer,
  figures: readonly Figure[],
  ...ids: readonly string[]
): Html | null {
  const wanted = figures.filter(({ id }) => ids.includes(id))
  if (wanted.length === 0) return null
  const names = ['figure', 'here', '', 'near enough', 'published', 'verdict']
  return html`${scrolling(
    'Published figures',
    html`<table class="figures">
<caption>Beside published figures</caption>
<thead><tr>${names.map((one) => html`<th scope="col">${one === '' ? html`<span class="soft">in the band</span>` : one}</th>`)}</tr></thead>
<tbody>${wanted.map((figure) => row(drawer, figure))}</tbody>
</table>`,
  )}`
}

function row(drawer: Drawer, figure: Figure): Html {
  const { id, name, published, source, verdict, why } = figure
  return html`<tr class="${verdict === 'not asked' ? 'unasked' : verdict}">
<td>${id} ${name}</td><td>${valuesText(figure)}</td><td class="strip">${strips(drawer, figure)}</td>
<td>${bandText(figure)}</td><td>${published} <span class="soft">${source}</span></td>
<td><span class="verdict">${verdict}</span>${why === null ? null : html` <span class="soft">${why}</span>`}</td></tr>
`
}
