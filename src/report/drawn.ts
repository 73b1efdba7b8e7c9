import { type Meeting, namedMeeting, type Presence, populationMeeting } from '../answers/meeting.ts'
import { joinKey, type Mishaps } from '../plan/mishaps.ts'
import type { Plan, Slice } from '../plan/plan.ts'
import type { Topology } from '../plan/servers/topology.ts'
import type { WrongRow } from '../rows/ledger.ts'
import { plannedSeq } from '../rows/spoil.ts'
import type { Anomaly } from '../scenario/anomaly.ts'
import { fixedRows } from '../schema/fixed-rows.ts'
import { type Batch, type TableName, tableNames, tableOf } from '../schema/tables.ts'
import type { Day, Ticks } from '../time/ticks.ts'

/** The conferences that a page draws one by one. */
export interface Drawn {
  /** In the order of the data set. */
  readonly meetings: readonly DrawnMeeting[]
  /** Of those that a scenario names, and of the population: how many there are, and how many are drawn. */
  readonly named: Share
  readonly population: Share
  /** `Mcus.McuId` of each conferencing server, with the word for its kind: `audio-video`. */
  readonly servers: ReadonlyMap<number, string>
}

export interface Share {
  readonly held: number
  readonly drawn: number
}

export interface DrawnMeeting {
  readonly meeting: Meeting
  /** All rows that belong to it, by table. */
  readonly rows: ReadonlyMap<TableName, readonly RowValues[]>
  readonly wrong: Wrong
}

/** What is wrong on purpose in a meeting, as the ledger has it. */
export interface Wrong {
  readonly conference: readonly Anomaly[]
  /** By `sessionKey`: of the row of the join, or of rows that conferencing servers have no more. */
  readonly joins: ReadonlyMap<string, readonly Anomaly[]>
  /** By `sessionKey` and `Mcus.McuId`: of the row that a conferencing server has. */
  readonly onServers: ReadonlyMap<string, readonly Anomaly[]>
}

/** Names a session of a meeting, or a time on a conferencing server in it. */
export function sessionKey(userId: number, turn: number, mcuId?: number): string {
  return mcuId === undefined ? `${userId}/${turn}` : `${userId}/${turn}/${mcuId}`
}

/** A meeting whose rows are still to come. */
class InTheMaking implements DrawnMeeting {
  readonly meeting: Meeting
  readonly rows = new Map<TableName, RowValues[]>()
  readonly wrong = {
    conference: [] as Anomaly[],
    joins: new Map<string, Anomaly[]>(),
    onServers: new Map<string, Anomaly[]>(),
  }
  /** Keys of sessions to which something happens, by the text of their dialogs; and of all, by address and turn. */
  private readonly byDialog = new Map<string, string>()
  private readonly byAddress = new Map<string, Presence>()

  constructor(meeting: Meeting, { onServers }: Mishaps) {
    this.meeting = meeting
    const { sessionIdTime, sessionIdSeq, sessions } = meeting
    for (const session of sessions) {
      const { userId, turn, who } = session
      const place = onServers.get(joinKey(sessionIdTime, sessionIdSeq, userId, turn))
      if (place) this.byDialog.set(String(place.dialogId), sessionKey(userId, turn))
      this.byAddress.set(`${who} ${turn}`, session)
    }
  }

  /** `Conferences.ConfInstance`, when the row is there. */
  get instance(): string {
    return String(this.rows.get('Conferences')?.[0]?.ConfInstance)
  }

  /** Puts down a row of the ledger that belongs to the meeting. */
  mark({ table, key, change }: WrongRow, anomaly: Anomaly, mcus: Topology['mcus']): void {
    const { conference, joins, onServers } = this.wrong
    if (table === 'Conferences') conference.push(anomaly)
    else if (table === 'FocusJoinsAndLeaves') note(joins, this.byDialog.get(String(key.ExternalId))!, anomaly)
    else {
      const { userId, turn } = this.byAddress.get(`${key.UserUri} ${key.McuUserInstance}`)!
      const mcu = mcus.find(({ uri }) => uri === key.McuUri)!
      if (change === 'lost') note(joins, sessionKey(userId, turn), anomaly)
      else note(onServers, sessionKey(userId, turn, mcu.id), anomaly)
    }
  }
}

function note(all: Map<string, Anomaly[]>, key: string, anomaly: Anomaly): void {
  const known = all.get(key)
  if (!known) all.set(key, [anomaly])
  else if (!known.includes(anomaly)) known.push(anomaly)
}

export type RowValues = Readonly<Record<string, unknown>>

/** Sessions that are drawn at the most: what keeps a page small enough to be opened from a mail. */
const MOST_SESSIONS = 500
/** And of a population: so many days, of each so many conferences, of so many people at the most. */
const SAMPLE = { days: 6, conferences: 4, people: 25 } as const

/** The tables whose rows belong to a conference, by its key; and that of conferences themselves. */
const CONFERENCE_TABLES: ReadonlySet<TableName> = new Set(
  tableNames.filter(
    (name) =>
      name === 'Conferences' ||
      tableOf(name).references.some(({ table, columns }) => {
        return table === 'Conferences' && columns.join() === tableOf('Conferences').primaryKey.join()
      }),
  ),
)

