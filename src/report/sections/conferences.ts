import { count, plural } from '../../answers/words.ts'
import type { Scenario } from '../../scenario/scenario.ts'
import type { TableName } from '../../schema/tables.ts'
import { clockText, dayName } from '../../time/names.ts'
import { dayText } from '../../time/ticks.ts'
import { SERVER_COLORS, type ServerPresence, timeLine } from '../charts/time-line.ts'
import type { Drawn, DrawnMeeting, RowValues } from '../drawn.ts'
import { type Html, html } from '../html.ts'
import type { Lines } from '../lines.ts'
import { name, scrolling } from '../markup.ts'
import type { Drawer } from '../svg.ts'
import { isWrong, meetingTables, wrongMarks } from './meeting-rows.ts'

/** Conferences that are open when the page is. */
const OPEN = 3
/** Sessions of one conference that are drawn. */
const MOST_SESSIONS = 160

interface Told {
  readonly html: Html
  readonly flags: ReadonlySet<string>
}

/** What a conference can be filtered by, with how it is said. */
const FLAGS = {
  rejoin: 'with rejoins',
  open: 'without an end on record',
  devices: 'with several devices at once',
  wrong: 'with rows that are wrong on purpose',
} as const

/** Conferences one by one: who was there when, and all rows. */
export function conferences(
  drawer: Drawer,
  { meetings, named, population, servers }: Drawn,
  { zone }: Scenario,
  lines: Lines,
): Html {
  const parts = meetings.map((one, at) => {
    return { ...conference(drawer, one, servers, zone, lines, at < OPEN), day: one.meeting.day }
  })
  const flags = (Object.keys(FLAGS) as (keyof typeof FLAGS)[]).filter((flag) =>
    parts.some((part) => part.flags.has(flag)),
  )
  const days = [...new Set(parts.map(({ day }) => day))].sort((a, b) => a - b)
  return html`<section id="conferences" aria-labelledby="conferences-title">
<h2 id="conferences-title">Conferences one by one</h2>
<p>${shareText(named, population)} Times are those of ${zone.name}; rows have UTC, as the database has.</p>
${meetings.length === 0 ? null : legend(servers.size > 0, meetings.some(isWrong))}
${
  meetings.length < 2
    ? null
    : html`<form class="filters" id="filters" hidden>
<label>Find <input type="search" name="words" placeholder="conference or person" autocomplete="off"></label>
<label>Day <select name="day"><option value="">all</option>${days.map((day) => html`<option value="${dayText(day)}">${dayName(day)}</option>`)}</select></label>
${flags.map((flag) => html`<label><input type="checkbox" data-flag="${flag}"> ${FLAGS[flag]}</label>`)}
<span class="soft" id="found" role="status"></span>
</form>`
}
${parts.map((part) => part.html)}
</section>`
}

function shareText(named: Drawn['named'], population: Drawn['population']): string {
  const all = named.held + population.held
  if (all === 0) return 'Nobody meets in this data set.'
  const texts: string[] = []
  if (named.held > 0)
    texts.push(
      named.held === named.drawn
        ? `${named.held === 1 ? 'The conference' : `All ${count(named.held)} conferences`} that the scenario names.`
        : `${count(named.drawn)} of the ${count(named.held)} conferences that the scenario names: as many as fit.`,
    )
  if (population.held > 0)
    texts.push(
      population.drawn === population.held
        ? `All ${plural(population.held, 'conference')} of the population.`
        : `A sample of ${count(population.drawn)} from the ${count(population.held)} conferences of the population.`,
    )
  return texts.join(' ')
}

