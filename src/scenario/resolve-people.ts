import { didYouMean } from '../suggest.ts'
import type { DeviceKind, PersonEntry, PersonKind } from './file.ts'
import type { Path } from './problem.ts'
import type { Report } from './report.ts'
import type { Device, Person } from './scenario.ts'
import type { LeftOut } from './sound-part.ts'

/** Who can be named in a conference. */
export interface Directory {
  readonly people: readonly Person[]
  readonly byId: ReadonlyMap<string, Person>
  readonly groups: ReadonlyMap<string, readonly Person[]>
  /** Names that a message can suggest. */
  readonly names: readonly string[]
  readonly leftOut: LeftOut
}

/** Named people at the most, so that the numbers of guests can start above (see `plan/numbers.ts`). */
export const MAX_PEOPLE = 100_000

const DEVICES_OF: Readonly<Record<PersonKind, readonly DeviceKind[]>> = {
  internal: ['desktop'],
  remote: ['desktop'],
  federated: ['desktop'],
  anonymous: ['web'],
  pstn: ['phone'],
}

export function resolvePeople(
  entries: Readonly<Record<string, PersonEntry>>,
  domain: string,
  report: Report,
  leftOut: LeftOut,
): Directory {
  const people: Person[] = []
  const groups = new Map<string, readonly Person[]>()
  for (const [id, entry] of Object.entries(entries)) {
    checkPerson(id, entry, domain, report)
    const { group: size } = entry
    const make = (name: string, group: string | null) => {
      const person = personOf(name, people.length, group, entry, domain)
      people.push(person)
      return person
    }
    if (size === undefined) make(id, null)
    else
      groups.set(
        id,
        Array.from({ length: size }, (_, at) => make(`${id}.${at + 1}`, id)),
      )
  }
  if (people.length > MAX_PEOPLE) {
    const message = `${people.length} people are too many`
    report('out-of-range', ['people'], message, `Use ${MAX_PEOPLE} or fewer.`, 'key')
  }
  const byId = new Map(people.map((person) => [person.id, person]))
  return { people, byId, groups, names: Object.keys(entries), leftOut }
}

/** The person of this name; null after the name was reported, or silently when its entry was left out. */
export function personNamed(
  name: string,
  directory: Directory,
  path: Path,
  report: Report,
  at: 'key' | 'value' = 'value',
) {
  const person = directory.byId.get(name)
  if (person || directory.leftOut('people', name.split('.')[0] as string)) return person ?? null
  const group = directory.groups.get(name)
  if (group) {
    report('wrong-type', path, `"${name}" is a group, not a person`, `Name a member, such as ${name}.1.`, at)
    return null
  }
  const [groupName = '', number] = name.split('.')
  const members = directory.groups.get(groupName)
  if (members && number !== undefined) {
    const hint = `Use a number from 1 to ${members.length}, or raise \`people.${groupName}.group\`.`
    report('unknown-name', path, `"${name}" is not in the group "${groupName}"`, hint, at)
  } else {
    reportUnknown(name, directory.names, path, report, at)
  }
  return null
}

/** Reports a name that nobody has; the hint is the one of `names` that was meant. */
export function reportUnknown(
  name: string,
  names: readonly string[],
  path: Path,
  report: Report,
  at: 'key' | 'value' = 'value',
): void {
  const hint = didYouMean(name, names) ?? 'Add the name to `people`.'
  report('unknown-name', path, `"${name}" is not in \`people\``, hint, at)
}

function personOf(
  id: string,
  index: number,
  group: string | null,
  entry: PersonEntry,
  domain: string,
): Person {
  const kind = entry.kind ?? 'internal'
  const said = entry.devices?.map(
    (device): Device =>
      typeof device === 'string'
        ? { kind: device, client: null }
        : { kind: device.device, client: device.client },
  )
  // Members of a group of guests or telephones are all alike; which devices others have is drawn.
  const isDrawn = group !== null && kind !== 'anonymous' && kind !== 'pstn'
  const usual = isDrawn ? null : DEVICES_OF[kind].map((device): Device => ({ kind: device, client: null }))
  return {
    id,
    index,
    group,
    kind,
    name: entry.name ?? null,
    address: entry.address ?? null,
    domain: entry.domain ?? (kind === 'federated' ? partnerOf(domain) : domain),
    number: entry.number ?? null,
    devices: said ?? usual,
  }
}

/** Where federated people come from when the scenario does not say. */
function partnerOf(domain: string): string {
  return domain.toLowerCase() === 'fabrikam.com' ? 'contoso.com' : 'fabrikam.com'
}

function checkPerson(id: string, entry: PersonEntry, domain: string, report: Report): void {
  const { kind = 'internal', group, devices = [] } = entry
  const path = ['people', id] as const
  const refuse = (key: keyof PersonEntry, message: string, hint: string) => {
    if (entry[key] !== undefined) report('conflict', [...path, key], message, hint, 'key')
  }
  if (kind !== 'pstn')
    refuse('number', `only pstn people have a number, and this one is ${kind}`, 'Add `kind: pstn`.')
  if (kind === 'pstn' || kind === 'anonymous') {
    const instead = kind === 'pstn' ? 'Use `number`.' : 'Each conference makes a new address for them.'
    refuse('address', `${kind} people have no address of their own`, instead)
    refuse('domain', `${kind} people have no domain`, instead)
  } else if (entry.address !== undefined)
    refuse('domain', 'is given by `address` already', 'Leave one of the two out.')
  if (group !== undefined) {
    for (const key of ['name', 'address', 'number'] as const) {
      refuse(key, 'belongs to one person, and this is a group', 'Leave it out, or leave `group` out.')
    }
  }
  const foreign = entry.domain ?? entry.address?.split('@')[1]
  if (kind === 'federated' && foreign?.toLowerCase() === domain.toLowerCase()) {
    const hint = 'Federated people belong to another company: use its domain.'
    const key = entry.domain ? 'domain' : 'address'
    report('conflict', [...path, key], `"${foreign}" is the domain of the scenario`, hint)
  }
  const kinds = devices.map((device) => (typeof device === 'string' ? device : device.device))
  for (const [at, device] of kinds.entries()) {
    if (kinds.indexOf(device) < at) {
      const hint = 'A person has one device of a kind at most.'
      report('duplicate', [...path, 'devices', at], `"${device}" is listed twice`, hint)
    }
    if ((device === 'phone') !== (kind === 'pstn')) {
      const message =
        kind === 'pstn'
          ? `a pstn person calls from a phone, not "${device}"`
          : `only pstn people call from a "phone"`
      const hint = kind === 'pstn' ? 'Leave `devices` out.' : 'For a telephone on a desk use `desk-phone`.'
      report('conflict', [...path, 'devices', at], message, hint)
    }
  }
}
