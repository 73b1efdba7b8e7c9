import type { ConferenceInstance } from '../plan/plan.ts'
import { HOW } from '../plan/population/cell.ts'
import type { Company } from '../plan/population/company.ts'
import { HELD } from '../plan/population/law.ts'
import { KIND, kindOf, numberOf } from '../plan/population/participants.ts'
import type { PopulationSlice } from '../plan/population/population-slice.ts'
import type { DeviceKind, Role } from '../scenario/file.ts'
import { roles } from '../schema/fixed-rows.ts'
import type { Day, Ticks } from '../time/ticks.ts'

/** One conference instance as people see it, whether a scenario names it or a population holds it. */
export interface Meeting {
  readonly title: string
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
  readonly role: Role
  readonly device: DeviceKind
  readonly join: Ticks
  /** Null while the person is still there. */
  readonly leave: Ticks | null
}

export function namedMeeting({ conference, day, open, close, attendances }: ConferenceInstance): Meeting {
  const sessions = attendances.map(({ participant, endpoint, role, join, leave }) => {
    return { who: participant.address, role, device: endpoint.device, join, leave }
  })
  return { title: conference.id, day, open, close, sessions }
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
      role: attendances.role[one] === roles.presenter ? 'presenter' : 'attendee',
      device: deviceOf(attendances.code[one]!, attendances.how[one]!),
      join: attendances.join[one]!,
      leave: attendances.leave[one]!,
    })
  }
  sessions.sort((a, b) => a.join - b.join)
  const kind = conferences.held[at] === HELD.inSeries ? 'series' : 'conference'
  const title = `${kind} ${conferences.index[at]! + 1} of division ${division.index + 1}`
  return { title, day, open: conferences.open[at]!, close: conferences.close[at]!, sessions }
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
