import { didYouMean } from '../suggest.ts'
import { type Day, weekday } from '../time/ticks.ts'
import type { Zone } from '../time/zone.ts'
import { behaviorWith, RECURRING_ATTENDANCE } from './behavior.ts'
import { type ConferenceEntry, WEEKDAYS } from './file.ts'
import type { Path } from './problem.ts'
import { fallsOn, type Recurrence } from './recurrence.ts'
import type { Report } from './report.ts'
import { NO_CLOCK, resolveClock } from './resolve-clock.ts'
import { resolveInvited } from './resolve-invited.ts'
import { type Directory, personNamed } from './resolve-people.ts'
import { type Period, resolveRecurrence } from './resolve-recurrence.ts'
import { resolveDate, resolveZone } from './resolve-time.ts'
import type { Behavior, Clock, Conference, Invitation, Person } from './scenario.ts'

/** What a conference inherits from its scenario. */
export interface Surroundings {
  readonly period: Period
  /** Whether `zone` and the start of `period` are those of the file, not what stands for them after a report. */
  readonly isZoneKnown: boolean
  readonly isStartKnown: boolean
  readonly zone: Zone
  /** Null when they were reported, and any pool may be right. */
  readonly pools: readonly string[] | null
  readonly behavior: { readonly base: Behavior; readonly attendance: number | undefined }
  readonly directory: Directory
  readonly index: number
}

/** The largest meeting that the product hosts, in a pool of its own. */
const MAX_PARTICIPANTS = 1000
const DEFAULT_MODALITIES = ['audio-video', 'chat'] as const

/** Keys that say when a conference is held and how long somebody may be in it. */
const TIMING = ['at', 'on', 'every', 'from', 'until', 'timezone', 'closes', 'occurrences'] as const

interface Resolved {
  readonly conference: Conference
  /** Whether it is known when it is held, so that it can be compared with others. */
  readonly isTimed: boolean
}

/** Null after its organizer was reported, because a conference cannot be without one. */
export function resolveConference(
  id: string,
  entry: ConferenceEntry,
  { period, isZoneKnown, isStartKnown, zone, pools, behavior, directory, index }: Surroundings,
  report: Report,
): Resolved | null {
  const path: Path = ['conferences', id]
  const isLeftOut = (key: keyof ConferenceEntry) => directory.leftOut(...path, key)
  let areDaysKnown =
    !(['on', 'every', 'from', 'until'] as const).some(isLeftOut) &&
    (isStartKnown || entry.on !== undefined || entry.from !== undefined)
  const reportDays: Report = (...problem) => {
    areDaysKnown = false
    report(...problem)
  }
  const recurrence = resolveRecurrence(entry, path, period, reportDays, isLeftOut)
  const ownZone = resolveZone(entry.timezone, [...path, 'timezone'], report)
  const organizer = isLeftOut('organizer')
    ? null
    : resolveOrganizer(entry.organizer, [...path, 'organizer'], directory, report)
  const invited = new Set<Person>(organizer ? [organizer] : [])
  const presenters = resolveInvited(
    entry.presenters ?? [],
    [...path, 'presenters'],
    directory,
    invited,
    report,
  )
  const attendees = resolveInvited(entry.attendees ?? [], [...path, 'attendees'], directory, invited, report)
  checkSize([...presenters, ...attendees], path, report)
  checkSamples(entry, path, directory, invited, report)
  checkModalities(entry.modalities ?? [], [...path, 'modalities'], report)
  if (entry.pool !== undefined && pools && !pools.includes(entry.pool)) {
    const hint = didYouMean(entry.pool, pools) ?? 'Add it to `pools`.'
    report('unknown-name', [...path, 'pool'], `"${entry.pool}" is not in \`pools\``, hint)
  }
  const clock = resolveClock(NO_CLOCK, entry, path, directory, report)
  const held = areDaysKnown ? recurrence : null
  const occurrences = resolveOccurrences(entry, clock, held, path, directory, report)
  if (!organizer) return null
  // Without the start, only what is held on the first day is known to be held on one day with others of that kind.
  const isDayKnown = isStartKnown ? areDaysKnown : entry.on === undefined && entry.every === undefined
  const isClockKnown = entry.timezone === undefined || (ownZone !== null && isZoneKnown)
  const attendance = behavior.attendance ?? (recurrence.kind === 'once' ? 1 : RECURRING_ATTENDANCE)
  const conference: Conference = {
    ...clock,
    id,
    index,
    kind: entry.kind ?? 'scheduled',
    recurrence,
    zone: ownZone ?? zone,
    organizer,
    presenters,
    attendees,
    modalities: entry.modalities ?? DEFAULT_MODALITIES,
    pool: entry.pool ?? pools?.[0] ?? '',
    announcements: entry.announcements ?? false,
    synthetic: entry.synthetic ?? false,
    behavior: behaviorWith({ ...behavior.base, attendance }, entry.behavior),
    occurrences,
  }
  return { conference, isTimed: isDayKnown && isClockKnown && !TIMING.some(isLeftOut) }
}

