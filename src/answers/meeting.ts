import type { ConferenceInstance } from '../plan/plan.ts'
import { HOW } from '../plan/population/cell.ts'
import type { Company } from '../plan/population/company.ts'
import { HELD } from '../plan/population/law.ts'
import { KIND, kindOf, numberOf } from '../plan/population/participants.ts'
import type { PopulationSlice } from '../plan/population/population-slice.ts'
import type { DeviceKind, PersonKind, Role } from '../scenario/file.ts'
import type { Conference, Person } from '../scenario/scenario.ts'
import { roles } from '../schema/fixed-rows.ts'
import type { Day, Ticks } from '../time/ticks.ts'

/** One conference instance as people see it, whether a scenario names it or a population holds it. */
export interface Meeting {
  readonly title: string
  /** As the scenario has it; null for one of a population. */
  readonly conference: Conference | null
  /** The key of its rows. */
  readonly sessionIdTime: Ticks
  readonly sessionIdSeq: number
  /** On the calendar of the conference. */
  readonly day: Day
  readonly open: Ticks
  /** Null while it is still running. */
  readonly close: Ticks | null
  readonly sessions: readonly Presence[]
}

/** Somebody's session in a meeting. */
export interface Presence {
  /** Address or telephone number; a guest has another one in each conference. */
  readonly who: string
  readonly kind: PersonKind
  /** As the scenario has them; null for somebody of a population. */
  readonly person: Person | null
  readonly userId: number
  /** Counts the sessions of this person in the meeting from 1. */
  readonly turn: number
  readonly role: Role
  readonly device: DeviceKind
  readonly join: Ticks
  /** Null while the person is still there. */
  readonly leave: Ticks | null
}

export function namedMeeting(instance: ConferenceInstance): Meeting {
  const { conference, sessionIdTime, sessionIdSeq, day, open, close, attendances } = instance
  const sessions = attendances.map(({ participant, endpoint, role, userInstance, join, leave }) => {
    const { address: who, userId, identity } = participant
    const { kind, person } = identity
    return { who, kind, person, userId, turn: userInstance, role, device: endpoint.device, join, leave }
  })
  return { title: conference.id, conference, sessionIdTime, sessionIdSeq, day, open, close, sessions }
}

/** The meeting at position `n` of a slice of the population. */
export function populationMeeting(company: Company, slice: PopulationSlice, n: number): Meeting {
  const { cells, conferences: refs } = slice
  const { division, day, conferences, attendances } = cells[refs.cell[n]!]!
  const at = refs.at[n]!
  const sessions: Presence[] = []
  for (let one = conferences.from[at]!; one < conferences.to[at]!; one++) {
    sessions.push({
      who: addressOf(company, division.index, attendances.code[one]!, attendances.userId[one]!),
      kind: personKindOf(attendances.code[one]!, attendances.isInternal[one]!),
      person: null,
      userId: attendances.userId[one]!,
      turn: attendances.userInstance[one]!,
      role: attendances.role[one] === roles.presenter ? 'presenter' : 'attendee',
      device: deviceOf(attendances.code[one]!, attendances.how[one]!),
      join: attendances.join[one]!,
      leave: attendances.leave[one]!,
    })
  }
  sessions.sort((a, b) => a.join - b.join)
  const kind = conferences.held[at] === HELD.inSeries ? 'series' : 'conference'
  const title = `${kind} ${conferences.index[at]! + 1} of division ${division.index + 1}`
  return {
    title,
    conference: null,
    sessionIdTime: conferences.sessionIdTime[at]!,
    sessionIdSeq: slice.conferenceSeq[n]!,
    day,
    open: conferences.open[at]!,
    close: conferences.close[at]!,
    sessions,
  }
}

function personKindOf(code: number, isInternal: number): PersonKind {
  switch (kindOf(code)) {
    case KIND.partner:
      return 'federated'
    case KIND.caller:
      return 'pstn'
    case KIND.guest:
      return 'anonymous'
    default:
      return isInternal === 1 ? 'internal' : 'remote'
  }
}

function addressOf({ directory }: Company, division: number, code: number, userId: number): string {
  const number = numberOf(code)
  switch (kindOf(code)) {
    case KIND.partner:
      return directory.partner(division, number)
    case KIND.caller:
      return directory.caller(division, number)
    case KIND.guest:
      return directory.guestAddress(userId)
    default:
      return directory.user(division, number)
  }
}

function deviceOf(code: number, how: number): DeviceKind {
  const kind = kindOf(code)
  if (kind === KIND.caller || kind === KIND.userByPhone) return 'phone'
  if (how & HOW.mobile) return 'mobile'
  return how & HOW.web ? 'web' : 'desktop'
}
