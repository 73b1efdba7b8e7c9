import { planOf } from '../answers/known-answers.ts'
import { namedMeeting, populationMeeting } from '../answers/meeting.ts'
import { aText, checkArguments, listOf } from '../arguments.ts'
import { divisionUsers, FIRST_GUEST } from '../plan/numbers.ts'
import { type Attendance, type ConferenceInstance, type Plan, plannable, type Slice } from '../plan/plan.ts'
import { HOW } from '../plan/population/cell.ts'
import { conferenceLabel } from '../plan/population/heads.ts'
import { HELD } from '../plan/population/law.ts'
import { KIND, kindOf } from '../plan/population/participants.ts'
import type { PopulationSlice } from '../plan/population/population-slice.ts'
import { userUri } from '../plan/user-uri.ts'
import { DIVISION } from '../scenario/population.ts'
import type { Path } from '../scenario/problem.ts'
import type { Scenario } from '../scenario/scenario.ts'
import { conferenceRows } from '../schema/conference-rows.ts'
import { fixedRows } from '../schema/fixed-rows.ts'
import { type TableName, tableOf } from '../schema/tables.ts'
import { type Day, dateTimeText, dayText } from '../time/ticks.ts'
import { type AnyRow, cellText, type FoundRow, findRow, keyText, rowsOf, tableNamed } from './find-row.ts'
import { attendanceStreams, conferenceStreams, named, type Stream } from './streams.ts'
import { plannedJoin, wrongIn } from './wrong.ts'

/** Why a row is there. */
export interface Explanation {
  readonly table: TableName
  /** Its columns, as the database shows them. */
  readonly row: Readonly<Record<string, string>>
  /** Sentences: of which conference, of whom, and what decided it. */
  readonly why: readonly string[]
  /** Paths of the scenario file to what says so. */
  readonly paths: readonly Path[]
  /** The streams of chance that decided the rest. */
  readonly streams: readonly Stream[]
  /** The rows of the same conference and person, with their keys. */
  readonly siblings: readonly { readonly table: TableName; readonly key: string }[]
}

/**
 * Why a row of a data set is there. The key names it by the columns of its primary key, or by whatever else tells it. Throws
 * a `RollcallError` that tells near rows where there is none, or several.
 * @example
 * explain(scenario, 'Users', ['ann.bell@contoso.com']).why // ['ann is in `people` of the scenario.']
 */
export function explain(what: Scenario | Plan, table: string, key: readonly string[]): Explanation {
  checkArguments('explain', {
    what: [what, plannable],
    table: [table, aText],
    key: [key, listOf(aText)],
  })
  const plan = planOf(what)
  const found = findRow(plan, tableNamed(table), key)
  const names = tableOf(found.table).columns.map(({ name }) => name)
  const row = Object.fromEntries(names.map((name) => [name, cellText(found.table, name, found.row[name])]))
  const reason = found.day === null ? ofNoDay(plan, found) : ofDay(plan, found, found.day)
  return { table: found.table, row, ...reason }
}

type Reason = Pick<Explanation, 'why' | 'paths' | 'streams' | 'siblings'>

const NOTHING: Reason = { why: [], paths: [], streams: [], siblings: [] }

/** A row that belongs to no day: of a dictionary, a person, a server, or the URI of a conference that is named or in a series. */
function ofNoDay(plan: Plan, { table, row }: FoundRow): Reason {
  const { scenario } = plan
  if (table === 'Users') return ofUser(plan, Number(row.UserId))
  if (table === 'Pools')
    return {
      ...NOTHING,
      why: [`${row.PoolFQDN} is in \`pools\` of the scenario.`],
      paths: [['pools', Number(row.PoolId) - 1]],
    }
  if (table === 'ConferenceUris') {
    const uri = String(row.ConferenceUri)
    for (const conference of scenario.conferences) {
      const word = /opaque=app:(conf:[\w-]+):id:/.exec(uri)?.[1]?.replace('conf:', '')
      if (word === undefined || plan.conferenceUri(conference, word) !== uri) continue
      return {
        ...NOTHING,
        why: [
          `It is the URI of ${conference.id} for \`${word}\`: one for the focus, and one for each of its modalities.`,
        ],
        paths: [['conferences', conference.id]],
        streams: [{ decides: 'the id at the end', name: `conference/${conference.id}/uri` }],
      }
    }
    return {
      ...NOTHING,
      why: ['It is the URI of a recurring series of the population, whose number it has.'],
      paths: [['population']],
      streams: [{ decides: 'the id at the end', name: 'population/conference ids' }],
    }
  }
  if (Object.hasOwn({ ...fixedRows, ...conferenceRows }, table))
    return { ...NOTHING, why: ['It is one of the rows that the table always has, whatever the scenario.'] }
  if (table === 'ClientVersions')
    return {
      ...NOTHING,
      why: [
        'It is a client that Rollcall knows, or one that a device of the scenario names: the table is written whole.',
      ],
    }
  return {
    ...NOTHING,
    why: ['It is one of the servers and devices that the pools and people of the scenario come with.'],
  }
}

