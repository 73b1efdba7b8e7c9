import type { Meeting, Presence } from '../answers/meeting.ts'
import { parse } from '../scenario/parse.ts'
import type { Path } from '../scenario/problem.ts'
import type { Scenario } from '../scenario/scenario.ts'
import { dayText } from '../time/ticks.ts'

/** The file of a scenario. */
export interface Source {
  /** Its name, as the page shows it. */
  readonly file: string
  readonly text: string
}

/** Says which line of a scenario brought somebody into a meeting: `week.yaml:42: bob: [{ join: -1m }]`; null where none did. */
export type LineOf = (meeting: Meeting, session: Presence) => string | null

/** Finds lines in a file; nothing has a line without one. */
export function linesOf({ definition }: Scenario, source: Source | null): LineOf {
  const parsed = source && parse(source.text)
  if (source === null || parsed === null || !('data' in parsed)) return () => null
  return (meeting, session) => {
    const path = pathOf(definition, meeting, session)
    const place = path && parsed.locate(path, 'value')
    return place ? `${source.file}:${place.line}: ${place.text.trim()}` : null
  }
}

/** Where a scenario says most exactly why somebody is in a meeting: their joins, or their invitation. */
function pathOf(
  { conferences = {} }: Scenario['definition'],
  { conference, day }: Meeting,
  { person, turn }: Presence,
): Path | null {
  const entry = conference && conferences[conference.id]
  if (!entry || !conference || !person) return null
  const here: Path = ['conferences', conference.id]
  // What a day says of somebody goes instead of what the series says.
  const own = entry.occurrences?.[dayText(day)]
  const changed = typeof own === 'object' ? own.joins?.[person.id] : undefined
  const exact = changed ?? entry.joins?.[person.id]
  if (exact) {
    const joins: Path = changed ? [...here, 'occurrences', dayText(day), 'joins'] : [...here, 'joins']
    return [...joins, person.id, ...(turn <= exact.length ? [turn - 1] : [])]
  }
  if (entry.organizer === person.id) return [...here, 'organizer']
  for (const role of ['presenters', 'attendees'] as const) {
    const invited = (entry[role] ?? []).findIndex((who) => {
      const name = typeof who === 'string' ? who : who.from
      return name === person.id || name === person.group
    })
    if (invited >= 0) return [...here, role, invited]
  }
  return here
}
