import { checkArguments, oneOf } from '../arguments.ts'
import { RollcallError } from '../errors.ts'
import { pick } from '../random/pick.ts'
import { type Rng, rng } from '../random/rng.ts'
import { aScenario, type Conference, type Scenario } from '../scenario/scenario.ts'
import { DialogId } from '../schema/dialog-id.ts'
import { Guid } from '../schema/guid.ts'
import { DAY, type Day, type Ticks, utcDay } from '../time/ticks.ts'
import { calendarOf } from './calendar.ts'
import { buildOn, type ClientVersion, clientVersions } from './clients.ts'
import { type Head, sliceOf } from './head.ts'
import { type Endpoint, identities } from './identity.ts'
import type { Invited } from './invitations.ts'
import { Fate } from './mishaps.ts'
import { guestId } from './numbers.ts'
import {
  type Attendance,
  aPlan,
  type ConferenceInstance,
  type Depth,
  type Participant,
  type Plan,
  type Slice,
} from './plan.ts'
import { Company } from './population/company.ts'
import { populationSlice } from './population/population-slice.ts'
import { seating } from './seating.ts'
import { Counter } from './sequence.ts'
import { announcing, servicesOf } from './servers/announcements.ts'
import { registeringDevices, registrationsOn } from './servers/registrations.ts'
import { type Seated, SideInTheMaking, tracesOf } from './servers/server-side.ts'
import { participating, serviceClients } from './servers/service-clients.ts'
import { meanSignIns, registrationPeriod } from './servers/sign-ins.ts'
import { TickNumbers } from './servers/tick-numbers.ts'
import { hostOf, topologyOf } from './servers/topology.ts'
import type { Session } from './session.ts'

/** A version of the generator. */
export type Algorithm = (scenario: Scenario) => Plan

/** Every version by its number: one that was released stays, as it gives its old bytes for ever. */
export const algorithms: Readonly<Record<number, Algorithm>> = { 1: planOf }

/** Plans a scenario. Nothing is decided by order or by clock: the same scenario always gives the same plan. */
export function makePlan(scenario: Scenario, versions = algorithms): Plan {
  checkArguments('makePlan', { scenario: [scenario, aScenario] })
  const plan = Object.hasOwn(versions, scenario.algorithm) ? versions[scenario.algorithm] : undefined
  if (plan) return plan(scenario)
  const known = Object.keys(versions).join(', ')
  throw new RollcallError(
    'ROLLCALL_E_ARGUMENT',
    `${scenario.id} is made by algorithm ${scenario.algorithm}, which this version of Rollcall does not have`,
    `It has ${known}.`,
  )
}

