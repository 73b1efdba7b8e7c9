import type { AttendanceEntry, ConferenceEntry } from './file.ts'
import { durationText } from './formats.ts'
import type { Path } from './problem.ts'
import type { Report } from './report.ts'
import { type Directory, personNamed } from './resolve-people.ts'
import { resolveOffset } from './resolve-time.ts'
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
  const offset = (key: 'join' | 'leave' | 'invite') => resolveOffset(entry[key], [...path, key], report)
  const [join, leave, invite] = [offset('join'), offset('leave'), offset('invite')]
  if (join !== null && leave !== null && leave <= join) {
    const when = leave < join ? `before the join at ${entry.join}` : 'at the join'
    const message = `leaves at ${entry.leave}, ${when}`
    report('time-order', [...path, 'leave'], message, 'Both count from the scheduled start.')
  }
  const before = join ?? leave
  // A join that is drawn needs a moment between the two.
  const isTooLate = before !== null && invite !== null && (join === null ? invite >= before : invite > before)
  if (isTooLate) {
    const what = join === null ? 'leave' : 'join'
    const when = invite > before ? `after the ${what} at ${entry[what]}` : `at the ${what}`
    const message = `is invited at ${entry.invite}, ${when}`
    report('time-order', [...path, 'invite'], message, 'Both count from the scheduled start.')
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
      const message = 'with several attendances, each needs a `join`'
      report('missing-key', [...path, at], message, `Say when "${person.id}" joins.`)
    } else if (before !== null && join < before) {
      const message = `comes before the join at ${durationText(before)} above it`
      report('time-order', [...path, at, 'join'], message, 'List attendances in order of time.')
    }
  }
}
