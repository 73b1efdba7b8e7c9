import { type Day, dayText, type Ticks, weekday } from '../time/ticks.ts'
import type { Zone } from '../time/zone.ts'
import { behaviorWith, RECURRING_ATTENDANCE } from './behavior.ts'
import { type ConferenceEntry, type InvitedEntry, type OccurrenceEntry, WEEKDAYS } from './file.ts'
import { ticksFromDuration, ticksFromTimeOfDay } from './formats.ts'
import { MAX_OFFSET } from './occurrence.ts'
import type { Path } from './problem.ts'
import { fallsOn, type Recurrence } from './recurrence.ts'
import type { Report } from './report.ts'
import { resolveDate, resolveZone } from './resolve.ts'
import { resolveJoins } from './resolve-joins.ts'
import { type Directory, personNamed, reportUnknown } from './resolve-people.ts'
import type { Behavior, Clock, Conference, Invitation, Person } from './scenario.ts'
import { didYouMean } from './suggest.ts'

/** What a conference inherits from its scenario. */
export interface Surroundings {
  readonly start: Day
  readonly days: number
  readonly zone: Zone
  readonly pools: readonly string[]
  readonly behavior: { readonly base: Behavior; readonly attendance: number | undefined }
  readonly directory: Directory
  readonly index: number
}

/** The largest meeting that the product hosts, in a pool of its own. */
const MAX_PARTICIPANTS = 1000
const DEFAULT_MODALITIES = ['audio-video', 'chat'] as const

/** Null after its organizer was reported, because a conference cannot be without one. */
export function resolveConference(
  id: string,
  entry: ConferenceEntry,
  around: Surroundings,
  report: Report,
): Conference | null {
  const path: Path = ['conferences', id]
  const recurrence = resolveRecurrence(entry, path, around, report)
  const organizer = personNamed(entry.organizer, around.directory, [...path, 'organizer'], report)
  if (organizer && organizer.kind !== 'internal' && organizer.kind !== 'remote') {
    const hint = 'Only internal and remote people, who have an account here, can organize.'
    report('conflict', [...path, 'organizer'], `"${organizer.id}" is ${organizer.kind}`, hint)
  }
  const invited = new Map<Person, Path>()
  if (organizer) invited.set(organizer, [...path, 'organizer'])
  const presenters = resolveInvited(
    entry.presenters ?? [],
    [...path, 'presenters'],
    around.directory,
    invited,
    report,
  )
  const attendees = resolveInvited(
    entry.attendees ?? [],
    [...path, 'attendees'],
    around.directory,
    invited,
    report,
  )
  const size = [...presenters, ...attendees].reduce(
    (sum, who) => sum + (who.kind === 'sample' ? who.count : 1),
    1,
  )
  if (size > MAX_PARTICIPANTS) {
    const hint = `Skype for Business hosts ${MAX_PARTICIPANTS} at most.`
    report('out-of-range', path, `${size} participants are too many`, hint, 'key')
  }
  if (entry.pool !== undefined && !around.pools.includes(entry.pool)) {
    const hint = didYouMean(entry.pool, around.pools) ?? 'Add it to `pools`.'
    report('unknown-name', [...path, 'pool'], `"${entry.pool}" is not in \`pools\``, hint)
  }
  for (const [at, modality] of (entry.modalities ?? []).entries()) {
    if (entry.modalities?.indexOf(modality) !== at) {
      report('duplicate', [...path, 'modalities', at], `"${modality}" is listed twice`)
    }
  }
  const clock = resolveClock(entry, path, around.directory, report)
  const occurrences = new Map<Day, Clock | null>()
  for (const [date, change] of Object.entries(entry.occurrences ?? {})) {
    const datePath = [...path, 'occurrences', date]
    const day = resolveDate(date, datePath, report, 'key')
    if (day === null) continue
    if (!fallsOn(recurrence, day)) {
      const hint =
        recurrence.kind === 'once'
          ? 'Only a series (`every`) has occurrences.'
          : 'See `every`, `from` and `until`.'
      report(
        'conflict',
        datePath,
        `the conference is not held on ${WEEKDAYS[weekday(day)]}, ${date}`,
        hint,
        'key',
      )
    }
    occurrences.set(
      day,
      change === 'cancelled' ? null : changedClock(clock, change, datePath, around.directory, report),
    )
  }
  if (!organizer) return null
  const behavior = { ...around.behavior.base }
  behavior.attendance = around.behavior.attendance ?? (recurrence.kind === 'once' ? 1 : RECURRING_ATTENDANCE)
  return {
    ...clock,
    id,
    index: around.index,
    kind: entry.kind ?? 'scheduled',
    recurrence,
    zone: resolveZone(entry.timezone, [...path, 'timezone'], report) ?? around.zone,
    organizer,
    presenters,
    attendees,
    modalities: entry.modalities ?? DEFAULT_MODALITIES,
    pool: entry.pool ?? (around.pools[0] as string),
    behavior: behaviorWith(behavior, entry.behavior),
    occurrences,
  }
}