function legend(hasServers: boolean, hasWrong: boolean): Html {
  const swatch = (color: string, text: string) =>
    html`<li><svg viewBox="0 0 14 12" aria-hidden="true"><rect width="14" height="12" rx="2" fill="${color}"/></svg>${text}</li>`
  return html`<ul class="legend">
${swatch('var(--one)', '★ presenter')}${swatch('var(--calm)', 'attendee')}
<li><svg viewBox="0 0 14 12" aria-hidden="true"><path d="M0,6H14" stroke="currentColor" stroke-dasharray="3,3"/></svg>gone, and back</li>
${hasServers ? Object.entries(SERVER_COLORS).map(([server, color]) => swatch(color, server)) : null}
${hasWrong ? html`<li><svg viewBox="0 0 14 12" aria-hidden="true"><rect x="1" y="1" width="12" height="10" rx="2" fill="none" stroke="var(--two)" stroke-width="2"/></svg>⚠ wrong on purpose: what the row says instead</li>` : null}
</ul>`
}

function conference(
  drawer: Drawer,
  drawn: DrawnMeeting,
  servers: ReadonlyMap<number, string>,
  zone: Scenario['zone'],
  lines: Lines,
  isOpen: boolean,
): Told {
  const { meeting, rows } = drawn
  const { title, day, open, close, sessions } = meeting
  const clock = (moment: number) => clockText(zone.clock(moment))
  const flags = flagsOf(drawn)
  const people = new Set(sessions.map(({ userId }) => userId)).size
  const shown = sessions.slice(0, MOST_SESSIONS)
  const ids = new Set(shown.map(({ userId }) => userId))
  const atServers = (rows.get('McuJoinsAndLeaves') ?? []).filter(({ UserId }) => ids.has(UserId as number))
  const picture = timeLine(
    drawer,
    meeting,
    shown,
    serverPresence(atServers, servers),
    wrongMarks(drawn, shown),
    zone,
  )
  const more = sessions.length - shown.length
  const words = `${dayName(day)}, ${clock(open)} to ${close === null ? 'now, still running' : clock(close)}, ${people} ${people === 1 ? 'person' : 'people'}, ${plural(sessions.length, 'join')}`
  const tables = meetingTables(drawn, shown, atServers, lines)
  return {
    flags,
    html: html`<details class="meeting"${isOpen ? html` open` : null} data-day="${dayText(day)}" data-flags="${[...flags].join(' ')}">
<summary><b>${name(title)}</b> <span class="soft">${words}</span>${[...flags].map((flag) => html`<span class="flag">${FLAGS[flag as keyof typeof FLAGS]}</span>`)}</summary>
<figure class="chart">
<div class="plot">${sessions.length === 0 ? html`<p>Nobody came.</p>` : picture}</div>
${more > 0 ? html`<p class="soft">and ${plural(more, 'more join')}, which are not drawn</p>` : null}
<details class="numbers"><summary>Rows</summary>${scrolling(`Rows of ${title}, ${dayName(day)}`, html`${tables}`)}</details>
</figure>
</details>
`,
  }
}

function flagsOf(drawn: DrawnMeeting): ReadonlySet<string> {
  const { rows, meeting } = drawn
  const { sessions, close } = meeting
  const flags = new Set<string>()
  const isOpen = (table: TableName, end: string) => rows.get(table)?.some((row) => row[end] === null)
  if (isOpen('Conferences', 'ConferenceEndTime') || isOpen('FocusJoinsAndLeaves', 'UserLeaveTime'))
    flags.add('open')
  if (isWrong(drawn)) flags.add('wrong')
  const until = new Map<number, number>()
  for (const { userId, join, leave } of sessions.toSorted((a, b) => a.join - b.join)) {
    const before = until.get(userId)
    if (before !== undefined) flags.add(before <= join ? 'rejoin' : 'devices')
    until.set(userId, Math.max(before ?? 0, leave ?? close ?? Number.POSITIVE_INFINITY))
  }
  return flags
}

function serverPresence(rows: readonly RowValues[], servers: ReadonlyMap<number, string>): ServerPresence[] {
  return rows.map(({ UserId, McuId, UserJoinTime, UserLeaveTime }) => ({
    userId: UserId as number,
    server: servers.get(McuId as number) ?? 'server',
    join: UserJoinTime as number,
    leave: UserLeaveTime as number | null,
  }))
}
