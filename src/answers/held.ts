import { divisionUsers } from '../plan/numbers.ts'
import type { Attendance, ConferenceInstance, Plan, Slice } from '../plan/plan.ts'
import type { Cell } from '../plan/population/cell.ts'
import { KIND, kindOf } from '../plan/population/participants.ts'
import type { PopulationSlice } from '../plan/population/population-slice.ts'
import { roles } from '../schema/fixed-rows.ts'
import { msFromTicks, type Ticks } from '../time/ticks.ts'

/** Where somebody comes from, as the records tell it. */
export const CONNECTIVITY = ['internal', 'external', 'federated', 'anonymous', 'pstn'] as const

const INTERNAL = CONNECTIVITY.indexOf('internal')
const EXTERNAL = CONNECTIVITY.indexOf('external')
const FEDERATED = CONNECTIVITY.indexOf('federated')
const ANONYMOUS = CONNECTIVITY.indexOf('anonymous')
const PSTN = CONNECTIVITY.indexOf('pstn')

/** `ClientVersions.ClientType` of the Mediation Server, through which telephones come. */
export const MEDIATION_SERVER = 1

/** The end of what has none on record. */
export const OPEN = Number.POSITIVE_INFINITY

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
  /** `ClientVersions.VersionId`. */
  client = new Int32Array(64)
  /** `Roles.RoleId`. */
  role = new Uint8Array(64)
  /** Position in `CONNECTIVITY`. */
  connectivity = new Uint8Array(64)
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

export interface HeldNamed {
  readonly instance: ConferenceInstance
  /** In the order of the sessions. */
  readonly attendances: readonly Attendance[]
}

export interface HeldOfPopulation {
  readonly cell: Cell
  readonly at: number
}

/** The conferences of slices, one by one; those of a pool where one is named. The object that is given is the same each time. */
export class Walk {
  private readonly plan: Plan
  private readonly pool: number | null
  private readonly held = new Held()
  /** By `VersionId`: whether it is the Mediation Server. */
  private readonly isMediation: readonly boolean[]

  constructor(plan: Plan, pool: number | null) {
    this.plan = plan
    this.pool = pool
    const isMediation: boolean[] = []
    for (const { id, type } of plan.clientVersions) isMediation[id] = type === MEDIATION_SERVER
    this.isMediation = isMediation
  }

  *each({ conferences, population }: Slice): Iterable<Held> {
    for (const instance of conferences) {
      if (this.isWanted(this.plan.scenario.pools.indexOf(instance.conference.pool)))
        yield this.named(instance)
    }
    if (population === null) return
    for (let n = 0; n < population.conferences.length; n++) {
      const { division } = population.cells[population.conferences.cell[n]!]!
      if (this.isWanted(this.poolOf(division.index))) yield this.ofPopulation(population, n)
    }
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
    held.source = { instance, attendances }
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
    return held
  }

  private ofPopulation({ cells, conferences }: PopulationSlice, n: number): Held {
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
      const kind = kindOf(code[one]!)
      held.connectivity[place] = isMediation[client[one]!]
        ? PSTN
        : kind === KIND.partner
          ? FEDERATED
          : kind === KIND.guest
            ? ANONYMOUS
            : kind === KIND.caller
              ? PSTN
              : isInternal[one] === 1
                ? INTERNAL
                : EXTERNAL
    }
    return held
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