function resolveRecurrence(
  entry: ConferenceEntry,
  path: Path,
  around: Surroundings,
  report: Report,
): Recurrence {
  const { start, days } = around
  const last = start + days - 1
  const date = (key: 'on' | 'from' | 'until', usual: Day): Day => {
    const text = entry[key]
    return (text === undefined ? null : resolveDate(text, [...path, key], report)) ?? usual
  }
  if (entry.every === undefined) {
    for (const key of ['from', 'until'] as const) {
      if (entry[key] !== undefined)
        report('conflict', [...path, key], 'belongs to a series, and `every` is missing', null, 'key')
    }
    const on = date('on', start)
    if (on < start || on > last) {
      const hint = `The scenario goes from ${dayText(start)} to ${dayText(last)}: change \`on\`, \`start\` or \`days\`.`
      report('out-of-range', [...path, 'on'], `${dayText(on)} lies outside the days of the scenario`, hint)
    }
    return { kind: 'once', on }
  }
  if (entry.on !== undefined)
    report('conflict', [...path, 'on'], 'a conference has `on` or `every`, not both', null, 'key')
  const from = date('from', start)
  const until = date('until', Number.MAX_SAFE_INTEGER)
  if (until < from)
    report('time-order', [...path, 'until'], `the series ends before it begins on ${dayText(from)}`)
  const weekly = (weekdays: readonly number[], interval = 1): Recurrence => ({
    kind: 'weekly',
    from,
    until,
    weekdays,
    interval,
  })
  switch (entry.every) {
    case 'day':
      return { kind: 'daily', from, until }
    case 'month':
      return { kind: 'monthly', from, until }
    case 'weekday':
      return weekly([1, 2, 3, 4, 5])
    case 'week':
      return weekly([weekday(from)])
    case '2 weeks':
      return weekly([weekday(from)], 2)
    default:
      return weekly([entry.every].flat().map((name) => WEEKDAYS.indexOf(name)))
  }
}

function resolveInvited(
  entries: readonly InvitedEntry[],
  path: Path,
  directory: Directory,
  invited: Map<Person, Path>,
  report: Report,
): Invitation[] {
  return entries.flatMap((entry, at): Invitation[] => {
    const here = [...path, at]
    if (typeof entry === 'object') return sampleOf(entry, here, directory, report)
    const members = directory.groups.get(entry)
    const named = members ?? [personNamed(entry, directory, here, report)].filter((person) => person !== null)
    return named.flatMap((person): Invitation[] => {
      if (invited.has(person)) {
        report(
          'duplicate',
          here,
          `"${person.id}" is invited already`,
          'Name everybody once; the organizer is a presenter.',
        )
        return []
      }
      invited.set(person, here)
      return [{ kind: 'person', person }]
    })
  })
}

