import { didYouMean } from '../suggest.ts'
import { type Day, dayText } from '../time/ticks.ts'
import type { AnomalyEntry } from './anomalies-file.ts'
import { type Anomaly, type AnomalyKind, factsOf } from './anomaly.ts'
import { ticksFromDuration } from './formats.ts'
import { occurrenceOn } from './occurrence.ts'
import type { Path } from './problem.ts'
import type { Report } from './report.ts'
import { type Directory, personNamed } from './resolve-people.ts'
import { resolveDate, resolveOffset, resolveZone } from './resolve-time.ts'
import type { Conference, Person, Scenario } from './scenario.ts'

/** What anomalies are in. */
export interface Whole extends Pick<Scenario, 'start' | 'days' | 'zone' | 'conferences'> {
  /** Null when they were reported, and any pool may be right. */
  readonly pools: readonly string[] | null
  /** Names of conferences in the file, also of those that were reported. */
  readonly conferenceNames: readonly string[]
  /** Whether the days of the scenario are those of the file, not what stands for them after a report. */
  readonly isPeriodKnown: boolean
  readonly isZoneKnown: boolean
  readonly directory: Directory
}

/** Keys that say where. */
const PLACES = ['conference', 'person', 'on', 'pool'] as const

/** Keys that belong to one kind. */
const OF_KIND = { missing: 'orphaned-join', by: 'clock-skew', timezone: 'wrong-time-zone' } as const

/** Turns the list of a file into anomalies, and reports those that make no sense or that are nowhere. */
export function resolveAnomalies(
  entries: readonly AnomalyEntry[],
  whole: Whole,
  report: Report,
): readonly Anomaly[] {
  const names = new Map<string, number>()
  return entries.map((entry, index) => {
    const path: Path = ['anomalies', index]
    const { rate: _, ...rest } = entry
    const name = JSON.stringify(Object.entries(rest).sort(([a], [b]) => (a < b ? -1 : 1)))
    const twin = names.get(name)
    if (twin !== undefined)
      report('duplicate', path, 'is listed twice', 'Leave one of the two out, or give them one `rate`.')
    else names.set(name, index)
    checkKeys(entry, path, report)
    const known = knownConference(entry.conference, [...path, 'conference'], whole, report)
    const conference = known === 'unknown' ? null : known
    const person =
      entry.person === undefined
        ? null
        : personNamed(entry.person, whole.directory, [...path, 'person'], report)
    const on = entry.on === undefined ? null : resolveDate(entry.on, [...path, 'on'], report)
    if (on !== null) checkDay(on, conference, [...path, 'on'], whole, report)
    checkPool(entry, conference, path, whole, report)
    if (conference && person) checkInvited(conference, person, [...path, 'person'], report)
    const named = resolveZone(entry.timezone, [...path, 'timezone'], report)
    const zone = named ?? whole.zone
    const isZoneKnown = entry.timezone === undefined ? whole.isZoneKnown : named !== null
    if (entry.kind === 'wrong-time-zone' && zone.name === 'UTC' && isZoneKnown) {
      const hint = 'Say whose clocks the rows show, such as `timezone: Europe/London`.'
      const key = entry.timezone === undefined ? [] : ['timezone']
      report('conflict', [...path, ...key], 'the clocks of UTC are the right ones', hint)
    }
    const by = resolveOffset(entry.by, [...path, 'by'], report) ?? ticksFromDuration('-2m')
    if (by === 0)
      report('out-of-range', [...path, 'by'], 'is no skew at all', 'Use 1s or more, or -1s or less.')
    return {
      kind: entry.kind,
      index,
      line: null,
      name,
      conference,
      person,
      on,
      join: entry.join ?? null,
      pool: entry.pool ?? null,
      rate: entry.rate ?? 1,
      missing: entry.missing ?? 'conference',
      by,
      zone,
    }
  })
}