/**
 * Picks conferences and collects their rows while slices go by: of those that a scenario names the first, as many as a page
 * holds; of a population a few of some days that are spread over all of its time.
 */
export class Drawing {
  private readonly plan: Plan
  private readonly days: ReadonlySet<Day>
  private readonly meetings: InTheMaking[] = []
  /** Those of the slice that goes by, by `SessionIdTime`. */
  private chosen = new Map<Ticks, Map<number, InTheMaking>>()
  private readonly named = { held: 0, drawn: 0 }
  private readonly population = { held: 0, drawn: 0 }
  private readonly servers = new Map<number, string>()
  private sessions = 0

  constructor(plan: Plan) {
    this.plan = plan
    this.days = sampleDays(plan)
  }

  /** Picks conferences of a slice. Its rows are to be taken before the next one's. */
  choose(slice: Slice): void {
    this.chosen = new Map()
    const mishaps = this.plan.mishaps(slice)
    const { day, conferences, population } = slice
    this.named.held += conferences.length
    for (const instance of conferences) {
      // The first is drawn whatever it takes, as far as it fits.
      if (this.sessions > 0 && this.sessions + instance.attendances.length > MOST_SESSIONS) continue
      this.draw(namedMeeting(instance), mishaps)
      this.named.drawn++
    }
    const { company } = this.plan
    if (population === null || company === null) return
    this.population.held += population.conferences.length
    if (!this.days.has(day)) return
    const { cells, conferences: refs } = population
    const fitting: number[] = []
    for (let n = 0; n < refs.length; n++) {
      const people = cells[refs.cell[n]!]!.conferences.participants[refs.at[n]!]!
      if (people >= 2 && people <= SAMPLE.people) fitting.push(n)
    }
    for (const n of spread(fitting, SAMPLE.conferences)) {
      this.draw(populationMeeting(company, population, n), mishaps)
      this.population.drawn++
    }
  }

  /** Whether conferences of the population are picked on a day. */
  isSampled(day: Day): boolean {
    return this.days.has(day)
  }

  /** Whether any of the slice that goes by were picked. */
  get hasChosen(): boolean {
    return this.chosen.size > 0
  }

  /** Keeps the rows that belong to what was picked of the slice. */
  take({ table, rows }: Batch): void {
    if (table === 'Mcus')
      for (const { McuId, McuTypeId } of rows) this.servers.set(McuId, serverWord(McuTypeId))
    if (this.chosen.size === 0 || !CONFERENCE_TABLES.has(table)) return
    for (const row of rows as readonly RowValues[]) {
      const own = this.chosen.get(row.SessionIdTime as Ticks)?.get(plannedSeq(row.SessionIdSeq as number))
      if (!own) continue
      const kept = own.rows.get(table)
      if (kept) kept.push(row)
      else own.rows.set(table, [row])
    }
  }

  /** Marks what is wrong on purpose in what was picked of the slice, when its rows were taken. */
  mark(wrong: readonly WrongRow[]): void {
    if (wrong.length === 0) return
    const { scenario, topology } = this.plan
    const picked = [...this.chosen.values()].flatMap((meetings) => [...meetings.values()])
    const byInstance = new Map(picked.map((one) => [one.instance, one]))
    for (const row of wrong)
      byInstance.get(String(row.key.ConfInstance))?.mark(row, scenario.anomalies[row.anomaly]!, topology.mcus)
  }

  result(): Drawn {
    const { meetings, named, population, servers } = this
    return { meetings, named, population, servers }
  }

  private draw(meeting: Meeting, mishaps: Mishaps): void {
    const own = new InTheMaking(meeting, mishaps)
    this.sessions += meeting.sessions.length
    this.meetings.push(own)
    const { sessionIdTime, sessionIdSeq } = meeting
    const atTime = this.chosen.get(sessionIdTime) ?? new Map()
    this.chosen.set(sessionIdTime, atTime.set(sessionIdSeq, own))
  }
}

function serverWord(type: number | null): string {
  const found = fixedRows.UriTypes.find(({ UriTypeId }) => UriTypeId === type)
  return found?.UriType.replace('conf:', '') ?? 'server'
}

/** Days on which a population meets a lot, as many as there are samples of. */
function sampleDays({ company, firstSlice, lastSlice }: Plan): ReadonlySet<Day> {
  if (!company) return new Set()
  const days = Array.from({ length: lastSlice - firstSlice + 1 }, (_, at) => firstSlice + at)
  const most = Math.max(...days.map((day) => company.expected(day)))
  const busy = days.filter((day) => company.expected(day) > most / 2)
  return new Set(spread(busy, SAMPLE.days))
}

/** About `count` of the things, evenly from first to last; all of them where there are no more. */
function spread<T>(things: readonly T[], count: number): readonly T[] {
  if (things.length <= count) return things
  return Array.from({ length: count }, (_, at) => things[Math.floor(((at + 0.5) * things.length) / count)]!)
}
