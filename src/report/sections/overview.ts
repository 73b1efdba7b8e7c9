import { count, span } from '../../answers/words.ts'
import type { Scenario } from '../../scenario/scenario.ts'
import type { TableName } from '../../schema/tables.ts'
import { clockText, dayName } from '../../time/names.ts'
import { DAY, dayText, HOUR, type Ticks, ticksFromMs, ticksFromText } from '../../time/ticks.ts'
import type { Zone } from '../../time/zone.ts'
import { numbers, texts } from '../charts/chart.ts'
import type { Gathered } from '../gather.ts'
import { type Html, html } from '../html.ts'
import { name, scrolling, tableOf } from '../markup.ts'

/** What the data set is. */
export function head({
  id,
  description,
  seed,
  algorithm,
  start,
  days,
  zone,
  pools,
  population,
}: Scenario): Html {
  const end = start + days - 1
  const facts: readonly (readonly [string, string])[] = [
    ['Period', days === 1 ? dayText(start) : `${dayText(start)} to ${dayText(end)}`],
    ['Time zone', zone.name],
    ['Seed', seed],
    ['Algorithm', String(algorithm)],
    [pools.length === 1 ? 'Pool' : 'Pools', pools.length <= 3 ? pools.join(', ') : count(pools.length)],
    ...(population
      ? [['Population', `${count(population.users)} users, ${population.preset}`] as const]
      : []),
  ]
  return html`<header>
<h1>${name(id)}</h1>
${description === '' ? null : html`<p class="lead">${name(description)}</p>`}
<dl class="facts">${facts.map(([what, value]) => html`<div><dt>${what}</dt><dd>${name(value)}</dd></div>`)}</dl>
</header>`
}

/** The answers that matter, and rows by table. */
export function overview({ answers, counts, estimated, wrong }: Gathered, { zone }: Scenario): Html {
  const [conferences = 0, participants = 0, , joins = 0, time = 0, organizers = 0] = (answers.totals[0] ??
    []) as number[]
  const peakOf = (what: string) => answers['peak-concurrency'].find(([name]) => name === what)
  const rows = Object.entries(counts)
  const total = rows.reduce((sum, [, number]) => sum + number, 0)
  const tables = {
    columns: [...texts('table'), ...numbers('rows')],
    rows: [...rows, ['all', total] as const].map(([table, number]) => {
      const isAbout = table === 'all' ? estimated.size > 0 : estimated.has(table as TableName)
      return [table, isAbout ? `about ${count(roughly(number))}` : count(number)]
    }),
  }
  const beside = [wrongPanel(wrong, estimated.size > 0), joinsPanel(answers), poolsPanel(answers)].filter(
    (panel) => panel !== null,
  )
  return html`<section id="overview" aria-labelledby="overview-title">
<h2 id="overview-title">What is in it</h2>
<dl class="tiles">
${tile('Conferences', count(conferences), 'conferences', `by ${count(organizers)} ${organizers === 1 ? 'organizer' : 'organizers'}`)}
${tile('Participants', count(participants), 'participants', 'distinct users')}
${tile('Joins', count(joins), 'joins', 'rows of FocusJoinsAndLeaves')}
${tile('Participant time', hoursText(ticksFromMs(time)), 'time', 'of all sessions with a leave')}
${peakTile('Most people at once', 'participants', peakOf('participants'), zone)}
${peakTile('Most conferences at once', 'conferences', peakOf('conferences'), zone)}
</dl>
<div class="grid">
<div class="panel${beside.length > 1 ? ' tall' : ''}"><h3>Rows by table</h3>${scrolling('Rows by table', tableOf(tables))}</div>
${beside}
</div>
</section>`
}

/** Three digits. */
function roughly(amount: number): number {
  return Number(amount.toPrecision(3))
}

function tile(title: string, value: string, id: string, about: string): Html {
  return html`<div><dt>${title}</dt><dd data-answer="${id}">${value} <small>${about}</small></dd></div>`
}

/** Of many hours nobody asks for the minutes. */
function hoursText(time: Ticks): string {
  return time < 100 * HOUR ? span(time) : `${count(Math.round(time / HOUR))} h`
}

function peakTile(title: string, what: string, row: readonly unknown[] | undefined, zone: Zone): Html {
  const at = row ? ticksFromText(`${row[2]}:00`) : null
  const when = at === null ? 'nobody at any full minute' : `first on ${momentName(zone.clock(at))}`
  return tile(title, count(row ? Number(row[1]) : 0), `peak-${what}`, when)
}

/** `Mon 13 Jul 09:30`, of what a clock shows. */
function momentName(clock: Ticks): string {
  return `${dayName(Math.floor(clock / DAY))} ${clockText(clock)}`
}

function wrongPanel(wrong: Gathered['wrong'], isEstimated: boolean): Html | null {
  const kinds = Object.entries(wrong)
  if (kinds.length === 0) return null
  const table = {
    columns: [...texts('kind'), ...numbers('rows')],
    rows: kinds.map(([kind, rows]) => [kind, isEstimated ? `about ${count(roughly(rows))}` : count(rows)]),
  }
  return html`<div class="panel"><h3>Wrong on purpose</h3>${scrolling('Rows that are wrong on purpose, by kind', tableOf(table))}</div>`
}

function joinsPanel({ rejoins }: Gathered['answers']): Html | null {
  if (rejoins.length === 0) return null
  const table = {
    columns: [...texts('join'), ...numbers('joins', 'time away')],
    rows: rejoins.map(([kind, joins, away]) => [
      String(kind),
      count(Number(joins)),
      Number(away) === 0 ? '' : span(ticksFromMs(Number(away))),
    ]),
  }
  return html`<div class="panel"><h3>First joins, rejoins, further devices</h3>${scrolling('Joins by what they are', tableOf(table))}</div>`
}

function poolsPanel(answers: Gathered['answers']): Html | null {
  const pools = answers['pool-summary']
  if (pools.length < 2) return null
  const table = {
    columns: [...texts('pool'), ...numbers('conferences', 'participants', 'joins', 'participant time')],
    rows: pools.map(([pool, conferences, participants, , joins, time]) => [
      String(pool),
      ...[conferences, participants, joins].map((cell) => count(Number(cell))),
      span(ticksFromMs(Number(time))),
    ]),
  }
  return html`<div class="panel"><h3>Pools</h3>${scrolling('Pools', tableOf(table))}</div>`
}
