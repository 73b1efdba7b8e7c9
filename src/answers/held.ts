import { conferenceKey, type Mishaps } from '../plan/mishaps.ts'
import { divisionUsers } from '../plan/numbers.ts'
import {
  type Attendance,
  type ConferenceInstance,
  isFromPstn,
  type Plan,
  type ServerSession,
  type ServerSide,
  type Slice,
} from '../plan/plan.ts'
import type { AttendanceColumns, Cell } from '../plan/population/cell.ts'
import { KIND, kindOf } from '../plan/population/participants.ts'
import type { PopulationSlice } from '../plan/population/population-slice.ts'
import type { PopulationServers } from '../plan/population/servers.ts'
import { FAILURES, type Failure } from '../plan/servers/server-law.ts'
import { MODALITIES } from '../scenario/file.ts'
import { roles } from '../schema/fixed-rows.ts'
import { msFromTicks, type Ticks } from '../time/ticks.ts'
import { type Behind, OPEN, writeDown, writeOnServers } from './written.ts'

export { OPEN }

/** Where somebody comes from, as the records tell it. */
export const CONNECTIVITY = ['internal', 'external', 'federated', 'anonymous', 'pstn'] as const

const INTERNAL = CONNECTIVITY.indexOf('internal')
const EXTERNAL = CONNECTIVITY.indexOf('external')
const FEDERATED = CONNECTIVITY.indexOf('federated')
const ANONYMOUS = CONNECTIVITY.indexOf('anonymous')
const PSTN = CONNECTIVITY.indexOf('pstn')

/** `ClientVersions.ClientType` of the Mediation Server, through which telephones come. */
export const MEDIATION_SERVER = 1

/**
 * One conference as its rows in the database tell it, with its sessions as columns. Times are milliseconds since 1970 as
 * the database shows them, so they end in 0, 3 or 7.
 */
export class Held {
  /** In ticks, as a part of the key. */
  sessionIdTime: Ticks = 0
  start = 0
  /** `OPEN` while it is running. */
  end = 0
  /** Position in `Scenario.pools`. */
  pool = 0
  /** `Users.UserId`. */
  organizer = 0
  /** Sessions, participant by participant, each by the times of joins; only the first `count` of each column are meant. */
  count = 0
  join = new Float64Array(64)
  /** `OPEN` where it is not recorded. */
  leave = new Float64Array(64)
  userId = new Int32Array(64)
  /** Counts the sessions of a participant from 1. */
  turn = new Int32Array(64)
  /** `ClientVersions.VersionId`; `NO_CLIENT` where none is recorded. */
  client = new Int32Array(64)
  /** `Roles.RoleId`. */
  role = new Uint8Array(64)
  /** Position in `CONNECTIVITY`. */
  connectivity = new Uint8Array(64)
  /** What the conferencing servers saw; nothing where only core tables are asked about. */
  readonly servers = new OnServers()
  /** What it was made from. */
  source!: HeldNamed | HeldOfPopulation

  /** Makes room for so many sessions. */
  reserve(count: number): void {
    this.count = count
    if (count <= this.join.length) return
    for (const [name, column] of Object.entries(this)) {
      if (!ArrayBuffer.isView(column)) continue
      Reflect.set(this, name, new (column.constructor as typeof Float64Array)(2 * count))
    }
  }
}

/** Times on conferencing servers, person by person, and what else they saw. Times are milliseconds since 1970. */
export class OnServers {
  count = 0
  /** Position in `MODALITIES`. */
  kind = new Uint8Array(64)
  join = new Float64Array(64)
  /** `OPEN` where it is not recorded. */
  leave = new Float64Array(64)
  userId = new Int32Array(64)
  /** Which session of the participant it belongs to. */
  turn = new Int32Array(64)
  isFromPstn = new Uint8Array(64)
  /** All messages that were sent. */
  messages = 0
  /** Attempts to join that failed. */
  failed: Failed[] = []

