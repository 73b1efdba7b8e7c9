import { pick } from '../random/pick.ts'
import { type Rng, rng } from '../random/rng.ts'
import type { Conference, Scenario } from '../scenario/scenario.ts'
import { DialogId } from '../schema/dialog-id.ts'
import { Guid } from '../schema/guid.ts'
import { DAY, type Day, type Ticks, utcDay } from '../time/ticks.ts'
import { calendarOf } from './calendar.ts'
import { buildOn, type ClientVersion, clientVersions } from './clients.ts'
import { type Head, sliceOf } from './head.ts'
import { type Endpoint, identities } from './identity.ts'
import type { Invited } from './invitations.ts'
import { guestId } from './numbers.ts'
import type { Attendance, ConferenceInstance, Participant, Plan, Slice } from './plan.ts'
import { Company } from './population/company.ts'
import { populationSlice, spill } from './population/population-slice.ts'
import { type Seats, seating } from './seating.ts'
import { Counter } from './sequence.ts'

/** Plans a scenario. Nothing is decided by order or by clock: the same scenario always gives the same plan. */
export function makePlan(scenario: Scenario): Plan {
  const root = rng(scenario.seed)
  const everybody = identities(root, scenario)
  const versions = clientVersions(scenario)
  const byVersion = new Map(versions.map((client) => [client.version, client]))
  const calendar = calendarOf(root, scenario, everybody)
  const seatsOf = seating(calendar)
  const company = scenario.population && new Company(root, scenario, scenario.population)

  const clientOf = ({ client, upgrades }: Endpoint, moment: Ticks): ClientVersion => {
    return client === null ? buildOn(upgrades, utcDay(moment)) : (byVersion.get(client) as ClientVersion)
  }

  /** Dialogs of earlier slices from `day` on, which have the lowest numbers at their ticks. */
  const spilled = (day: Day): Counter => {
    const counter = new Counter()
    for (let slice = day - calendar.spill; slice < day; slice++) {
      for (const head of calendar.headsIn(slice)) {
        if (head.close < day * DAY) continue
        for (const { dialog } of seatsOf(head).flat()) if (dialog >= day * DAY) counter.next(dialog)
      }
    }
    return counter
  }

  const slice = (day: Day): Slice => {
    const heads = calendar.headsIn(day)
    const guests = guestNumbers(heads)
    const conferences = new Counter()
    const dialogs = heads.length > 0 || company ? spilled(day) : new Counter()
    const cells = company?.cells(day) ?? []
    spill(cells, day, dialogs)
    const instances = heads.map((head) => {
      const sessionIdSeq = conferences.next(head.sessionIdTime)
      return instanceOf(head, seatsOf(head), sessionIdSeq, dialogs, guests, clientOf)
    })
    const population = company ? populationSlice(cells, day, conferences, dialogs) : null
    return { day, conferences: instances, population }
  }

  const expected = (day: Day): number => calendar.expected(day) + (company?.expected(day) ?? 0)

  const uris = new Map<Conference, readonly [before: string, after: string]>()
  const conferenceUri = (conference: Conference, word: string): string => {
    const parts =
      uris.get(conference) ?? uriParts(root, conference, everybody[conference.organizer.index]?.address ?? '')
    uris.set(conference, parts)
    return parts.join(word)
  }
  const [first, last] = company?.period ?? [calendar.firstSlice, calendar.lastSlice]
  return {
    scenario,
    identities: everybody,
    clientVersions: versions,
    company,
    firstSlice: Math.min(calendar.firstSlice, first),
    lastSlice: Math.max(calendar.lastSlice, last),
    slice,
    expected,
    conferenceUri,
  }
}

function instanceOf(
  head: Head,
  seats: Seats,
  sessionIdSeq: number,
  dialogs: Counter,
  guests: ReadonlyMap<Head, number>,
  clientOf: (endpoint: Endpoint, moment: Ticks) => ClientVersion,
): ConferenceInstance {
  const { occurrence, rng, sessionIdTime, open, close, isRunning } = head
  let guestNumber = guests.get(head) ?? 0
  const attendances = head.invited.all.flatMap((invited, at) => {
    const participant = participantOf(invited, head, () => guestId(sliceOf(head), guestNumber++))
    const own = invited.rng(rng)
    return (seats[at] ?? []).map((session, turn): Attendance => {
      const { part, endpoint, role, dialog, join, leave, stays } = session
      return {
        participant,
        endpoint,
        endpointId:
          invited.identity.kind === 'anonymous'
            ? Guid.random(own.fork('endpoint', endpoint.device))
            : endpoint.id,
        role,
        dialogTime: dialog,
        dialogSeq: dialogs.next(dialog),
        dialogId: DialogId.random(own.fork('dialog', part)),
        join,
        leave: stays ? null : leave,
        userInstance: turn + 1,
        client: clientOf(endpoint, dialog),
      }
    })
  })
  attendances.sort((a, b) => a.dialogTime - b.dialogTime || a.dialogSeq - b.dialogSeq)
  const instance = Guid.random(rng.fork('instance'))
  const { conference, day } = occurrence
  return {
    conference,
    day,
    sessionIdTime,
    sessionIdSeq,
    instance,
    open,
    close: isRunning ? null : close,
    attendances,
  }
}

/** A guest has a number and an address for this conference alone. */
function participantOf({ identity, role, rng }: Invited, head: Head, nextGuest: () => number): Participant {
  if (identity.address !== null) return { identity, role, userId: identity.userId, address: identity.address }
  const own = rng(head.rng).fork('guest')
  const letters = Array.from({ length: 12 }, () => pick(own, LETTERS))
  return { identity, role, userId: nextGuest(), address: `${letters.join('')}@anonymous.invalid` }
}

/** The number of the first guest of each head: guests of a slice are counted by declaration of their conferences. */
function guestNumbers(heads: readonly Head[]): ReadonlyMap<Head, number> {
  const declared = [...heads].sort(
    (a, b) =>
      a.occurrence.conference.index - b.occurrence.conference.index || a.occurrence.day - b.occurrence.day,
  )
  let next = 0
  return new Map(
    declared.map((head) => {
      const first = next
      next += head.invited.all.filter(({ identity }) => identity.address === null).length
      return [head, first]
    }),
  )
}

const LETTERS = [...'abcdefghijklmnopqrstuvwxyz0123456789']
const ID_LETTERS = [...'ABCDEFGHJKLMNPQRSTUVWXYZ0123456789']

/** The parts around the word for the kind of server: organizer and id are the same in all URIs of a conference. */
function uriParts(root: Rng, conference: Conference, organizer: string): readonly [string, string] {
  const rng = root.fork('conference', conference.id, 'uri')
  const id = Array.from({ length: 8 }, () => pick(rng, ID_LETTERS)).join('')
  return [`sip:${organizer};gruu;opaque=app:conf:`, `:id:${id}`]
}

/** The slices of a plan in order, with their conferences; days without any are left out. */
export function* slices(plan: Plan): Iterable<Slice> {
  for (let day = plan.firstSlice; day <= plan.lastSlice; day++) {
    const slice = plan.slice(day)
    if (hasConferences(slice)) yield slice
  }
}

/** Whether anything begins on the day of a slice, in either world. */
export function hasConferences({ conferences, population }: Slice): boolean {
  return conferences.length > 0 || (population !== null && population.conferences.length > 0)
}
