import type { Presence } from '../../answers/meeting.ts'
import { clockText } from '../../time/names.ts'
import { MINUTE, type Ticks } from '../../time/ticks.ts'
import type { Zone } from '../../time/zone.ts'
import type { DrawnMeeting } from '../drawn.ts'
import type { Html } from '../html.ts'
import { type Drawer, SPOTS, type Spot, svgOf } from '../svg.ts'
import { timeAxis } from '../time-axis.ts'
import { cut } from './bars.ts'

/** Heights of what a person's lane holds, in pixels. */
const LANE = { name: 19, session: 16, server: 6, gap: 10 } as const
const WIDTH = 960
const MARGIN = { left: 12, right: 24, top: 8, bottom: 26 } as const
/** How wide a letter is, about. */
const LETTER = 7.2

/** The colours of conferencing servers, by the words for their kinds. */
export const SERVER_COLORS: Readonly<Record<string, string>> = {
  'audio-video': 'var(--three)',
  applicationsharing: 'var(--four)',
  'data-conf': 'var(--six)',
  chat: 'var(--five)',
}

/** Somebody's presence at a conferencing server. */
export interface ServerPresence {
  readonly userId: number
  readonly server: string
  readonly join: Ticks
  readonly leave: Ticks | null
}

interface Shape {
  readonly from: Ticks
  readonly to: Ticks
  readonly top: number
  readonly bottom: number
  readonly color: string
  readonly text: string
  readonly spot: Spot
}

/** The gap between two sessions of somebody who comes back. */
interface Gap {
  readonly from: Ticks
  readonly to: Ticks
  readonly y: number
}

interface Label {
  readonly y: number
  readonly text: string
}

/**
 * Everybody's joins and leaves in a conference: a lane for each, with their sessions and, beneath, those at conferencing
 * servers. `sessions` and `servers` are in the order of the rows of the page's tables.
 */
export function timeLine(
  { plot, document }: Drawer,
  { meeting }: DrawnMeeting,
  sessions: readonly Presence[],
  servers: readonly ServerPresence[],
  zone: Zone,
): Html {
  const { open, close } = meeting
  const last = Math.max(
    close ?? open,
    ...sessions.map(({ join, leave }) => leave ?? join + MINUTE),
    ...servers.map(({ join, leave }) => leave ?? join + MINUTE),
  )
  const [from, to] = [Math.min(open, ...sessions.map(({ join }) => join)), Math.max(last, open + MINUTE)]
  const laid = layOut(sessions, servers, to, zone)
  const perTick = (WIDTH - MARGIN.left - MARGIN.right) / (to - from)
  const axis = new Map(timeAxis(zone, from, to, 10).map(({ at, name }) => [at, name]))
  const edges = close === null ? [open] : [open, close]
  const svg = plot.plot({
    document: document as never,
    width: WIDTH,
    height: laid.height + MARGIN.top + MARGIN.bottom,
    marginLeft: MARGIN.left,
    marginRight: MARGIN.right,
    marginTop: MARGIN.top,
    marginBottom: MARGIN.bottom,
    x: { type: 'linear', domain: [from, to], label: null },
    y: {
      type: 'linear',
      domain: [0, laid.height],
      range: [MARGIN.top, MARGIN.top + laid.height],
      axis: null,
    },
    color: { type: 'identity' },
    marks: [
      plot.ruleX([...axis.keys()], { stroke: 'var(--rule)' }),
      plot.ruleX(edges, { stroke: 'currentColor', strokeOpacity: 0.5, strokeDasharray: '2,3' }),
      plot.axisX([...axis.keys()], {
        tickSize: 0,
        tickFormat: (at: number) => axis.get(at)!,
        fill: 'currentColor',
      }),
      plot.link(laid.gaps, {
        x1: 'from',
        x2: 'to',
        y1: 'y',
        y2: 'y',
        stroke: 'currentColor',
        strokeDasharray: '3,3',
        strokeOpacity: 0.7,
      }),
      plot.rect(laid.shapes, {
        x1: 'from',
        x2: 'to',
        y1: 'top',
        y2: 'bottom',
        rx: 2,
        fill: 'color',
        className: SPOTS,
      }),
      plot.text(
        laid.shapes.filter(
          ({ text, from: start, to: end }) => text.length * LETTER + 8 < (end - start) * perTick,
        ),
        {
          x: 'from',
          y: ({ top, bottom }: Shape) => (top + bottom) / 2,
          text: 'text',
          textAnchor: 'start',
          dx: 5,
          className: 'on-bar',
        },
      ),
      plot.text(laid.labels, {
        x: from,
        y: 'y',
        text: 'text',
        textAnchor: 'start',
        className: 'name',
      }),
    ],
  })
  return svgOf(svg, {
    label: `Time line of ${meeting.title}: sessions of each participant`,
    spots: laid.shapes.map(({ spot }) => spot),
  })
}