function planOf(scenario: Scenario): Plan {
  const root = rng(scenario.seed)
  const everybody = identities(root, scenario)
  const named = clientVersions(scenario)
  const agents = serviceClients(named)
  const versions = [
    ...named,
    ...participating(scenario)
      .map((agent) => agents[agent])
      .filter((one) => !named.includes(one)),
  ]
  const byVersion = new Map(versions.map((client) => [client.version, client]))
  const calendar = calendarOf(root, scenario, everybody)
  const seatsOf = seating(calendar)
  const fate = new Fate(root, scenario)
  const company = scenario.population && new Company(root, scenario, scenario.population)

  const clientOf = ({ client, upgrades }: Endpoint, moment: Ticks): ClientVersion => {
    return client === null ? buildOn(upgrades, utcDay(moment)) : (byVersion.get(client) as ClientVersion)
  }

  const clientIn = ({ occurrence }: Head) => {
    return ({ part, endpoint, dialog }: Session): ClientVersion => {
      if (part === 'announcements') return agents.announcements
      return occurrence.conference.synthetic ? agents.synthetic : clientOf(endpoint, dialog)
    }
  }
  const services = servicesOf(root, scenario)
  /** Everybody in a conference, and the announcement service last. */
  const seatedIn = (head: Head): readonly Seated[] => {
    const { conference } = head.occurrence
    const seats = seatsOf(head)
    const people = head.invited.all.map((invited, at) => ({ invited, sessions: seats[at] ?? [] }))
    const service = services.get(scenario.pools.indexOf(conference.pool))
    if (!conference.announcements || !service) return people
    return [...people, announcing(service, head, seats.flat())]
  }

  /** Dialogs and errors of earlier slices from `day` on, which have the lowest numbers at their ticks. */
  const spilled = (day: Day) => {
    const [dialogs, errors] = [new Counter(), new Counter()]
    const count = (counter: Counter, time: Ticks) => {
      if (time >= day * DAY) counter.next(time)
    }
    for (let slice = day - calendar.spill; slice < day; slice++) {
      for (const head of calendar.headsIn(slice)) {
        if (head.close < day * DAY) continue
        const everybody = seatedIn(head)
        for (const { sessions } of everybody) for (const { dialog } of sessions) count(dialogs, dialog)
        for (const { servers, failed } of tracesOf(head, everybody).flat()) {
          for (const { dialog } of servers) if (dialog !== null) count(dialogs, dialog)
          if (failed === null) continue
          count(dialogs, failed.dialog)
          count(errors, failed.response)
        }
      }
    }
    return { dialogs, errors }
  }

  const registering = registrationsOn(root, scenario, everybody, clientOf)

  const slice = (day: Day, depth: Depth = 'core'): Slice => {
    const heads = calendar.headsIn(day)
    const guests = guestNumbers(heads)
    const conferences = new Counter()
    const isWhole = depth === 'conference'
    const isIdle = heads.length === 0 && !company && !isWhole
    const taken = isIdle ? { dialogs: new Counter(), errors: new Counter() } : spilled(day)
    const cells = company?.cells(day) ?? []
    company?.spill(cells, day, taken)
    const dialogs = new TickNumbers(taken.dialogs, day * DAY)
    const made = heads.map((head) => {
      const everybody = seatedIn(head)
      const sessionIdSeq = conferences.next(head.sessionIdTime)
      const instance = instanceOf(head, everybody, sessionIdSeq, dialogs, guests, clientIn(head))
      return { head, everybody, ...instance }
    })
    const population = company ? populationSlice(cells, day, conferences, dialogs) : null
    if (!isWhole)
      return { day, conferences: made.map(({ instance }) => instance), population, registrations: [] }

    const errors = new TickNumbers(taken.errors, day * DAY)
    const numbers = {
      dialog: (time: Ticks) => dialogs.next(time),
      error: (time: Ticks) => errors.next(time),
    }
    const servers = company && population ? company.servers(population, day) : null
    const sides = made.map(({ head, everybody, attendances }) => {
      return new SideInTheMaking(head, everybody, attendances)
    })
    for (const side of sides) side.numberSessions(numbers)
    servers?.numberSessions(dialogs)
    const instances = made.map(({ head, instance }, at) => {
      const pool = scenario.pools.indexOf(instance.conference.pool)
      const lot = head.rng.fork('servers', 'front end').int(0, MOST_LOT)
      const frontEndId = hostOf(scenario.servers, 'frontEnds', pool, lot)
      return { ...instance, servers: sides[at]!.finish(numbers, frontEndId) }
    })
    servers?.numberFailed(dialogs, errors)
    const registrations = registering(day, numbers.dialog)
    servers?.numberRegistrations(dialogs)
    return {
      day,
      conferences: instances,
      population: population && {
        ...population,
        servers,
        isEmpty: population.isEmpty && servers?.registrations.count === 0,
      },
      registrations,
    }
  }

  const expected = (day: Day): number => calendar.expected(day) + (company?.expected(day) ?? 0)
  const expectedRegistrations = (): number => {
    const devices = registeringDevices(everybody).length + (company?.devices() ?? 0)
    return devices * meanSignIns(scenario)
  }

  const uris = new Map<Conference, readonly [before: string, after: string]>()
  const conferenceUri = (conference: Conference, word: string): string => {
    const parts =
      uris.get(conference) ?? uriParts(root, conference, everybody[conference.organizer.index]?.address ?? '')
    uris.set(conference, parts)
    return parts.join(word)
  }
  const zones = [scenario.zone, ...(scenario.population?.sites ?? []).map(([zone]) => zone)]
  const [firstSignIn, lastSignIn] = registrationPeriod(scenario, zones)
  const [first, last] = company?.period ?? [calendar.firstSlice, calendar.lastSlice]
  return {
    scenario,
    identities: everybody,
    clientVersions: versions,
    topology: topologyOf(scenario),
    agents,
    services: [...services.values()],
    registering: [utcDay(firstSignIn), utcDay(lastSignIn)],
    company,
    firstSlice: Math.min(calendar.firstSlice, first),
    lastSlice: Math.max(calendar.lastSlice, last),
    slice,
    mishaps: (slice) => fate.mishaps(slice),
    expected,
    expectedRegistrations,
    conferenceUri,
  }
}

