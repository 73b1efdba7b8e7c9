import type { Rng } from '../../random/rng.ts'
import type { Population } from '../../scenario/population.ts'
import { meanParticipants } from '../../scenario/sizes.ts'
import type { Scenario } from '../../scenario/scenario.ts'
import { DAY, type Day, MINUTE, type Ticks, utcDay } from '../../time/ticks.ts'
import { Cell } from './cell.ts'
import { type DayLoad, dayLoad } from './day-load.ts'
import { Directory } from './directory.ts'
import { type Division, divisionCount, makeDivision } from './division.ts'
import { type Head, headsOf } from './heads.ts'
import { DAYBREAK, Law } from './law.ts'
import { Planner } from './planner.ts'
import { type Series, seriesOf } from './series.ts'

/** What is known of a division all year round. */
export interface Standing {
  readonly division: Division
  readonly series: readonly Series[]
}

/** The population of a scenario, made division by division and day by day as they are asked for. */
export class Company {
  readonly population: Population
  readonly divisions: number
  /** The stream of the population. */
  readonly rng: Rng
  readonly directory: Directory
  private readonly scenario: Scenario
  private readonly law: Law
  private readonly planner: Planner
  private readonly standings = new Map<number, Standing>()
  private readonly loads = new Map<Day, DayLoad>()
  /** Cells of each division that the next slice can ask for again. */
  private readonly kept = new Map<number, Cell[]>()
  private readonly lastOvers = new Map<number, { readonly day: Day; readonly moment: Ticks }>()

  constructor(root: Rng, scenario: Scenario, population: Population) {
    this.scenario = scenario
    this.population = population
    this.divisions = divisionCount(population)
    this.rng = root.fork('population')
    this.directory = new Directory(this.rng, scenario.domain)
    const meanSize = meanParticipants(population.participants)
    this.law = new Law(population, meanSize)
    this.planner = new Planner(this.law, meanSize)
  }

  readonly standing = (index: number): Standing => {
    const known = this.standings.get(index)
    if (known) return known
    const division = makeDivision(this.rng, this.population, index)
    const standing = { division, series: seriesOf(division, this.population, this.law) }
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
   * Those of one division. Its cells of the slice before are filled again where they are of no use any more.
   */
  private cellsOf(index: number, slice: Day): readonly Cell[] {
    const days = this.daysIn(index, slice)
    const kept = this.kept.get(index) ?? []
    this.kept.set(index, kept)
    return days.map((day) => {
      const known = kept.find((cell) => cell.day === day)
      if (known) return known
      let cell = kept.find((one) => !days.includes(one.day))
      if (!cell) kept.push((cell = new Cell()))
      this.fill(cell, index, day)
      return cell
    })
  }

  private fill(cell: Cell, index: number, day: Day): void {
    const { division, series } = this.standing(index)
    cell.series = series
    const [start, border] = this.hours(division, day)
    const nightUntil = day > this.scenario.start ? this.lastOver(index, day - 1) : Number.NEGATIVE_INFINITY
    this.planner.plan(cell, division, day, start, this.heads(index, day), nightUntil, border)
  }

  /** The UTC days on which conferences of the population can begin. */
  get period(): readonly [first: Day, last: Day] {
    const { start, days } = this.scenario
    const moments = this.population.sites.flatMap(([zone]) => [
      zone.moment(start, DAYBREAK) - DAY / 24,
      zone.moment(start + days, DAYBREAK),
    ])
    return [utcDay(Math.min(...moments)), utcDay(Math.max(...moments))]
  }

  private daysIn(index: number, slice: Day): readonly Day[] {
    const { division } = this.standing(index)
    const { start, days } = this.scenario
    return [slice - 2, slice - 1, slice, slice + 1].filter((day) => {
      if (day < start || day >= start + days) return false
      const [from, to] = this.hours(division, day)
      if (from - HEADROOM >= (slice + 1) * DAY) return false
      return to > slice * DAY || this.lastOver(index, day) > slice * DAY
    })
  }

  private heads(index: number, day: Day): readonly Head[] {
    const { division, series } = this.standing(index)
    const heads = headsOf(this.law, division, series, day, this.load(day))
    this.lastOvers.set(index, { day, moment: this.planner.over(lastEnd(heads)) })
    return heads
  }

  /** When the last conference of a cell is over. */
  private lastOver(index: number, day: Day): Ticks {
    const known = this.lastOvers.get(index)
    if (known?.day === day) return known.moment
    const { division, series } = this.standing(index)
    return this.planner.over(lastEnd(headsOf(this.law, division, series, day, this.load(day))))
  }

  private hours({ zone }: Division, day: Day): readonly [from: Ticks, to: Ticks] {
    return [zone.moment(day, DAYBREAK), zone.moment(day + 1, DAYBREAK)]
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

/** A conference is asked for at most so long before its cell begins. */
const HEADROOM = 30 * MINUTE

function lastEnd(heads: readonly Head[]): Ticks {
  return heads.reduce((last, { end }) => Math.max(last, end), Number.NEGATIVE_INFINITY)
}