  /** Makes room for so many more, and keeps what there is. */
  reserve(more: number): void {
    if (this.count + more <= this.kind.length) return
    for (const [name, column] of Object.entries(this)) {
      if (!ArrayBuffer.isView(column)) continue
      const old = column as Float64Array
      const wider = new (old.constructor as typeof Float64Array)(2 * (this.count + more))
      wider.set(old)
      Reflect.set(this, name, wider)
    }
  }

  /** Puts a time on a server into another place of the columns. */
  move(from: number, to: number): void {
    for (const column of [this.kind, this.join, this.leave, this.userId, this.turn, this.isFromPstn])
      column[to] = column[from]!
  }

  clear(): void {
    this.count = this.messages = 0
    if (this.failed.length > 0) this.failed = []
  }
}

export interface Failed {
  readonly time: number
  readonly userId: number
  readonly failure: Failure
}

export interface HeldNamed {
  readonly instance: ConferenceInstance
  /** In the order of the sessions. */
  readonly attendances: readonly Attendance[]
  /** In the order of the times on conferencing servers. */
  readonly onServers: readonly ServerSession[]
}

export interface HeldOfPopulation {
  readonly cell: Cell
  readonly at: number
}

/** The conferences of slices as they are written, one by one; those of a pool where one is named. The object that is given is the same each time. */
export class Walk {
  private readonly plan: Plan
  private readonly pool: number | null
  private readonly held = new Held()
  /** Positions in the columns of a slice's servers. */
  private nextSession = 0
  private nextMessages = 0
  private nextFailed = 0
  /** By `VersionId`: whether it is the Mediation Server. */
  private readonly isMediation: readonly boolean[]

  constructor(plan: Plan, pool: number | null) {
    this.plan = plan
    this.pool = pool
    const isMediation: boolean[] = []
    for (const { id, type } of plan.clientVersions) isMediation[id] = type === MEDIATION_SERVER
    this.isMediation = isMediation
  }

  *each(slice: Slice): Iterable<Held> {
    const { conferences, population } = slice
    const mishaps = this.plan.mishaps(slice)
    const isTouched = (seq: number) =>
      mishaps.touched.size > 0 && mishaps.touched.has(conferenceKey(this.held.sessionIdTime, seq))
    for (const instance of conferences) {
      if (!this.isWanted(this.plan.scenario.pools.indexOf(instance.conference.pool))) continue
      const held = this.named(instance)
      if (isTouched(instance.sessionIdSeq)) this.writeNamed(instance, mishaps)
      yield held
    }
    if (population === null) return
    this.nextSession = this.nextMessages = this.nextFailed = 0
    for (let n = 0; n < population.conferences.length; n++) {
      const { division } = population.cells[population.conferences.cell[n]!]!
      if (!this.isWanted(this.poolOf(division.index))) continue
      const held = this.ofPopulation(population, n)
      if (isTouched(population.conferenceSeq[n]!)) this.writeOfPopulation(population, n, mishaps)
      yield held
    }
  }

  /** Makes a conference what is written of it, with what is wrong on purpose. */
  private writeNamed(instance: ConferenceInstance, mishaps: Mishaps): void {
    const { attendances, onServers } = this.held.source as HeldNamed
    const places = writeDown(this.held, instance.sessionIdSeq, mishaps, (at) => {
      const { dialogTime, dialogSeq, participant, client } = attendances[at]!
      const { kind } = participant.identity
      const withoutClient = KINDS[kind]
      const withoutBoth = kind === 'internal' ? INTERNAL : EXTERNAL
      const withoutUser = this.isMediation[client.id] ? PSTN : withoutBoth
      return { dialogTime, dialogSeq, withoutClient, withoutUser, withoutBoth }
    })
    const kept = writeOnServers(this.held, instance.sessionIdSeq, mishaps)
    this.held.source = {
      instance,
      attendances: places.map((at) => attendances[at]!),
      onServers: kept.map((at) => onServers[at]!),
    }
  }