function instanceOf(
  head: Head,
  everybody: readonly Seated[],
  sessionIdSeq: number,
  dialogs: TickNumbers,
  guests: ReadonlyMap<Head, number>,
  clientOf: (session: Session) => ClientVersion,
): { readonly instance: ConferenceInstance; readonly attendances: readonly (readonly Attendance[])[] } {
  const { occurrence, rng, sessionIdTime, open, close, isRunning } = head
  let guestNumber = guests.get(head) ?? 0
  const byPerson = everybody.map(({ invited, sessions }) => {
    const participant = participantOf(invited, head, () => guestId(sliceOf(head), guestNumber++))
    const own = invited.rng(rng)
    return sessions.map((session, turn): Attendance => {
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
        client: clientOf(session),
      }
    })
  })
  const instance = Guid.random(rng.fork('instance'))
  const { conference, day } = occurrence
  return {
    instance: {
      conference,
      day,
      sessionIdTime,
      sessionIdSeq,
      instance,
      open,
      close: isRunning ? null : close,
      attendances: byPerson.flat().sort((a, b) => a.dialogTime - b.dialogTime || a.dialogSeq - b.dialogSeq),
      servers: null,
    },
    attendances: byPerson,
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

/** The greatest lot of a conference. */
const MOST_LOT = 0x3fffffff

const LETTERS = [...'abcdefghijklmnopqrstuvwxyz0123456789']
const ID_LETTERS = [...'ABCDEFGHJKLMNPQRSTUVWXYZ0123456789']

/** The parts around the word for the kind of server: organizer and id are the same in all URIs of a conference. */
function uriParts(root: Rng, conference: Conference, organizer: string): readonly [string, string] {
  const rng = root.fork('conference', conference.id, 'uri')
  const id = Array.from({ length: 8 }, () => pick(rng, ID_LETTERS)).join('')
  return [`sip:${organizer};gruu;opaque=app:conf:`, `:id:${id}`]
}

/** The slices of a plan in order; days on which nothing begins are left out. */
export function slices(plan: Plan, depth: Depth = 'core'): Iterable<Slice> {
  checkArguments('slices', { plan: [plan, aPlan], depth: [depth, oneOf(['core', 'conference'])] })
  return slicesOf(plan, depth)
}

function* slicesOf(plan: Plan, depth: Depth): Iterable<Slice> {
  for (const day of daysOf(plan, depth)) {
    const slice = plan.slice(day, depth)
    if (!isEmpty(slice)) yield slice
  }
}

/** The UTC days that a plan covers; some may turn out empty. */
export function daysOf({ firstSlice, lastSlice, registering }: Plan, depth: Depth): readonly Day[] {
  const isWhole = depth === 'conference'
  const first = isWhole ? Math.min(firstSlice, registering[0]) : firstSlice
  const last = isWhole ? Math.max(lastSlice, registering[1]) : lastSlice
  return Array.from({ length: last - first + 1 }, (_, at) => first + at)
}

/** Whether nothing begins on the day of a slice, in either world. */
export function isEmpty({ conferences, population, registrations }: Slice): boolean {
  return conferences.length === 0 && registrations.length === 0 && (population === null || population.isEmpty)
}
