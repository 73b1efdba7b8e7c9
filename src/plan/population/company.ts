import type { Rng } from '../../random/rng.ts'
import type { Population } from '../../scenario/population.ts'
import type { Scenario } from '../../scenario/scenario.ts'
import { meanParticipants } from '../../scenario/sizes.ts'
import { DAY, type Day, MINUTE, type Ticks, utcDay } from '../../time/ticks.ts'
import type { Counter } from '../sequence.ts'
import { DATA } from '../servers/server-law.ts'
import { Cell } from './cell.ts'
import { type DayLoad, dayLoad } from './day-load.ts'
import { Directory } from './directory.ts'
import { divisionCount, makeDivision, PHONE } from './division.ts'
import { cellStream, type Head, headsOf } from './heads.ts'
import { DAYBREAK, HELD, Law } from './law.ts'
import { Planner } from './planner.ts'
import type { PopulationSlice } from './population-slice.ts'
import { Registrar } from './registrar.ts'
import { type Standing, seriesOf } from './series.ts'
import { ServerPlanner } from './server-planner.ts'
import { PopulationServers } from './servers.ts'

export interface Headcount {
  readonly conferences: number
  /** Of the conferences those that are in no series. */
  readonly once: number
  readonly people: number
}

/** The population of a scenario, made division by division and day by day as they are asked for. */
export class Company {
  readonly population: Population
  readonly divisions: number
  /** The stream of the population. */
  readonly rng: Rng
  readonly directory: Directory
  private readonly scenario: Scenario
  private readonly meanSize: number
  private readonly law: Law
  private readonly planner: Planner
  private readonly serverPlanner: ServerPlanner
  private readonly registrar: Registrar
  private readonly standings = new Map<number, Standing>()
  private readonly loads = new Map<Day, DayLoad>()
  /** Cells of each division that the next slice can ask for again. */
  private readonly kept = new Map<number, Cell[]>()
  /** From when to when there can be anything of a cell, for each division by day: two numbers. */
  private readonly spans = new Map<Day, Float64Array>()

  /** The heads that were made last. */
  private latest: { readonly index: number; readonly day: Day; readonly heads: readonly Head[] } = {
    index: -1,
    day: Number.NaN,
    heads: [],
  }

  constructor(root: Rng, scenario: Scenario, population: Population) {
    this.scenario = scenario
    this.population = population
    this.divisions = divisionCount(population)
    this.rng = root.fork('population')
    this.directory = new Directory(this.rng, scenario.domain, population)
    this.meanSize = meanParticipants(population.participants)
    this.law = new Law(population, this.meanSize)
    this.planner = new Planner(this.law, this.meanSize)
    this.serverPlanner = new ServerPlanner(population.failedJoin)
    this.registrar = new Registrar(scenario, this.law)
  }

  readonly standing = (index: number): Standing => {
    const known = this.standings.get(index)
    if (known) return known
    const division = makeDivision(this.rng, this.population, index)
    const standing = { division, timetable: seriesOf(division, this.population, this.law) }
    this.standings.set(index, standing)
    return standing
  }

  /** All cells whose conferences can have anything to do with a UTC day. Valid until the next call. */
  cells(slice: Day): readonly Cell[] {
    const cells: Cell[] = []
    for (let division = 0; division < this.divisions; division++) cells.push(...this.cellsOf(division, slice))
    return cells
  }

  /**
   * Counts the dialogs and errors of earlier slices from `day` on: they have the lowest numbers at their ticks. `cells` are
   * those of the day.
   */
  spill(
    cells: readonly Cell[],
    day: Day,
    taken: { readonly dialogs: Counter; readonly errors: Counter },
  ): void {
    const start = day * DAY
    const count = (counter: Counter, time: Ticks) => {
      if (time >= start) counter.next(time)
    }
    const { sessions, failed } = this.serverPlanner
    for (const cell of cells) {
      const { conferences, attendances } = cell
      const stream = cellStream(cell.division, cell.day)
      for (let at = 0; at < conferences.count; at++) {
        if (conferences.sessionIdTime[at]! >= start || conferences.close[at]! < start) continue
        for (let one = conferences.from[at]!; one < conferences.to[at]!; one++)
          count(taken.dialogs, attendances.dialog[one]!)
        this.serverPlanner.clear()
        this.serverPlanner.add(cell, stream, at, 0)
        for (let one = 0; one < sessions.count; one++)
          if (sessions.kind[one] !== DATA) count(taken.dialogs, sessions.dialog[one]!)
        for (let one = 0; one < failed.count; one++) {
          count(taken.dialogs, failed.dialog[one]!)
          count(taken.errors, failed.response[one]!)
        }
      }
    }
  }

  /** What the servers see of a slice, not numbered yet. */
  servers(slice: PopulationSlice, day: Day): PopulationServers {
    const { serverPlanner, registrar } = this
    const { cells, conferences: refs } = slice
    const streams = cells.map(({ division, day }) => cellStream(division, day))
    const lots = new Int32Array(refs.length)
    serverPlanner.clear()
    for (let n = 0; n < refs.length; n++) {
      const cell = refs.cell[n]!
      lots[n] = serverPlanner.add(cells[cell]!, streams[cell]!, refs.at[n]!, n)
    }
    registrar.clear()
    for (let index = 0; index < this.divisions; index++) registrar.add(this.standing(index).division, day)
    return new PopulationServers(slice, day, lots, serverPlanner, registrar)
  }

