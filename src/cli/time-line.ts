import type { Meeting, Presence } from '../answers/meeting.ts'
import { dateTimeText, HOUR, MINUTE, type Ticks } from '../time/ticks.ts'
import type { Zone } from '../time/zone.ts'

/** Everybody's joins and leaves in one conference, as lines of text that fit `width`. */
export function timeLine({ open, close, sessions: all }: Meeting, zone: Zone, width: number): string {
  const people = [...byPerson(all)]
  const label = Math.min(28, Math.max(...people.map(([name]) => name.length), 0))
  const cells = Math.max(20, width - label - 24)
  const last = Math.max(close ?? open, ...all.map(({ join, leave }) => leave ?? join + MINUTE))
  const end = close ?? last
  const perCell = Math.max(1, (end - open) / cells)
  const cellOf = (moment: Ticks) => Math.min(cells - 1, Math.max(0, Math.floor((moment - open) / perCell)))

  const lines = [' '.repeat(label + 4) + axis(open, end, cells, zone)]
  for (const [name, sessions] of people) {
    const line = new Array<string>(cells).fill(' ')
    for (const { join, leave } of sessions) {
      const [from, to] = [cellOf(join), cellOf((leave ?? end) - 1)]
      for (let at = from; at <= to; at++) line[at] = '━'
      line[from] = from === to ? '╸' : '┣'
      line[to] = leave === null ? '→' : from === to ? '╸' : '┫'
    }
    const role = sessions[0]?.role === 'presenter' ? '★' : ' '
    const devices = [...new Set(sessions.map(({ device }) => device))].join(', ')
    lines.push(`${cut(name, label).padEnd(label)} ${role}  ${line.join('')}  ${devices}`.trimEnd())
  }
  return lines.map((line) => `  ${line}\n`).join('')
}

function byPerson(all: readonly Presence[]): Map<string, Presence[]> {
  const sessions = new Map<string, Presence[]>()
  for (const session of all) sessions.set(session.who, [...(sessions.get(session.who) ?? []), session])
  return sessions
}

/** Clock times at round steps, as many as fit. */
function axis(from: Ticks, to: Ticks, cells: number, zone: Zone): string {
  const steps = [
    MINUTE,
    2 * MINUTE,
    5 * MINUTE,
    10 * MINUTE,
    15 * MINUTE,
    30 * MINUTE,
    HOUR,
    2 * HOUR,
    6 * HOUR,
    12 * HOUR,
    24 * HOUR,
  ]
  const step = steps.find((size) => (cells * size) / (to - from) >= 8) ?? 24 * HOUR
  const line = new Array<string>(cells + 6).fill(' ')
  const shift = zone.clock(from) - from
  const first = Math.ceil((from + shift) / step) * step - shift
  // The zone is asked at each moment, because its clocks can change while people meet.
  for (let moment = first; moment <= to; moment += step) {
    const at = Math.floor(((moment - from) / (to - from)) * (cells - 1))
    const text = dateTimeText(zone.clock(moment)).slice(11, 16)
    for (const [offset, letter] of [...text].entries()) line[at + offset] = letter
  }
  return line.join('').trimEnd()
}

function cut(text: string, width: number): string {
  return text.length <= width ? text : `${text.slice(0, width - 1)}…`
}
