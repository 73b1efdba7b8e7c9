import type { Rng } from '../random/rng.ts'
import type { DeviceKind, PersonKind } from '../scenario/file.ts'
import type { Device, Person, Scenario } from '../scenario/scenario.ts'
import { Guid } from '../schema/guid.ts'
import { type Upgrades, upgradesOf } from './clients.ts'
import { addressName, fullName } from './names.ts'
import { userIdOf } from './numbers.ts'

/** Who a person is in the records: all that hangs on the person's own name and on nobody else. */
export interface Identity {
  readonly person: Person
  readonly kind: PersonKind
  /** `Users.UserId`; a guest has another one in each conference. */
  readonly userId: number
  /** `Users.UserUri`; null for a guest, who has another one in each conference. */
  readonly address: string | null
  /** The usual one first. */
  readonly endpoints: readonly Endpoint[]
  /** A whole number that decides which of the servers of a pool serve this person. */
  readonly lot: number
}

/** A device of one person. */
export interface Endpoint {
  readonly device: DeviceKind
  /** `UserEndpointId`; null for a telephone, which does not register. A guest has another one in each conference. */
  readonly id: Guid | null
  /** The user agent string that the scenario gives. */
  readonly client: string | null
  readonly upgrades: Upgrades
  /** Of a desk phone; null for any other device. */
  readonly hardware: Hardware | null
}

/** A desk phone as a thing. */
export interface Hardware {
  /** `Devices.DeviceId`. */
  readonly id: number
  /** Position in `MAKERS`. */
  readonly maker: number
  readonly mac: number
}

/** Who made desk phones for the product, with the first half of the addresses of their phones. */
export const MAKERS = [
  { name: 'Polycom', version: 'CX600', prefix: 0x0004f2 },
  { name: 'Aastra', version: '6725ip', prefix: 0x00085d },
] as const

/** Devices that a person can have. */
const MOST_DEVICES = 8

/** Share of the generated people who can also join from a mobile phone: the user model's mobility-enabled users. */
const MOBILE_SHARE = 0.4
const MOST_LOT = 0x3fffffff

/** Everybody's identity, by position in `Scenario.people`. */
export function identities(root: Rng, scenario: Scenario): readonly Identity[] {
  const taken = new Map<string, Set<string>>()
  return scenario.people.map((person) => {
    const rng = root.fork('person', ...person.id.split('.'))
    const address = addressOf(rng.fork('name'), person, takenIn(taken, person.group))
    const endpoints = devicesOf(rng, person).map((device, at) =>
      endpointOf(rng.fork('device', device.kind), device, person.index * MOST_DEVICES + at + 1),
    )
    const lot = rng.fork('lot').int(0, MOST_LOT)
    return { person, kind: person.kind, userId: userIdOf(person), address, endpoints, lot }
  })
}

/** Addresses that two people share, each with all of those people. Other engines fold the case of addresses, so we do. */
export function sharedAddresses(everybody: readonly Identity[]): Map<string, readonly Person[]> {
  const owners = new Map<string, Person[]>()
  for (const { person, address } of everybody) {
    if (address === null) continue
    const key = address.toLowerCase()
    const list = owners.get(key)
    if (list) list.push(person)
    else owners.set(key, [person])
  }
  return new Map([...owners].filter(([, people]) => people.length > 1))
}

function addressOf(rng: Rng, person: Person, taken: Set<string>): string | null {
  if (person.kind === 'anonymous') return null
  if (person.kind === 'pstn') return person.number ?? drawnUntilNew(rng, taken, phoneNumber)
  if (person.address !== null) return person.address
  if (person.group !== null)
    return drawnUntilNew(rng, taken, (own) => `${addressName(fullName(own))}@${person.domain}`)
  const name = person.name === null ? '' : addressName(person.name)
  return `${name || person.id}@${person.domain}`
}

/** Members of a group differ from those before them; later ones never change earlier ones, so a group can grow. */
function drawnUntilNew(rng: Rng, taken: Set<string>, draw: (rng: Rng) => string): string {
  for (let attempt = 0; ; attempt++) {
    const text = draw(rng.fork(attempt))
    if (taken.has(text)) continue
    taken.add(text)
    return text
  }
}

function takenIn(byGroup: Map<string, Set<string>>, group: string | null): Set<string> {
  if (group === null) return new Set()
  const taken = byGroup.get(group) ?? new Set()
  byGroup.set(group, taken)
  return taken
}

/** A North American number of exchange 555, whose lines are given to nobody but directory assistance (555-1212). */
function phoneNumber(rng: Rng): string {
  return `+1${rng.int(2, 9)}${rng.int(0, 8)}${rng.int(1, 9)}555${rng.int(2000, 9999)}`
}

function devicesOf(rng: Rng, person: Person): readonly Device[] {
  if (person.devices !== null) return person.devices
  const device = (kind: DeviceKind): Device => ({ kind, client: null })
  return rng.fork('mobile').chance(MOBILE_SHARE) ? [device('desktop'), device('mobile')] : [device('desktop')]
}

/** `number` is that of a desk phone, should it be one. */
function endpointOf(rng: Rng, { kind, client }: Device, number: number): Endpoint {
  const id = kind === 'phone' ? null : Guid.random(rng.fork('id'))
  const hardware = kind === 'desk-phone' ? hardwareOf(rng.fork('hardware'), number) : null
  return { device: kind, id, client, upgrades: upgradesOf(rng.fork('client'), kind), hardware }
}

function hardwareOf(rng: Rng, id: number): Hardware {
  const maker = rng.int(0, MAKERS.length - 1)
  return { id, maker, mac: MAKERS[maker]!.prefix * 0x1000000 + rng.int(0, 0xffffff) }
}