function checkKeys(entry: AnomalyEntry, path: Path, report: Report): void {
  const { kind } = entry
  for (const [key, owner] of Object.entries(OF_KIND) as [keyof typeof OF_KIND, AnomalyKind][]) {
    if (entry[key] !== undefined && kind !== owner)
      report('conflict', [...path, key], `belongs to ${owner}, and this is ${kind}`, 'Leave it out.', 'key')
  }
  if (factsOf(kind).of === 'conference') {
    for (const key of ['person', 'join'] as const) {
      const hint = 'Leave it out: all joins of the conference are as wrong.'
      if (entry[key] !== undefined)
        report('conflict', [...path, key], `a ${kind} is of a whole conference`, hint, 'key')
    }
  } else if (entry.join !== undefined && entry.person === undefined) {
    report('conflict', [...path, 'join'], 'counts the joins of a person', 'Say whose: add `person`.', 'key')
  }
  if (entry.rate === undefined && !PLACES.some((key) => entry[key] !== undefined)) {
    const hint = 'Name a `conference`, a `person`, a day (`on`) or a `pool`, or give a `rate`, such as 0.01.'
    report('missing-key', path, 'says neither where nor how often', hint)
  }
}

/** The conference of a name; null where none is named, `unknown` after it was reported, now or before. */
function knownConference(
  name: string | undefined,
  path: Path,
  { conferences, conferenceNames, directory }: Whole,
  report: Report,
): Conference | 'unknown' | null {
  if (name === undefined) return null
  const found = conferences.find(({ id }) => id === name)
  if (found) return found
  if (!conferenceNames.includes(name) && !directory.leftOut('conferences', name)) {
    const hint = didYouMean(name, conferenceNames) ?? allowed(conferenceNames)
    report('unknown-name', path, `"${name}" is not in \`conferences\``, hint)
  }
  return 'unknown'
}

function allowed(names: readonly string[]): string {
  if (names.length === 0) return 'The scenario names no conferences; those of a population have no names.'
  return names.length > 10 ? 'Add it to `conferences`.' : `Allowed: ${names.join(', ')}.`
}

function checkDay(on: Day, conference: Conference | null, path: Path, whole: Whole, report: Report): void {
  const { start, days, isPeriodKnown, directory } = whole
  if (conference && directory.leftOut('conferences', conference.id)) return
  const last = start + days - 1
  if (isPeriodKnown && (on < start || on > last)) {
    const hint = `The scenario goes from ${dayText(start)} to ${dayText(last)}.`
    report('out-of-range', path, `${dayText(on)} lies outside the days of the scenario`, hint)
  } else if (conference && isPeriodKnown && !occurrenceOn(conference, on)) {
    const isCancelled = conference.occurrences.get(on) === null
    const why = isCancelled ? 'is cancelled on' : 'is not held on'
    const hint = isCancelled ? 'Choose another day.' : 'See its `on`, `every`, `from` and `until`.'
    report('conflict', path, `"${conference.id}" ${why} ${dayText(on)}`, hint)
  }
}

function checkPool(
  { pool }: AnomalyEntry,
  conference: Conference | null,
  path: Path,
  { pools }: Whole,
  report: Report,
): void {
  if (pool === undefined || !pools) return
  if (!pools.includes(pool))
    report(
      'unknown-name',
      [...path, 'pool'],
      `"${pool}" is not in \`pools\``,
      didYouMean(pool, pools) ?? `Allowed: ${pools.join(', ')}.`,
    )
  else if (conference && conference.pool !== pool)
    report(
      'conflict',
      [...path, 'pool'],
      `"${conference.id}" is held on ${conference.pool}`,
      'Leave one of the two out.',
    )
}

/** Whoever is neither invited nor has joins of their own never comes. */
function checkInvited(conference: Conference, person: Person, path: Path, report: Report): void {
  const { organizer, presenters, attendees, occurrences } = conference
  const clocks = [conference, ...occurrences.values()].flatMap((clock) => clock ?? [])
  const isInvited =
    organizer === person ||
    [...presenters, ...attendees].some((who) =>
      who.kind === 'person' ? who.person === person : who.members.includes(person),
    ) ||
    clocks.some(({ joins }) => joins.has(person))
  if (!isInvited)
    report(
      'conflict',
      path,
      `"${person.id}" is not invited to "${conference.id}"`,
      'Name somebody who is, or invite them.',
    )
}