/** Lanes from top to bottom, in order of the first joins. */
function layOut(
  sessions: readonly Presence[],
  servers: readonly ServerPresence[],
  end: Ticks,
  zone: Zone,
): { shapes: Shape[]; labels: Label[]; gaps: Gap[]; height: number } {
  const [shapes, labels, gaps]: [Shape[], Label[], Gap[]] = [[], [], []]
  let y = 0
  const clock = (moment: Ticks | null) => (moment === null ? 'the end' : clockText(zone.clock(moment)))
  for (const own of byPerson(sessions)) {
    const { who, kind, userId } = sessions[own[0]!]!
    const isPresenter = own.some((at) => sessions[at]!.role === 'presenter')
    labels.push({
      y: y + LANE.name / 2 + 1,
      text: `${isPresenter ? '★ ' : ''}${cut(who, 60)} · ${kind}`,
    })
    y += LANE.name
    const rows: Ticks[] = []
    for (const at of own) {
      const { join, leave, role, device } = sessions[at]!
      const free = rows.findIndex((until) => until <= join)
      const row = free < 0 ? rows.length : free
      const top = y + row * (LANE.session + 2)
      if (free >= 0) gaps.push({ from: rows[row]!, to: join, y: top + LANE.session / 2 })
      rows[row] = leave ?? end
      const open = leave === null ? ', no leave recorded' : ''
      shapes.push({
        from: join,
        to: leave ?? end,
        top,
        bottom: top + LANE.session,
        color: role === 'presenter' ? 'var(--one)' : 'var(--calm)',
        text: leave === null ? `${device}, still there →` : device,
        spot: {
          row: at,
          label: `${who}, ${role}, ${device}, ${clock(join)} to ${clock(leave)}${open}`,
        },
      })
    }
    y += rows.length * (LANE.session + 2)
    const kinds = new Map<string, number>()
    for (const [at, one] of servers.entries()) {
      if (one.userId !== userId) continue
      const row = kinds.get(one.server) ?? kinds.size
      kinds.set(one.server, row)
      const top = y + row * LANE.server
      shapes.push({
        from: one.join,
        to: one.leave ?? end,
        top,
        bottom: top + LANE.server - 2,
        color: SERVER_COLORS[one.server] ?? 'var(--six)',
        text: '',
        spot: {
          row: at,
          table: 1,
          label: `${who} at ${one.server}, ${clock(one.join)} to ${clock(one.leave)}`,
        },
      })
    }
    y += kinds.size * LANE.server + LANE.gap
  }
  return { shapes, labels, gaps, height: Math.max(y, LANE.name) }
}

/** Positions of the sessions of each person, by joins. */
function byPerson(sessions: readonly Presence[]): readonly (readonly number[])[] {
  const people = new Map<number, number[]>()
  for (const at of [...sessions.keys()].sort((a, b) => sessions[a]!.join - sessions[b]!.join)) {
    const { userId } = sessions[at]!
    people.set(userId, [...(people.get(userId) ?? []), at])
  }
  return [...people.values()]
}
