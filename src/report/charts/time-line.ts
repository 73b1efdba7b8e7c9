import type { Meeting, Presence } from '../../answers/meeting.ts'
import { clockText } from '../../time/names.ts'
import { MINUTE, type Ticks } from '../../time/ticks.ts'
import type { Zone } from '../../time/zone.ts'
import type { Html } from '../html.ts'
import { type Drawer, SPOTS, type Spot, svgOf } from '../svg.ts'
import { timeAxis } from '../time-axis.ts'
import { cut } from './bars.ts'

/** Heights of what a person's lane holds, in pixels. */
const LANE = { name: 19, session: 16, server: 6, gap: 10 } as const
const WIDTH = 960
const MARGIN = { left: 20, right: 24, top: 8, bottom: 26 } as const
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

/** What is wrong on purpose. */
export interface WrongMarks {
  /** Kinds of what is wrong in the row of the conference. */
  readonly conference: readonly string[]
  /** Of each session its kinds and what the row says instead; null where it is right. */
  readonly sessions: readonly (WrongSession | null)[]
}

interface WrongSession {
  readonly kinds: readonly string[]
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

/** The frame around what a row says that is wrong. */
interface Frame {
  readonly from: Ticks
  readonly to: Ticks
  readonly top: number
  readonly bottom: number
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
 * servers. Sessions are drawn as they were, and framed as a row says that is wrong on purpose; times on servers as their rows
 * say. What lies far away, as by the clocks of another zone, is not drawn. `sessions` and `servers` are in the order of the
 * rows of the page's tables.
 */
export function timeLine(
  { plot, document }: Drawer,
  meeting: Meeting,
  sessions: readonly Presence[],
  servers: readonly ServerPresence[],
  wrong: WrongMarks,
  zone: Zone,
): Html {
  const { open, close } = meeting
  const first = Math.min(open, ...sessions.map(({ join }) => join))
  const last = Math.max(
    close ?? open,
    open + MINUTE,
    ...sessions.map(({ join, leave }) => leave ?? join + MINUTE),
  )
  const isNear = ({ join, leave }: Pick<Presence, 'join' | 'leave'>) =>
    join >= 2 * first - last && (leave ?? join) <= 2 * last - first
  const near = [...servers, ...wrong.sessions.flatMap((one) => one ?? [])].filter(isNear)
  const from = Math.min(first, ...near.flatMap(({ join, leave }) => [join, leave ?? join]))
  const to = Math.max(last, ...near.flatMap(({ join, leave }) => [join, leave ?? join]))
  const perTick = (WIDTH - MARGIN.left - MARGIN.right) / (to - from)
  const laid = layOut(sessions, servers, wrong, isNear, { end: to, pixel: 1 / perTick, zone })
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
      plot.rect(laid.frames, {
        x1: 'from',
        x2: 'to',
        y1: 'top',
        y2: 'bottom',
        rx: 2,
        fill: 'none',
        stroke: 'var(--two)',
        strokeWidth: 2,
        className: 'frames',
      }),
      plot.text(
        laid.shapes.filter(
          ({ text, from: start, to: end }) =>
            text !== '' && text.length * LETTER + 8 < (end - start) * perTick,
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

interface Laid {
  readonly shapes: Shape[]
  readonly frames: Frame[]
  readonly labels: Label[]
  readonly gaps: Gap[]
  readonly height: number
}

/** Lanes from top to bottom, in order of the first joins; `isDrawn` says what is near enough. `pixel` is one in ticks. */
function layOut(
  sessions: readonly Presence[],
  servers: readonly ServerPresence[],
  wrong: WrongMarks,
  isDrawn: (span: Pick<Presence, 'join' | 'leave'>) => boolean,
  { end, pixel, zone }: { readonly end: Ticks; readonly pixel: Ticks; readonly zone: Zone },
): Laid {
  const [shapes, frames, labels, gaps]: [Shape[], Frame[], Label[], Gap[]] = [[], [], [], []]
  let y = 0
  const clock = (moment: Ticks | null) => (moment === null ? 'the end' : clockText(zone.clock(moment)))
  for (const own of byPerson(sessions)) {
    const { who, kind, userId } = sessions[own[0]!]!
    const isPresenter = own.some((at) => sessions[at]!.role === 'presenter')
    labels.push({
      y: y + LANE.name / 2 + 1,
      text: [
        `${isPresenter ? '★ ' : ''}${cut(who, 60)}`,
        kind,
        ...new Set(own.flatMap((at) => wrong.sessions[at]?.kinds ?? []).map((one) => `⚠ ${one}`)),
      ].join(' · '),
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
      const mark = wrong.sessions[at]
      const marked = mark ? `, wrong on purpose: ${mark.kinds.join(', ')}` : ''
      if (mark && isDrawn(mark)) frames.push({ ...framed(mark, end, pixel), top, bottom: top + LANE.session })
      shapes.push({
        from: join,
        to: leave ?? end,
        top,
        bottom: top + LANE.session,
        color: role === 'presenter' ? 'var(--one)' : 'var(--calm)',
        text: leave === null ? `${device}, still there →` : device,
        spot: {
          row: at,
          label: `${who}, ${role}, ${device}, ${clock(join)} to ${clock(leave)}${open}${marked}`,
        },
      })
    }
    y += rows.length * (LANE.session + 2)
    const kinds = new Map<string, number>()
    for (const [at, one] of servers.entries()) {
      if (one.userId !== userId || !isDrawn(one)) continue
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
          table: 2,
          label: `${who} at ${one.server}, ${clock(one.join)} to ${clock(one.leave)}`,
        },
      })
    }
    y += kinds.size * LANE.server + LANE.gap
  }
  if (wrong.conference.length > 0)
    shapes.push({
      from: end,
      to: end + 18 * pixel,
      top: 0,
      bottom: LANE.session,
      color: 'var(--two)',
      text: '⚠',
      spot: { row: 0, table: 1, label: `Conference, wrong on purpose: ${wrong.conference.join(', ')}` },
    })
  return { shapes, frames, labels, gaps, height: Math.max(y, LANE.name) }
}

/** From the earlier to the later of two times, and wide enough to be seen. */
function framed({ join, leave }: WrongSession, end: Ticks, pixel: Ticks): Pick<Frame, 'from' | 'to'> {
  const [from, to] = [Math.min(join, leave ?? end), Math.max(join, leave ?? end)]
  return { from, to: Math.max(to, from + 2 * pixel) }
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