function sampleOf(
  { from, count }: { from: string; count: number },
  path: Path,
  directory: Directory,
  report: Report,
): Invitation[] {
  const members = directory.groups.get(from)
  if (!members) {
    if (directory.byId.has(from))
      report('wrong-type', [...path, 'from'], `"${from}" is a person, not a group`, 'Write just the name.')
    else if (!directory.leftOut.has(from))
      reportUnknown(from, { ...directory, names: [...directory.groups.keys()] }, [...path, 'from'], report)
    return []
  }
  if (count > members.length) {
    const hint = `Use ${members.length} or fewer, or raise \`people.${from}.group\`.`
    report(
      'out-of-range',
      [...path, 'count'],
      `${count} people, but "${from}" has only ${members.length}`,
      hint,
    )
  }
  return [{ kind: 'sample', group: from, members, count }]
}

function resolveClock(entry: ConferenceEntry, path: Path, directory: Directory, report: Report): Clock {
  const nothing: Clock = { at: 0, length: null, requested: null, opens: null, closes: null, joins: new Map() }
  return changedClock(nothing, entry, path, directory, report)
}

/** `usual` with what `entry` says put in its place; somebody's joins as a whole. */
function changedClock(
  usual: Clock,
  entry: OccurrenceEntry,
  path: Path,
  directory: Directory,
  report: Report,
): Clock {
  const offset = (key: 'requested' | 'opens' | 'closes' | 'length'): Ticks | null => {
    const text = entry[key]
    if (text === undefined || text === 'never') return null
    const ticks = ticksFromDuration(text)
    if (Math.abs(ticks) > MAX_OFFSET)
      report('out-of-range', [...path, key], `"${text}" is too far from the start`, 'Use 7d or less.')
    if (key === 'length' && ticks === 0)
      report('out-of-range', [...path, key], `"${text}" is no length`, 'Use 1s or more.')
    return ticks
  }
  const clock: Clock = {
    at: entry.at === undefined ? usual.at : ticksFromTimeOfDay(entry.at),
    length: offset('length') ?? usual.length,
    requested: offset('requested') ?? usual.requested,
    opens: offset('opens') ?? usual.opens,
    closes: entry.closes === 'never' ? 'never' : (offset('closes') ?? usual.closes),
    joins: new Map([
      ...usual.joins,
      ...resolveJoins(entry.joins ?? {}, [...path, 'joins'], directory, report),
    ]),
  }
  checkClock(clock, entry, path, report)
  return clock
}

function checkClock(clock: Clock, entry: OccurrenceEntry, path: Path, report: Report): void {
  const { requested, opens, closes } = clock
  const order = (key: 'requested' | 'opens' | 'closes', isWrong: boolean, message: string) => {
    if (isWrong) report('time-order', entry[key] === undefined ? path : [...path, key], message)
  }
  order(
    'requested',
    requested !== null && opens !== null && requested >= opens,
    'the request comes before the conference opens',
  )
  order(
    'closes',
    opens !== null && typeof closes === 'number' && closes <= opens,
    'the conference closes after it opens',
  )
  order(
    'closes',
    requested !== null && typeof closes === 'number' && closes <= requested + 1,
    'the conference closes after it is requested',
  )
  for (const [person, attendances] of clock.joins) {
    for (const [at, { join, leave, invite }] of attendances.entries()) {
      const here = entry.joins?.[person.id] === undefined ? path : [...path, 'joins', person.id, at]
      const key = invite !== null ? 'invite' : join !== null ? 'join' : 'leave'
      const first = invite ?? join ?? (typeof leave === 'number' ? leave : null)
      if (requested !== null && first !== null && first <= requested) {
        report(
          'time-order',
          [...here, key],
          'comes before the conference is requested',
          'Change `requested`, or leave it out.',
        )
      }
      if (opens !== null && first !== null && first < opens) {
        report(
          'time-order',
          [...here, key],
          'comes before the conference opens',
          'Change `opens`, or leave it out.',
        )
      }
      const begin = join ?? invite
      const isLate =
        typeof leave === 'number' ? leave > (closes as number) : begin !== null && begin >= (closes as number)
      if (typeof closes === 'number' && isLate) {
        report(
          'time-order',
          [...here, typeof leave === 'number' ? 'leave' : join === null ? 'invite' : 'join'],
          'comes after the conference closes',
          'Change `closes`, or leave it out.',
        )
      }
    }
  }
}
