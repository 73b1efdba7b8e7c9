import { type Meeting, namedMeeting, populationMeeting } from '../answers/meeting.ts'
import type { Plan, Slice } from '../plan/plan.ts'
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
  private readonly meetings: { meeting: Meeting; rows: Map<TableName, RowValues[]> }[] = []
  /** Those of the slice that goes by, by `SessionIdTime`. */
  private chosen = new Map<Ticks, Map<number, Map<TableName, RowValues[]>>>()
  private readonly named = { held: 0, drawn: 0 }
  private readonly population = { held: 0, drawn: 0 }
  private readonly servers = new Map<number, string>()
  private sessions = 0

  constructor(plan: Plan) {
    this.plan = plan
    this.days = sampleDays(plan)
  }

  /** Picks conferences of a slice. Its rows are to be taken before the next one's. */
  choose({ day, conferences, population }: Slice): void {
    this.chosen = new Map()
    this.named.held += conferences.length
    for (const instance of conferences) {
      // The first is drawn whatever it takes, as far as it fits.
      if (this.sessions > 0 && this.sessions + instance.attendances.length > MOST_SESSIONS) continue
      this.draw(namedMeeting(instance))
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
      this.draw(populationMeeting(company, population, n))
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
      const own = this.chosen.get(row.SessionIdTime as Ticks)?.get(row.SessionIdSeq as number)
      if (!own) continue
      const kept = own.get(table)
      if (kept) kept.push(row)
      else own.set(table, [row])
    }
  }

  result(): Drawn {
    const { meetings, named, population, servers } = this
    return { meetings, named, population, servers }
  }

  private draw(meeting: Meeting): void {
    const rows = new Map<TableName, RowValues[]>()
    this.sessions += meeting.sessions.length
    this.meetings.push({ meeting, rows })
    const { sessionIdTime, sessionIdSeq } = meeting
    const atTime = this.chosen.get(sessionIdTime) ?? new Map()
    this.chosen.set(sessionIdTime, atTime.set(sessionIdSeq, rows))
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