function ofUser(plan: Plan, userId: number): Reason {
  const { scenario, company } = plan
  const identity = plan.identities.find((one) => one.userId === userId)
  if (identity) {
    const { person } = identity
    const streams =
      person.name === null && person.address === null
        ? [named('name and address', 'person', ...person.id.split('.'), 'name')]
        : []
    const group = person.group === null ? '' : `, as one of the group ${person.group}`
    return {
      ...NOTHING,
      why: [`${person.id} (${identity.kind}) is in \`people\` of the scenario${group}.`],
      paths: [['people', person.group ?? person.id]],
      streams,
    }
  }
  if (!company)
    return { ...NOTHING, why: ['It is a service of the servers, which joins conferences by itself.'] }
  const uri = userUri(plan, userId)
  const isUser =
    userId < divisionUsers(0) + scenario.population!.users + DIVISION && userId >= divisionUsers(0)
  const number = userId - divisionUsers(0)
  return {
    ...NOTHING,
    why: isUser
      ? [
          `${uri} is user ${(number % DIVISION) + 1} of division ${Math.floor(number / DIVISION) + 1} of the population.`,
        ]
      : [`${uri} is in the directory of outside partners and callers of a division of the population.`],
    paths: [['population']],
    streams: [
      {
        decides: 'the address',
        name: isUser
          ? 'population/accounts'
          : uri.startsWith('+')
            ? 'population/callers'
            : 'population/partners',
      },
    ],
  }
}

/** The key of a conference, and who of it a row is about. */
interface About {
  readonly conference: AnyRow
  readonly userId: number | null
  /** The session that it is about, where it is about one. */
  readonly session: AnyRow | null
}

function ofDay(plan: Plan, found: FoundRow, day: Day): Reason {
  const { table, row } = found
  const slice = plan.slice(day, 'conference')
  const of = (name: TableName) => [...rowsOf(plan, name, slice)]
  if (table === 'Registration')
    return {
      ...NOTHING,
      ...ofUser(plan, Number(row.UserId)),
      why: [
        ...ofUser(plan, Number(row.UserId)).why,
        'Somebody with an account here registers with a device before meeting, and now and then without meeting anybody.',
      ],
    }
  const joins = of('FocusJoinsAndLeaves').map(plannedJoin)
  const about = aboutOf(found, of('Conferences'), joins)
  if (about === null)
    return { ...NOTHING, why: ['It is of an attempt or a session beside those that joined a conference.'] }
  const wrong = wrongIn(plan, slice, found)
  const siblings = siblingsOf(about, found, of)
  const instance = slice.conferences.find(
    ({ sessionIdTime, sessionIdSeq }) =>
      sessionIdTime === about.conference.SessionIdTime && sessionIdSeq === about.conference.SessionIdSeq,
  )
  const reason = instance ? ofNamed(plan, instance, about) : ofPopulation(plan, slice, about)
  return {
    ...reason,
    why: [...reason.why, ...wrong.why],
    paths: [...reason.paths, ...wrong.paths],
    siblings,
  }
}

/** Of which conference, person and session a row is. */
function aboutOf(
  { table, row }: FoundRow,
  conferences: readonly AnyRow[],
  joins: readonly AnyRow[],
): About | null {
  const session =
    table === 'FocusJoinsAndLeaves'
      ? plannedJoin(row)
      : table === 'Dialogs' || table === 'ConferenceSessionDetails'
        ? joins.find(
            (join) =>
              join.DialogSessionIdTime === row.SessionIdTime && join.DialogSessionIdSeq === row.SessionIdSeq,
          )
        : table === 'McuJoinsAndLeaves'
          ? joins.find(
              (join) =>
                isSame(join, row, CONFERENCE) &&
                join.UserId === row.UserId &&
                join.FocusUserInstance === row.McuUserInstance,
            )
          : null
  const conference = conferences.find((one) =>
    session
      ? isSame(one, session, CONFERENCE)
      : row.ConfInstance !== undefined
        ? String(one.ConfInstance) === String(row.ConfInstance)
        : table === 'Users'
          ? joins.some((join) => join.UserId === row.UserId && isSame(join, one, CONFERENCE))
          : table === 'ConferenceUris'
            ? one.ConferenceUriId === row.ConferenceUriId
            : isSame(one, row, CONFERENCE),
  )
  if (!conference) return null
  const userId = session?.UserId ?? (table === 'Conferences' ? null : row.UserId)
  return { conference, userId: typeof userId === 'number' ? userId : null, session: session ?? null }
}

const CONFERENCE = ['SessionIdTime', 'SessionIdSeq'] as const

function isSame(a: AnyRow, b: AnyRow, names: readonly string[]): boolean {
  return names.every((name) => a[name] === b[name])
}

/** Rows that are shown of each table. */
const MOST_SIBLINGS = 5