  private writeOfPopulation(slice: PopulationSlice, n: number, mishaps: Mishaps): void {
    const { cells, conferenceSeq, attendances, dialogs, dialogSeq, firsts } = slice
    const { held } = this
    const known = new Map<string, Behind>()
    for (let position = firsts[n]!; position < firsts[n + 1]!; position++) {
      const dialog = attendances[position]!
      const own = cells[dialogs.cell[dialog]!]!.attendances
      const at = dialogs.at[dialog]!
      const withoutBoth = own.isInternal[at] === 1 ? INTERNAL : EXTERNAL
      known.set(`${own.userId[at]}/${own.userInstance[at]}`, {
        dialogTime: own.dialog[at]!,
        dialogSeq: dialogSeq[dialog]!,
        withoutClient: connectivityByUser(own.code[at]!, withoutBoth),
        withoutUser: this.isMediation[own.client[at]!] ? PSTN : withoutBoth,
        withoutBoth,
      })
    }
    writeDown(held, conferenceSeq[n]!, mishaps, (at) => known.get(`${held.userId[at]}/${held.turn[at]}`)!)
    writeOnServers(held, conferenceSeq[n]!, mishaps)
  }

  private isWanted(pool: number): boolean {
    this.held.pool = pool
    return this.pool === null || this.pool === pool
  }

  /** Each division has one home pool, where all that it organizes is held. */
  private poolOf(division: number): number {
    return division % this.plan.scenario.pools.length
  }

  private named(instance: ConferenceInstance): Held {
    const { held } = this
    const { conference, open, close } = instance
    held.sessionIdTime = instance.sessionIdTime
    held.start = msFromTicks(open)
    held.end = msOf(close)
    held.organizer = this.plan.identities[conference.organizer.index]!.userId
    const attendances = [...instance.attendances].sort(
      (a, b) => a.participant.userId - b.participant.userId || a.userInstance - b.userInstance,
    )
    held.source = { instance, attendances, onServers: byPerson(instance.servers?.sessions ?? []) }
    held.reserve(attendances.length)
    for (const [at, { participant, join, leave, userInstance, client, role }] of attendances.entries()) {
      held.join[at] = msFromTicks(join)
      held.leave[at] = msOf(leave)
      held.userId[at] = participant.userId
      held.turn[at] = userInstance
      held.client[at] = client.id
      held.role[at] = roles[role]
      held.connectivity[at] = this.isMediation[client.id] ? PSTN : KINDS[participant.identity.kind]
    }
    if (instance.servers) this.onServers(instance.servers, held.source.onServers)
    return held
  }

  private onServers({ messages, failed }: ServerSide, sessions: readonly ServerSession[]): void {
    const { servers } = this.held
    servers.clear()
    servers.reserve(sessions.length)
    for (const { attendance, modality, join, leave } of sessions) {
      const at = servers.count++
      servers.kind[at] = MODALITIES.indexOf(modality)
      servers.join[at] = msFromTicks(join)
      servers.leave[at] = msOf(leave)
      servers.userId[at] = attendance.participant.userId
      servers.turn[at] = attendance.userInstance
      servers.isFromPstn[at] = isFromPstn(attendance) ? 1 : 0
    }
    for (const { count } of messages) servers.messages += count
    for (const { attendance, dialog, failure } of failed)
      servers.failed.push({ time: msFromTicks(dialog.time), userId: attendance.participant.userId, failure })
  }