function resolveOrganizer(name: string, path: Path, directory: Directory, report: Report): Person | null {
  const organizer = personNamed(name, directory, path, report)
  if (organizer && organizer.kind !== 'internal' && organizer.kind !== 'remote') {
    const hint = 'Only internal and remote people, who have an account here, can organize.'
    report('conflict', path, `"${name}" is ${organizer.kind} and cannot organize a conference`, hint)
  }
  return organizer
}

function checkSize(invitations: readonly Invitation[], path: Path, report: Report): void {
  const sizes = invitations.map((invitation) => (invitation.kind === 'sample' ? invitation.count : 1))
  const size = sizes.reduce((sum, count) => sum + count, 1)
  if (size <= MAX_PARTICIPANTS) return
  const hint = `Skype for Business hosts ${MAX_PARTICIPANTS} at most, the organizer among them.`
  report('out-of-range', path, `${size} participants are too many`, hint, 'key')
}

/** Samples of one group never share a member, and leave out those who are named. */
function checkSamples(
  { presenters = [], attendees = [] }: ConferenceEntry,
  path: Path,
  { groups }: Directory,
  named: ReadonlySet<Person>,
  report: Report,
): void {
  const left = new Map<string, number>()
  for (const [key, entries] of Object.entries({ presenters, attendees })) {
    for (const [at, entry] of entries.entries()) {
      if (typeof entry === 'string') continue
      const { from, count } = entry
      const members = groups.get(from)
      // A sample that is larger than its group has been reported.
      if (!members || count > members.length) continue
      const free = left.get(from) ?? members.filter((member) => !named.has(member)).length
      if (count > free) {
        const fewer = free === 0 ? 'Leave it out' : `Use ${free} or fewer`
        const others = 'the others are named or taken in this conference already'
        const message = `${count} people, but "${from}" has only ${free} left: ${others}`
        const hint = `${fewer}, or raise \`people.${from}.group\`.`
        report('out-of-range', [...path, key, at, 'count'], message, hint)
      }
      left.set(from, Math.max(0, free - count))
    }
  }
}

function checkModalities(modalities: readonly string[], path: Path, report: Report): void {
  for (const [at, modality] of modalities.entries()) {
    if (modalities.indexOf(modality) < at) {
      report('duplicate', [...path, at], `"${modality}" is listed twice`, 'Leave one of the two out.')
    }
  }
}

/** What is different on single days of a series; without `recurrence` any day may be one of them. */
function resolveOccurrences(
  entry: ConferenceEntry,
  usual: Clock,
  recurrence: Recurrence | null,
  conferencePath: Path,
  directory: Directory,
  report: Report,
): Map<Day, Clock | null> {
  const occurrences = new Map<Day, Clock | null>()
  for (const [date, change] of Object.entries(entry.occurrences ?? {})) {
    const path = [...conferencePath, 'occurrences', date]
    const day = resolveDate(date, path, report, 'key')
    if (day === null) continue
    if (recurrence && !fallsOn(recurrence, day)) {
      const isOnce = recurrence.kind === 'once'
      const hint = isOnce ? 'Only a series (`every`) has occurrences.' : 'See `every`, `from` and `until`.'
      const weekdayName = WEEKDAYS[weekday(day)] as string
      const name = weekdayName.charAt(0).toUpperCase() + weekdayName.slice(1)
      report('conflict', path, `the conference is not held on ${name}, ${date}`, hint, 'key')
    }
    const clock = change === 'cancelled' ? null : resolveClock(usual, change, path, directory, report)
    occurrences.set(day, clock)
  }
  return occurrences
}
