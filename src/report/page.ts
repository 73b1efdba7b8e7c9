import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import type { Scenario } from '../scenario/scenario.ts'
import type { Gathered } from './gather.ts'
import { Html, html } from './html.ts'
import type { Lines } from './lines.ts'
import { conferences } from './sections/conferences.ts'
import { head, overview } from './sections/overview.ts'
import { overTime, people, shapes, starts } from './sections/shapes.ts'
import type { Drawer } from './svg.ts'

/** What each page begins with: by it ours are known. */
export const PAGE_START =
  '<!doctype html>\n<html lang="en">\n<head>\n<meta name="generator" content="Rollcall">'

/** The whole page. Nothing in it comes from anywhere else, and nothing runs in it but its own script. */
export function page(drawer: Drawer, scenario: Scenario, gathered: Gathered, lines: Lines): string {
  const { style, script } = { style: asset('style.css'), script: asset('script.js') }
  const policy = `default-src 'none'; style-src '${hashOf(style)}'; script-src '${hashOf(script)}'; base-uri 'none'; form-action 'none'`
  const isEmpty = gathered.answers.totals[0]?.[0] === 0
  const ways = [
    ['overview', 'Overview'],
    ...(isEmpty
      ? []
      : [
          ['over-time', 'Over time'],
          ['starts', 'Starts'],
          ['shapes', 'Size, length, lateness'],
          ['people', 'People and clients'],
        ]),
    ['conferences', 'Conferences'],
  ]
  return html`${new Html(PAGE_START)}
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${scenario.id} · Rollcall</title>
<style>${new Html(style)}</style>
</head>
<body>
<a class="skip" href="#main">To the figures</a>
${head(scenario)}
<nav aria-label="Parts of this page"><ul>${ways.map(([id = '', name = '']) => html`<li><a href="#${id}">${name}</a></li>`)}</ul></nav>
<main id="main">
${overview(gathered, scenario)}
${
  isEmpty
    ? null
    : html`${overTime(drawer, gathered, scenario)}
${starts(drawer, gathered, scenario)}
${shapes(drawer, gathered)}
${people(drawer, gathered)}`
}
${conferences(drawer, gathered.drawn, scenario, lines)}
</main>
<div id="tip" role="tooltip" hidden></div>
<script>${new Html(script)}</script>
</body>
</html>
`.text
}

function asset(name: string): string {
  return readFileSync(new URL(`browser/${name}`, import.meta.url), 'utf8')
}

/** As a content security policy names a text that may be there. */
function hashOf(text: string): string {
  return `sha256-${createHash('sha256').update(text).digest('base64')}`
}