  /** What the servers saw of the conference at `n` of a slice, whose attendances are those of a cell. Slices are gone through in order. */
  private onServersOf(
    { sessions, messages, failed }: PopulationServers,
    n: number,
    attendances: AttendanceColumns,
  ): void {
    const { servers } = this.held
    servers.clear()
    while (this.nextSession < sessions.count && sessions.conference[this.nextSession]! < n) this.nextSession++
    for (
      ;
      sessions.conference[this.nextSession] === n && this.nextSession < sessions.count;
      this.nextSession++
    ) {
      const own = this.nextSession
      const attendance = sessions.attendance[own]!
      servers.reserve(1)
      const at = servers.count++
      servers.kind[at] = sessions.kind[own]!
      servers.join[at] = msFromTicks(sessions.join[own]!)
      servers.leave[at] = msFromTicks(sessions.leave[own]!)
      servers.userId[at] = attendances.userId[attendance]!
      servers.turn[at] = attendances.userInstance[attendance]!
      servers.isFromPstn[at] = attendances.hasEndpoint[attendance] === 0 ? 1 : 0
    }
    while (this.nextMessages < messages.count && messages.conference[this.nextMessages]! < n)
      this.nextMessages++
    for (
      ;
      this.nextMessages < messages.count && messages.conference[this.nextMessages] === n;
      this.nextMessages++
    )
      servers.messages += messages.messages[this.nextMessages]!
    while (this.nextFailed < failed.count && failed.conference[this.nextFailed]! < n) this.nextFailed++
    for (; this.nextFailed < failed.count && failed.conference[this.nextFailed] === n; this.nextFailed++)
      servers.failed.push({
        time: msFromTicks(failed.dialog[this.nextFailed]!),
        userId: attendances.userId[failed.attendance[this.nextFailed]!]!,
        failure: FAILURES[failed.failure[this.nextFailed]!]!,
      })
  }

  private ofPopulation({ cells, conferences, servers }: PopulationSlice, n: number): Held {
    const { held, isMediation } = this
    const cell = cells[conferences.cell[n]!]!
    const at = conferences.at[n]!
    const columns = cell.conferences
    const [from, to] = [columns.from[at]!, columns.to[at]!]
    held.sessionIdTime = columns.sessionIdTime[at]!
    held.start = msFromTicks(columns.open[at]!)
    held.end = msFromTicks(columns.close[at]!)
    held.organizer = divisionUsers(cell.division.index) + columns.organizer[at]!
    held.source = { cell, at }
    held.reserve(to - from)
    if (servers) this.onServersOf(servers, n, cell.attendances)
    const { join, leave, userId, userInstance, client, role, code, isInternal } = cell.attendances
    let [first, person] = [0, -1]
    for (let one = from; one < to; one++) {
      if (userId[one] !== person) first = one - from
      person = userId[one]!
      const turn = userInstance[one]!
      const place = first + turn - 1
      held.join[place] = msFromTicks(join[one]!)
      held.leave[place] = msFromTicks(leave[one]!)
      held.userId[place] = person
      held.turn[place] = turn
      held.client[place] = client[one]!
      held.role[place] = role[one]!
      held.connectivity[place] = isMediation[client[one]!]
        ? PSTN
        : connectivityByUser(code[one]!, isInternal[one] === 1 ? INTERNAL : EXTERNAL)
    }
    return held
  }
}

/** Sessions on servers by person, then by session. */
function byPerson(sessions: readonly ServerSession[]): readonly ServerSession[] {
  return [...sessions].sort(
    ({ attendance: a }, { attendance: b }) =>
      a.participant.userId - b.participant.userId || a.userInstance - b.userInstance,
  )
}

/** Where a user of a population comes from, whatever the client; one of the company is on the network or not. */
function connectivityByUser(code: number, ofCompany: number): number {
  switch (kindOf(code)) {
    case KIND.partner:
      return FEDERATED
    case KIND.guest:
      return ANONYMOUS
    case KIND.caller:
      return PSTN
    default:
      return ofCompany
  }
}

const KINDS = {
  internal: INTERNAL,
  remote: EXTERNAL,
  federated: FEDERATED,
  anonymous: ANONYMOUS,
  pstn: PSTN,
} as const

function msOf(moment: Ticks | null): number {
  return moment === null ? OPEN : msFromTicks(moment)
}