function siblingsOf(
  { conference, userId, session }: About,
  found: FoundRow,
  of: (name: TableName) => readonly AnyRow[],
): Explanation['siblings'] {
  const isOurs = (row: AnyRow) => userId === null || row.UserId === undefined || row.UserId === userId
  const sessions = of('FocusJoinsAndLeaves').filter(
    (row) => isSame(row, conference, CONFERENCE) && isOurs(row),
  )
  const dialogs = session ? [session] : sessions
  const isDialog = (row: AnyRow) =>
    dialogs.some(
      (join) =>
        join.DialogSessionIdTime === row.SessionIdTime && join.DialogSessionIdSeq === row.SessionIdSeq,
    )
  const wanted: { readonly [T in TableName]?: (row: AnyRow) => boolean } = {
    Conferences: (row) => isSame(row, conference, CONFERENCE),
    FocusJoinsAndLeaves: (row) =>
      sessions.some((one) => isSame(one, row, tableOf('FocusJoinsAndLeaves').primaryKey)),
    Dialogs: isDialog,
    ConferenceSessionDetails: (row) =>
      String(row.ConfInstance) === String(conference.ConfInstance) && isOurs(row),
    McuJoinsAndLeaves: (row) => isSame(row, conference, CONFERENCE) && isOurs(row),
    ConferenceMessageCount: (row) => isSame(row, conference, CONFERENCE) && isOurs(row),
  }
  return Object.entries(wanted).flatMap(([name, isWanted]) => {
    const table = name as TableName
    const rows = of(table).filter((row) => isWanted(row))
    const own = keyText(found.table, found.row)
    const keys = rows.map((row) => keyText(table, row)).filter((key) => table !== found.table || key !== own)
    const shown = keys.slice(0, MOST_SIBLINGS).map((key) => ({ table, key }))
    const more = keys.length - shown.length
    return more > 0 ? [...shown, { table, key: `and ${more} more` }] : shown
  })
}

function ofNamed(plan: Plan, instance: ConferenceInstance, { userId, session }: About): Reason {
  const { scenario } = plan
  const { conference, day, attendances } = instance
  const definition = scenario.definition.conferences?.[conference.id]
  const path: Path = ['conferences', conference.id]
  const isSpecial = conference.occurrences.has(day)
  const text = `It is of ${namedMeeting(instance).title} of ${dayText(day)}, held from ${dateTimeText(instance.open, ' ')}${
    instance.close === null ? '' : ` to ${dateTimeText(instance.close, ' ')}`
  } UTC.`
  const special: readonly Path[] = isSpecial ? [[...path, 'occurrences', dayText(day)]] : []
  if (userId === null)
    return {
      ...NOTHING,
      why: [text, `${conference.organizer.id} organizes it.`],
      paths: [path, ...special],
      streams: conferenceStreams(instance),
    }
  const own = attendances.filter(({ participant }) => participant.userId === userId)
  const attendance = own.find((one) => isOf(one, session)) ?? own[0]
  if (!attendance) return { ...NOTHING, why: [text, 'It is of a service of the servers.'], paths: [path] }
  const { person } = attendance.participant.identity
  const invited = invitationOf(definition, person.id, person.group)
  const exact = (conference.occurrences.get(day) ?? conference).joins.get(person)
  const joins: Path = [
    ...(isSpecial && definition?.occurrences?.[dayText(day)] ? special[0]! : path),
    'joins',
    person.id,
  ]
  const role = `${person.id} is there as ${attendance.role}, with ${attendance.endpoint.device}${
    own.length > 1 ? `, in session ${attendance.userInstance} of ${own.length}` : ''
  }.`
  const how = exact
    ? `The scenario says when: ${own.length === 1 ? 'the join' : 'these joins'} of ${person.id} are exact.`
    : person === conference.organizer
      ? `${person.id} organizes it, and so comes.`
      : `When ${person.id} comes and goes is drawn, by \`behavior\` of the conference.`
  return {
    ...NOTHING,
    why: [text, role, how],
    paths: [
      path,
      ...(person === conference.organizer
        ? [[...path, 'organizer']]
        : invited
          ? [[...path, ...invited]]
          : []),
      ...(exact ? [joins] : []),
      ['people', person.group ?? person.id],
    ],
    streams: [
      ...attendanceStreams(
        scenario.seed,
        instance,
        attendance,
        person.group !== null && invited?.length === 2,
      ),
    ],
  }
}

function isOf({ dialogTime, dialogSeq }: Attendance, session: AnyRow | null): boolean {
  return session?.DialogSessionIdTime === dialogTime && session.DialogSessionIdSeq === dialogSeq
}

/** Which entry of the lists of a conference invites somebody. */
function invitationOf(
  definition: NonNullable<Scenario['definition']['conferences']>[string] | undefined,
  id: string,
  group: string | null,
): Path | null {
  for (const list of ['presenters', 'attendees'] as const) {
    const at = (definition?.[list] ?? []).findIndex((entry) =>
      typeof entry === 'string' ? entry === id || entry === group : entry.from === group,
    )
    if (at >= 0) return [list, at]
  }
  return null
}

/** What a conference of a population is called when it is said why it is there. */
const HELD_AS = [
  'an occurrence of a recurring series',
  'a conference that was scheduled once',
  'a conference on the spot',
] as const

function ofPopulation(plan: Plan, slice: Slice, { conference, userId, session }: About): Reason {
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
