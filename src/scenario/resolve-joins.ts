import type { Ticks } from '../time/ticks.ts'
import type { AttendanceEntry, ConferenceEntry } from './file.ts'
import { ticksFromDuration } from './formats.ts'
import { MAX_OFFSET } from './occurrence.ts'
import type { Path } from './problem.ts'
import type { Report } from './report.ts'
import { type Directory, personNamed } from './resolve-people.ts'
import type { ExactAttendance, Person } from './scenario.ts'

/** The exact attendances of everybody under a `joins` key. */
export function resolveJoins(
  entries: NonNullable<ConferenceEntry['joins']>,
  path: Path,
  directory: Directory,
  report: Report,
): Map<Person, readonly ExactAttendance[]> {
  const joins = new Map<Person, readonly ExactAttendance[]>()
  for (const [name, attendances] of Object.entries(entries)) {
    const person = personNamed(name, directory, [...path, name], report, 'key')
    if (!person) continue
    const exact = attendances.map((entry, at) => exactAttendance(entry, person, [...path, name, at], report))
    checkOrder(exact, person, [...path, name], report)
    joins.set(person, exact)
  }
  return joins
}

function exactAttendance(
  entry: AttendanceEntry,
  person: Person,
  path: Path,
  report: Report,
): ExactAttendance {
  const offset = (key: 'join' | 'leave' | 'invite'): Ticks | null => {
    const text = entry[key]
    if (text === undefined || text === 'never') return null
    const ticks = ticksFromDuration(text)
    if (Math.abs(ticks) > MAX_OFFSET)
      report('out-of-range', [...path, key], `"${text}" is too far from the start`, 'Use 7d or less.')
    return ticks
  }
  const [join, leave, invite] = [offset('join'), offset('leave'), offset('invite')]
  if (join !== null && leave !== null && leave < join) {
    report('time-order', [...path, 'leave'], `leaves at ${entry.leave}, before the join at ${entry.join}`)
  }
  const before = join ?? leave
  if (invite !== null && before !== null && invite > before) {
    report(
      'time-order',
      [...path, 'invite'],
      `is invited at ${entry.invite}, after the ${join === null ? 'leave' : 'join'}`,
    )
  }
  const devices = (person.devices ?? [{ kind: 'desktop' }]).map(({ kind }) => kind)
  if (entry.device !== undefined && !devices.includes(entry.device)) {
    const owner = person.group ?? person.id
    const hint = `Write \`devices: [${[...devices, entry.device].join(', ')}]\` at \`people.${owner}\`.`
    report('unknown-name', [...path, 'device'], `"${person.id}" has no "${entry.device}"`, hint)
  }
  return {
    join,
    leave: entry.leave === 'never' ? 'never' : leave,
    invite,
    device: entry.device ?? null,
    role: entry.role ?? null,
  }
}

/** Attendances stand in order of time, so that a drawn join or leave has its place between those that are given. */
function checkOrder(
  attendances: readonly ExactAttendance[],
  person: Person,
  path: Path,
  report: Report,
): void {
  if (attendances.length < 2) return
  for (const [at, { join }] of attendances.entries()) {
    const before = attendances[at - 1]?.join ?? null
    if (join === null) {
      report(
        'missing-key',
        [...path, at],
        'a second attendance needs a `join` for each',
        `Say when "${person.id}" joins.`,
      )
    } else if (before !== null && join < before) {
      report(
        'time-order',
        [...path, at, 'join'],
        'comes before the join above it',
        'List attendances in order of time.',
      )
    }
  }
}
