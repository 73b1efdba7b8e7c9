import type { Rng } from '../random/rng.ts'
import type { Role } from '../scenario/file.ts'
import type { Conference, Invitation, Person } from '../scenario/scenario.ts'
import type { Identity } from './identity.ts'

/** Everybody who may come to a conference, in all of its instances. */
export interface Invitations {
  readonly all: readonly Invited[]
  /** Where in `all` a person stands. */
  readonly position: ReadonlyMap<Person, number>
}

/** Somebody who may come. */
export interface Invited {
  readonly identity: Identity
  readonly role: Role
  readonly isOrganizer: boolean
  /** False for somebody who comes only where the scenario says so exactly. */
  readonly isInvited: boolean
  /** The person's own stream below the stream of an instance. */
  rng(instance: Rng): Rng
}

/**
 * Everybody who may come: the organizer, the presenters, the attendees, and whoever has exact joins in some instance
 * without having been invited. The same list for every instance of a series.
 */
export function invitedTo(root: Rng, conference: Conference, identities: readonly Identity[]): Invitations {
  const rng = root.fork('conference', conference.id, 'invited')
  const invited = new Map<Person, Invited>()
  const add = (person: Person, role: Role, isInvited = true) => {
    if (invited.has(person)) return
    const path = ['person', ...person.id.split('.')]
    const identity = identities[person.index] as Identity
    const isOrganizer = person === conference.organizer
    invited.set(person, { identity, role, isOrganizer, isInvited, rng: (instance) => instance.fork(...path) })
  }
  add(conference.organizer, 'presenter')
  const named = [...conference.presenters, ...conference.attendees].flatMap((who) =>
    who.kind === 'person' ? who.person : [],
  )
  const lists = [[conference.presenters, 'presenter'] as const, [conference.attendees, 'attendee'] as const]
  for (const [list, role] of lists) {
    for (const invitation of list) {
      const taken = new Set([...named, ...invited.keys()])
      for (const person of peopleOf(rng, invitation, taken)) add(person, role)
    }
  }
  for (const clock of [conference, ...conference.occurrences.values()]) {
    for (const person of clock?.joins.keys() ?? []) add(person, 'attendee', false)
  }
  return {
    all: [...invited.values()],
    position: new Map([...invited.keys()].map((person, at) => [person, at])),
  }
}

/**
 * Who is meant. Of a group those are drawn whose own lots are the lowest, so that one member more or less in the group
 * changes one guest at most.
 */
function peopleOf(rng: Rng, invitation: Invitation, taken: ReadonlySet<Person>): readonly Person[] {
  if (invitation.kind === 'person') return [invitation.person]
  const lots = invitation.members
    .filter((person) => !taken.has(person))
    .map((person) => ({ person, lot: rng.fork(...person.id.split('.')).unit() }))
  const drawn = lots
    .sort((a, b) => a.lot - b.lot || a.person.index - b.person.index)
    .slice(0, invitation.count)
  return drawn.map(({ person }) => person).sort((a, b) => a.index - b.index)
}
