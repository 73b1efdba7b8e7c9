import type { Meeting, Presence } from '../answers/meeting.ts'
import type { Anomaly } from '../scenario/anomaly.ts'
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

/** Lines of a scenario as the page shows them: `week.yaml:42: bob: [{ join: -1m }]`; null where there is none. */
export interface Lines {
  /** The line that brought somebody into a meeting. */
  ofSession(meeting: Meeting, session: Presence): string | null
  /** The line that makes rows wrong. */
  ofAnomaly(anomaly: Anomaly): string | null
}

/** Finds lines in a file; nothing has a line without one. */
export function linesOf({ definition }: Scenario, source: Source | null): Lines {
  const parsed = source && parse(source.text)
  const lineAt = (path: Path | null) => {
    if (source === null || parsed === null || !('data' in parsed)) return null
    const place = path && parsed.locate(path, 'value')
    return place ? `${source.file}:${place.line}: ${place.text.trim()}` : null
  }
  return {
    ofSession: (meeting, session) => lineAt(pathOf(definition, meeting, session)),
    ofAnomaly: ({ index }) => lineAt(['anomalies', index]),
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
