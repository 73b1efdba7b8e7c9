import type { Plan } from '../plan/plan.ts'
import { userUri } from '../plan/user-uri.ts'
import { fixedRows } from '../schema/fixed-rows.ts'
import { GUID_WORDS, Guid } from '../schema/guid.ts'
import { dateTimeText, ticksFromMs } from '../time/ticks.ts'
import { type Answer, byText, key, type Row, type Tally, text } from './answer.ts'
import type { Asked } from './asked.ts'
import { CONNECTIVITY, type Held, OPEN } from './held.ts'

class ConferenceDetail implements Tally {
  private readonly asked: Asked
  private readonly found: Row[] = []
  private readonly versions: ReadonlyMap<number, string>

  constructor(asked: Asked) {
    this.asked = asked
    this.versions = new Map(asked.plan.clientVersions.map(({ id, version }) => [id, version]))
  }

  add(held: Held): void {
    const { conferences, from, to, plan } = this.asked
    if (conferences.size === 0 || held.start < from || held.start >= to) return
    const { uri, instance } = conferenceNames(plan, held)
    if (!conferences.has(uri) && !conferences.has(instance)) return
    const conference = [
      uri,
      instance,
      plan.scenario.pools[held.pool]!,
      userUri(plan, held.organizer),
      momentText(held.start),
      momentText(held.end),
    ]
    for (let at = 0; at < held.count; at++) {
      this.found.push([
        ...conference,
        uriAt(plan, held, at),
        fixedRows.Roles.find(({ RoleId }) => RoleId === held.role[at])!.Role,
        CONNECTIVITY[held.connectivity[at]!]!,
        momentText(held.join[at]!),
        momentText(held.leave[at]!),
        this.versions.get(held.client[at]!) ?? null,
      ])
    }
    if (held.count === 0) this.found.push([...conference, null, null, null, null, null, null])
  }

  merge({ found }: this): void {
    this.found.push(...found)
  }

  rows(): Row[] {
    return this.found.sort(
      (a, b) => byText(a[4], b[4]) || byText(a[1], b[1]) || byText(a[9], b[9]) || byText(a[6], b[6]),
    )
  }
}

/** `Users.UserUri` of a session; null where its user is not there. */
function uriAt(plan: Plan, { source, userId }: Held, at: number): string | null {
  if (userId[at]! < 0) return null
  return 'instance' in source ? source.attendances[at]!.participant.address : userUri(plan, userId[at]!)
}

/** `ConferenceUris.ConferenceUri` of the focus and `Conferences.ConfInstance`. */
export function conferenceNames(plan: Plan, { source }: Held): { uri: string; instance: string } {
  if ('instance' in source) {
    const { conference, instance } = source.instance
    return { uri: plan.conferenceUri(conference, 'focus'), instance: instance.toString() }
  }
  const { directory } = plan.company!
  const { division, conferences } = source.cell
  const organizer = directory.user(division.index, conferences.organizer[source.at]!)
  return {
    uri: directory.conferenceUri(organizer, conferences.uri[source.at]!).join('focus'),
    instance: Guid.of(conferences.instance, source.at * GUID_WORDS).toString(),
  }
}

/** `2015-07-13 09:30:00.007`; null for an end that is not recorded. */
export function momentText(ms: number): string | null {
  return ms === OPEN ? null : dateTimeText(ticksFromMs(ms), ' ')
}

export const conferenceDetail: Answer = {
  name: 'conference-detail',
  title: 'Conference detail (UTC)',
  definition:
    'One row for each session of the conferences that were asked for, if they start in the scope: all instances of a ' +
    'conference URI, or the one with a ConfInstance. Times are UTC; one that is not recorded is null. Somebody who came ' +
    'back has a row for each join; a conference to which nobody came has one row without a participant. connectivity is ' +
    'that of the answer `connectivity`.',
  columns: [
    text('conference_uri'),
    key('conf_instance'),
    text('pool'),
    text('organizer'),
    text('conference_start'),
    text('conference_end'),
    key('user_uri'),
    text('role'),
    text('connectivity'),
    key('user_join'),
    text('user_leave'),
    text('client_version'),
  ],
  heading: 6,
  tally: (asked) => new ConferenceDetail(asked),
}
