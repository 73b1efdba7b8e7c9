import type { Chart, TableText } from './charts/chart.ts'
import { type Html, html } from './html.ts'

/** A chart with what it is called, a sentence on it, and its numbers as a table. */
export function chartPanel(
  title: string,
  about: string | Html,
  chart: Chart,
  beside: Html | null = null,
  kind = '',
): Html {
  const { wide, narrow, table } = chart
  return html`<figure class="panel chart ${kind}">
<figcaption><h3>${title}</h3><p>${about}</p></figcaption>
<div class="plot${narrow === null ? '' : ' wide'}">${wide}</div>
${narrow === null ? null : html`<div class="plot narrow">${narrow}</div>`}
${numbersOf(title, table)}
${beside}
</figure>`
}

function numbersOf(title: string, table: TableText): Html {
  return html`<details class="numbers"><summary>Numbers</summary>${scrolling(title, tableOf(table, { isShown: true }))}</details>`
}

/** Something that can be wider or longer than its place, and reached by keyboard. */
export function scrolling(label: string, content: Html): Html {
  return html`<div class="scroll" role="group" tabindex="0" aria-label="${label}">${content}</div>`
}

/** A table; `isShown` for one whose rows shapes show. */
export function tableOf(
  { columns, rows }: TableText,
  { isShown = false, caption = null }: { isShown?: boolean; caption?: string | null } = {},
): Html {
  const classOf = (at: number) => (columns[at]!.isNumber ? html` class="number"` : null)
  return html`<table${isShown ? html` data-rows` : null}>
${caption === null ? null : html`<caption>${caption}</caption>`}
<thead><tr>${columns.map(({ name }, at) => html`<th scope="col"${classOf(at)}>${name}</th>`)}</tr></thead>
<tbody>${rows.map(
    (row) => html`<tr>${row.map((cell, at) => html`<td${classOf(at)}>${cell}</td>`)}</tr>
`,
  )}</tbody>
</table>`
}

/** A name that somebody made up, whatever direction it is written in. */
export function name(text: string): Html {
  return html`<bdi>${text}</bdi>`
}
