import type { Rng } from '../../random/rng.ts'
import type { Person, Scenario } from '../../scenario/scenario.ts'
import { Guid } from '../../schema/guid.ts'
import { SECOND } from '../../time/ticks.ts'
import { upgradesOf } from '../clients.ts'
import type { Head } from '../head.ts'
import type { Identity } from '../identity.ts'
import type { Invited } from '../invitations.ts'
import { announcementsId } from '../numbers.ts'
import type { Session } from '../session.ts'

/** The announcement services of the pools that a scenario lets join, by position in `Scenario.pools`. */
export function servicesOf(
  root: Rng,
  { pools, conferences, domain }: Scenario,
): ReadonlyMap<number, Identity> {
  const found = new Map<number, Identity>()
  for (const [at, pool] of pools.entries()) {
    if (!conferences.some((conference) => conference.announcements && conference.pool === pool)) continue
    found.set(at, serviceOf(root.fork('announcements', pool), at, domain))
  }
  return found
}

/** A service has an address like those that the product makes for its applications. */
function serviceOf(rng: Rng, pool: number, domain: string): Identity {
  const person: Person = {
    id: 'announcements',
    index: -1,
    group: null,
    kind: 'internal',
    name: null,
    address: null,
    domain,
    number: null,
    devices: null,
  }
  const id = String(Guid.random(rng.fork('address'))).toLowerCase()
  return {
    person,
    kind: 'internal',
    userId: announcementsId(pool),
    address: `rtcapplication-${id}@${domain}`,
    endpoints: [
      {
        device: 'desktop',
        id: Guid.random(rng.fork('endpoint')),
        client: null,
        upgrades: upgradesOf(rng, 'desktop'),
        hardware: null,
      },
    ],
    lot: 0,
  }
}

/** The service as a participant: it comes with the first of the people and goes with the last. */
export function announcing(
  service: Identity,
  head: Head,
  people: readonly Session[],
): { readonly invited: Invited; readonly sessions: readonly Session[] } {
  const invited: Invited = {
    identity: service,
    role: 'attendee',
    isOrganizer: false,
    isInvited: false,
    rng: (instance) => instance.fork('announcements'),
  }
  if (people.length === 0) return { invited, sessions: [] }
  const dialog = people.reduce((first, session) => Math.min(first, session.dialog), Number.POSITIVE_INFINITY)
  const leave = people.reduce((last, session) => Math.max(last, session.leave), 0)
  const setup = head.rng.fork('announcements', 'setup').int(0, SECOND)
  const session: Session = {
    part: 'announcements',
    endpoint: service.endpoints[0]!,
    role: 'attendee',
    dialog,
    join: Math.min(dialog + setup, leave - 1),
    leave,
    stays: people.some(({ stays, leave: own }) => stays && own === leave),
    isCut: false,
    exact: null,
  }
  return { invited, sessions: [session] }
}