  /**
   * Those of one division. Its cells of the slice before are filled again where they are of no use any more.
   */
  private cellsOf(index: number, slice: Day): readonly Cell[] {
    const days = this.daysIn(index, slice)
    const kept = this.kept.get(index) ?? []
    this.kept.set(index, kept)
    return days.map((day) => {
      const known = kept.find((cell) => cell.day === day)
      if (known) return known
      const idle = kept.find((one) => !days.includes(one.day))
      const cell = idle ?? new Cell()
      if (!idle) kept.push(cell)
      this.fill(cell, index, day)
      return cell
    })
  }

  private fill(cell: Cell, index: number, day: Day): void {
    const standing = this.standing(index)
    const { division } = standing
    const hours = {
      start: division.zone.moment(day, DAYBREAK),
      border: division.zone.moment(day + 1, DAYBREAK),
      nightUntil: day > this.scenario.start ? this.lastOver(index, day - 1) : Number.NEGATIVE_INFINITY,
    }
    this.planner.plan(cell, standing, day, hours, this.heads(index, day))
  }

  /**
   * The UTC days on which conferences of the population can begin. One of the last small hours begins when somebody
   * comes, however late that is; never after its talk is over.
   */
  get period(): readonly [first: Day, last: Day] {
    const { start, days } = this.scenario
    const zones = this.population.sites.map(([zone]) => zone)
    const first = Math.min(...zones.map((zone) => zone.moment(start, DAYBREAK) - HEADROOM))
    const last = Math.max(...zones.map((zone) => this.law.latestEnd(zone, start + days - 1)))
    return [utcDay(first), utcDay(last)]
  }

  private daysIn(index: number, slice: Day): readonly Day[] {
    return [slice - 2, slice - 1, slice, slice + 1].filter((day) => {
      if (!this.isOpen(day)) return false
      const { zone } = this.standing(index).division
      if (zone.moment(day, DAYBREAK) - HEADROOM >= (slice + 1) * DAY) return false
      const spans = this.spansOn(day)
      if (Number.isNaN(spans[2 * index])) this.heads(index, day)
      return spans[2 * index]! < (slice + 1) * DAY && spans[2 * index + 1]! > slice * DAY
    })
  }

  private isOpen(day: Day): boolean {
    const { start, days } = this.scenario
    return day >= start && day < start + days
  }

  private heads(index: number, day: Day): readonly Head[] {
    // Whoever has asked for the span of a cell fills it next.
    if (this.latest.index === index && this.latest.day === day) return this.latest.heads
    const { division, timetable } = this.standing(index)
    const heads = headsOf(this.law, division, timetable, day, this.load(day))
    let [from, to] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]
    for (const { scheduled, end } of heads) {
      if (scheduled < from) from = scheduled
      if (end > to) to = end
    }
    const spans = this.spansOn(day)
    spans[2 * index] = from - HEADROOM
    spans[2 * index + 1] = this.planner.over(to)
    this.latest = { index, day, heads }
    return heads
  }

  /** When the last conference of a cell is over. */
  private lastOver(index: number, day: Day): Ticks {
    const spans = this.spansOn(day)
    if (Number.isNaN(spans[2 * index])) this.heads(index, day)
    return spans[2 * index + 1]!
  }

  private spansOn(day: Day): Float64Array {
    const known = this.spans.get(day)
    if (known) return known
    // Slices come in order: days from long ago are not asked for again.
    if (this.spans.size >= 8) this.spans.delete(this.spans.keys().next().value as Day)
    const spans = new Float64Array(2 * this.divisions).fill(Number.NaN)
    this.spans.set(day, spans)
    return spans
  }

  /** How many conferences there are on a day of the company, and how many people come to them: nobody is seated. */
  headcount(day: Day): Headcount {
    const count = { conferences: 0, once: 0, people: 0 }
    if (!this.isOpen(day)) return count
    for (let division = 0; division < this.divisions; division++) {
      for (const { held, size } of this.heads(division, day)) {
        count.conferences++
        if (held !== HELD.inSeries) count.once++
        count.people += size
      }
    }
    return count
  }

  /** How many devices register: the usual one of every user, and the phone of those who have one. */
  devices(): number {
    let devices = 0
    for (let index = 0; index < this.divisions; index++) {
      const { users, traits } = this.standing(index).division
      for (let user = 0; user < users; user++) devices += traits.phone[user] === PHONE.none ? 1 : 2
    }
    return devices
  }

  /** About how many people join on a day of the company. */
  expected(day: Day): number {
    if (!this.isOpen(day)) return 0
    const { weekday, season } = this.load(day)
    const { users, conferencesPerUser } = this.population
    return users * conferencesPerUser * weekday * season * this.meanSize
  }

  private load(day: Day): DayLoad {
    const known = this.loads.get(day)
    if (known) return known
    if (this.loads.size > 64) this.loads.clear()
    const load = dayLoad(this.rng, this.population, day)
    this.loads.set(day, load)
    return load
  }
}

/** Nobody asks for a conference earlier than this before it is to begin. */
const HEADROOM = 30 * MINUTE
