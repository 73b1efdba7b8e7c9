import type { InvitedEntry } from './file.ts'
import type { Path } from './problem.ts'
import type { Report } from './report.ts'
import { type Directory, personNamed, reportUnknown } from './resolve-people.ts'
import type { Invitation, Person } from './scenario.ts'

/** Who is invited by a list of presenters or attendees. Adds them to `invited`, and reports those who are there already. */
export function resolveInvited(
  entries: readonly InvitedEntry[],
  path: Path,
  directory: Directory,
  invited: Set<Person>,
  report: Report,
): Invitation[] {
  return entries.flatMap((entry, at): Invitation[] => {
    const here = [...path, at]
    if (typeof entry === 'object') return sampleOf(entry, here, directory, report)
    const members = directory.groups.get(entry)
    const named = members ?? [personNamed(entry, directory, here, report)].filter((person) => person !== null)
    return named.flatMap((person): Invitation[] => {
      if (invited.has(person)) {
        const hint = 'Name everybody once; the organizer is a presenter.'
        report('duplicate', here, `"${person.id}" is invited already`, hint)
        return []
      }
      invited.add(person)
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
    if (directory.byId.has(from)) {
      const hint = `Write \`${from}\` alone, without \`from\` and \`count\`.`
      report('wrong-type', [...path, 'from'], `"${from}" is a person, not a group`, hint)
    } else if (!directory.leftOut('people', from)) {
      reportUnknown(from, [...directory.groups.keys()], [...path, 'from'], report)
    }
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
