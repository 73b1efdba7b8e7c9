import { populationMeeting } from '../answers/meeting.ts'
import { FIRST_GUEST } from '../plan/numbers.ts'
import type { Plan, Slice } from '../plan/plan.ts'
import { HOW } from '../plan/population/cell.ts'
import { conferenceLabel } from '../plan/population/heads.ts'
import { HELD } from '../plan/population/law.ts'
import { KIND, kindOf } from '../plan/population/participants.ts'
import type { PopulationSlice } from '../plan/population/population-slice.ts'
import { userUri } from '../plan/user-uri.ts'
import { dayText } from '../time/ticks.ts'
import type { About } from './about.ts'
import { NOTHING, type Reason } from './explanation.ts'
import type { AnyRow } from './find-row.ts'
import type { Stream } from './streams.ts'

/** What a conference of a population is called when it is said why it is there. */
const HELD_AS = [
  'an occurrence of a recurring series',
  'a conference that was scheduled once',
  'a conference on the spot',
] as const

/** A row of a conference of the population. */
export function ofPopulation(plan: Plan, slice: Slice, { conference, userId, session }: About): Reason {
  const population = slice.population!
  const n = positionOf(population, conference)
  const { cells, conferences: refs } = population
  const cell = cells[refs.cell[n]!]!
  const at = refs.at[n]!
  const { conferences, attendances, division, day } = cell
  const held = conferences.held[at]!
  const index = conferences.index[at]!
  const { title } = populationMeeting(plan.company!, population, n)
  const stream = `population/division/${division.index}/${day}/#${conferenceLabel({ held, index })}`
  const people = `${conferences.participants[at]} ${conferences.participants[at] === 1 ? 'participant' : 'participants'}`
  const why = [
    `It is of ${title} of the population: ${HELD_AS[held]} on the local day ${dayText(day)} (a cell of division and day), with ${people}.`,
  ]
  const streams: Stream[] = [
    { decides: 'when it was to be, how long and how many come', name: `${stream}/#0` },
    { decides: 'who is in it', name: `${stream}/#1` },
    { decides: 'ConfInstance', name: `${stream}/#2` },
    { decides: 'SessionIdTime, ConferenceStartTime, ConferenceEndTime', name: `${stream}/#3` },
  ]
  if (held === HELD.inSeries)
    streams.push({
      decides: 'the members of the series',
      name: `population/division/${division.index}/series/#${index}/members`,
    })
  if (userId === null) return { ...NOTHING, why, paths: [['population']], streams }
  const isOf = (one: number) =>
    attendances.userId[one] === userId &&
    (session === null || attendances.dialog[one] === session.DialogSessionIdTime)
  for (let one = conferences.from[at]!; one < conferences.to[at]!; one++) {
    if (!isOf(one)) continue
    why.push(
      whyThere(
        plan,
        userId,
        kindOf(attendances.code[one]!),
        one === conferences.from[at]!,
        held,
        attendances.how[one]!,
      ),
    )
    break
  }
  streams.push({
    decides: 'when each person comes and goes, and with what',
    name: `${stream}/#16 and on, one for each`,
  })
  return { ...NOTHING, why, paths: [['population']], streams }
}

function positionOf({ cells, conferences, conferenceSeq }: PopulationSlice, row: AnyRow): number {
  for (let n = 0; n < conferences.length; n++) {
    const time = cells[conferences.cell[n]!]!.conferences.sessionIdTime[conferences.at[n]!]
    if (time === row.SessionIdTime && conferenceSeq[n] === row.SessionIdSeq) return n
  }
  throw new Error('no conference of the population has this key')
}

const KINDS = {
  [KIND.user]: 'a user of the division',
  [KIND.userByPhone]: 'a user of the division who dials in',
  [KIND.partner]: 'a partner from the directory of the division',
  [KIND.caller]: 'a caller from the directory of the division',
  [KIND.guest]: 'an anonymous guest, made for this conference alone',
} as const

/** What was special about a session, in words. */
const SPECIAL: readonly (readonly [bit: number, text: string])[] = [
  [HOW.late, 'came late'],
  [HOW.partial, 'was there for a part only'],
  [HOW.leftEarly, 'left early'],
  [HOW.cut, 'was cut off'],
  [HOW.cameBack, 'came back after that'],
  [HOW.changedDevice, 'had changed to another device'],
  [HOW.secondDevice, 'was there with a second device'],
  [HOW.lobby, 'waited in the lobby'],
]

function whyThere(
  plan: Plan,
  userId: number,
  kind: number,
  isFirst: boolean,
  held: number,
  how: number,
): string {
  const who = userId >= FIRST_GUEST ? 'This' : userUri(plan, userId)
  const why = isFirst
    ? 'holds it, as the organizer or a stand-in'
    : held === HELD.inSeries
      ? 'is a member of the series or was asked to come along, drawn by lot of those who are free'
      : 'was invited: drawn of the team, the department or the division of the organizer, or of those outside, of whoever is free'
  const special = SPECIAL.filter(([bit]) => (how & bit) !== 0).map(([, text]) => text)
  const more = special.length > 0 ? ` In this session the person ${special.join(', ')}.` : ''
  return `${who} is ${KINDS[kind as keyof typeof KINDS]}, and ${why}.${more}`
}
