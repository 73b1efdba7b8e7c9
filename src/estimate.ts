import { createHash } from 'node:crypto'
import { setImmediate as turn } from 'node:timers/promises'
import { Bytes } from './encoding/bytes.ts'
import { makePlan } from './plan/make-plan.ts'
import type { Plan, Slice } from './plan/plan.ts'
import type { Headcount } from './plan/population/company.ts'
import { HELD } from './plan/population/law.ts'
import type { PopulationSlice } from './plan/population/population-slice.ts'
import { daysOf, partRows } from './rows/parts.ts'
import { sliceRows } from './rows/rows.ts'
import type { Scenario } from './scenario/scenario.ts'
import { type Batch, type Counts, type TableName, tableSets } from './schema/tables.ts'
import { csvFormat } from './sinks/csv.ts'
import { tableEncoder } from './sinks/table-files.ts'
import type { TextEncoder } from './sinks/text-encoder.ts'
import type { Day } from './time/ticks.ts'

export interface EstimateOptions {
  /** The text that is measured. Default: all tables as CSV. */
  readonly encoder?: TextEncoder
  readonly signal?: AbortSignal | undefined
  /** Milliseconds since some moment, for telling how long the work takes. */
  now(): number
}

/** What a scenario will give. */
export interface Estimate {
  /** Rows by table. */
  readonly rows: Counts
  readonly bytes: number
  /** What one thread takes to make the rows, encode and hash them. */
  readonly seconds: number
  /** All was made and counted. */
  readonly isExact: boolean
}

/** Attendances that are worth making to know of the others: about a second of work. */
const SAMPLE = 300_000
/** Cells of a population whose conferences are counted one by one, instead of taken for average ones. */
const COUNTED_CELLS = 8_000

/**
 * What a scenario will give, before it is made. Small ones are made and thrown away; of large ones some days are. How many
 * conferences a population has on a day and how many people come to them is known without seating anybody, so that only
 * the rows and bytes for each of them are taken from the sample.
 */
export async function estimate(scenario: Scenario, options: EstimateOptions): Promise<Estimate> {
  const { encoder = tableEncoder(tableSets.core, csvFormat) } = options
  const whole = new Tally(encoder, options)
  const plan = makePlan(scenario)
  const days = daysOf(plan)
  const isExact = expectedOn(plan, days) <= SAMPLE
  await whole.take(plan, null)
  if (isExact) for (const day of days) await whole.take(plan, day)
  else {
    await addNamed(whole, makePlan({ ...scenario, population: null }), options)
    if (scenario.population) await addPopulation(whole, scenario, options)
  }
  return {
    rows: whole.counts(),
    bytes: whole.bytes,
    seconds: whole.ms / 1000,
    isExact,
  }
}

/** Whether a scenario is so large that it is worth asking before it is made. */
export function isLarge(scenario: Scenario): boolean {
  const plan = makePlan(scenario)
  return expectedOn(plan, daysOf(plan)) > SAMPLE
}

/** Adds the days of the named world. */
async function addNamed(whole: Tally, plan: Plan, options: EstimateOptions): Promise<void> {
  const all = daysOf(plan)
  const expected = expectedOn(plan, all)
  const days = spread(all, (SAMPLE * all.length) / Math.max(1, expected))
  const sample = new Tally(whole.encoder, options)
  for (const day of days) await sample.take(plan, day)
  const scale = days.length === all.length ? 1 : expected / expectedOn(plan, days)
  whole.add(sample, () => scale, scale, all.length / days.length)
}

/** Adds the days of the population. */
async function addPopulation(whole: Tally, scenario: Scenario, options: EstimateOptions): Promise<void> {
  const plan = makePlan({ ...scenario, people: [], conferences: [] })
  const company = plan.company!
  const all = daysOf(plan)
  const expected = expectedOn(company, all)
  if (expected <= SAMPLE) {
    const made = new Tally(whole.encoder, options)
    for (const day of all) await made.take(plan, day)
    whole.add(made, () => 1, 1, 1)
    return
  }
  const busy = all.filter((day) => company.expected(day) > (0.3 * expected) / all.length)
  // A slice can hold parts of two days of a site, so what was made is counted by itself.
  const sample = new Tally(whole.encoder, options)
  const made = new HeadTally()
  const days = spread(busy, Math.max(2, (SAMPLE * busy.length) / expected))
  for (const [at, day] of days.entries()) {
    if (at === Math.ceil(days.length / 4)) sample.warmedUp()
    const slice = await sample.takeSlice(plan, day)
    if (slice.population) made.addSlice(slice.population)
  }
  const counted = spread(all, COUNTED_CELLS / company.divisions)
  const held = new HeadTally()
  for (const day of counted) {
    held.add(company.headcount(day))
    await hear(options.signal)
  }
  const rest = counted.length === all.length ? 1 : expected / expectedOn(company, counted)
  const scaleOf = (table: TableName): number => {
    if (table === 'Conferences') return (rest * held.conferences) / made.conferences
    if (table === 'ConferenceUris') return made.once > 0 ? (rest * held.once) / made.once : rest
    return (rest * held.people) / made.people
  }
  whole.add(sample, scaleOf, scaleOf('Dialogs'), all.length / days.length)
}

/** A signal is heard only between two turns of the event loop. */
async function hear(signal: AbortSignal | undefined): Promise<void> {
  if (!signal) return
  await turn()
  signal.throwIfAborted()
}

/** Counts of conferences and of people in them. */
class HeadTally implements Headcount {
  conferences = 0
  once = 0
  people = 0

  add({ conferences, once, people }: Headcount): void {
    this.conferences += conferences
    this.once += once
    this.people += people
  }

  addSlice({ cells, conferences }: PopulationSlice): void {
    for (let n = 0; n < conferences.length; n++) {
      const columns = cells[conferences.cell[n]!]!.conferences
      const at = conferences.at[n]!
      this.conferences++
      if (columns.held[at] !== HELD.inSeries) this.once++
      this.people += columns.participants[at]!
    }
  }
}

/** Rows and bytes by table, and the time that they took. */
class Tally {
  readonly encoder: TextEncoder
  readonly rows = new Map<TableName, number>()
  private readonly bytesOf = new Map<TableName, number>()
  /** Days, or times of no day, that have rows. */
  private readonly daysOf = new Map<TableName, number>()
  private readonly options: EstimateOptions
  private readonly out = new Bytes()
  private readonly hash = createHash('sha256')
  /** Time of all, and of what came since the engine was warm. */
  private spent = 0
  private warm = { rows: 0, ms: 0, isRunning: false }

  constructor(encoder: TextEncoder, options: EstimateOptions) {
    this.encoder = encoder
    this.options = options
  }

  get bytes(): number {
    const frame = this.encoder.frame(this.counts(), Object.fromEntries(this.daysOf))
    return Math.round(sum(this.bytesOf.values())) + frame
  }

  get ms(): number {
    return this.spent
  }

  warmedUp(): void {
    this.warm.isRunning = true
  }

  /** Makes the rows of a day, or those that belong to none, and throws them away. */
  async take(plan: Plan, day: Day | null): Promise<void> {
    const before = this.options.now()
    for (const { batches } of partRows(plan, { days: day === null ? null : [day] }))
      await this.takeBatches(batches, before)
  }

  /** Makes the rows of a day of a population, and gives its slice. */
  async takeSlice(plan: Plan, day: Day): Promise<Slice> {
    const before = this.options.now()
    const slice = plan.slice(day)
    await this.takeBatches(sliceRows(plan, slice), before)
    return slice
  }

  private async takeBatches(batches: Iterable<Batch>, before: number): Promise<void> {
    const { out, hash, options } = this
    let count = 0
    const tables = new Set<TableName>()
    for (const { table, rows } of batches) {
      const encoder = this.encoder.tables.get(table)
      if (!encoder || rows.length === 0) continue
      tables.add(table)
      for (let at = 0; at < rows.length; at++) encoder.encode(out, rows[at]!, at, at === rows.length - 1)
      hash.update(out.view())
      count += rows.length
      this.rows.set(table, (this.rows.get(table) ?? 0) + rows.length)
      this.bytesOf.set(table, (this.bytesOf.get(table) ?? 0) + out.length)
      out.clear()
    }
    for (const table of tables) this.daysOf.set(table, (this.daysOf.get(table) ?? 0) + 1)
    const ms = options.now() - before
    this.spent += ms
    if (this.warm.isRunning) {
      this.warm.rows += count
      this.warm.ms += ms
    }
    await hear(options.signal)
  }

  /** Adds what a sample stands for. What is beyond the sample goes at the speed that it had at last. */
  add(sample: Tally, scaleOf: (table: TableName) => number, work: number, days: number): void {
    for (const [table, rows] of sample.rows) {
      const scale = scaleOf(table)
      // Named conferences are on the days of a population, or nearly.
      const most = Math.max(this.daysOf.get(table) ?? 0, sample.daysOf.get(table)! * days)
      this.daysOf.set(table, Math.round(most))
      this.rows.set(table, (this.rows.get(table) ?? 0) + rows * scale)
      this.bytesOf.set(table, (this.bytesOf.get(table) ?? 0) + sample.bytesOf.get(table)! * scale)
    }
    const made = sum(sample.rows.values())
    const { warm, spent } = sample
    const msPerRow = warm.rows > 0 ? warm.ms / warm.rows : spent / Math.max(1, made)
    this.spent += spent + Math.max(0, work - 1) * made * msPerRow
  }

  counts(): Counts {
    return Object.fromEntries([...this.rows].map(([table, rows]) => [table, Math.round(rows)]))
  }
}

function expectedOn(of: { expected(day: Day): number }, days: readonly Day[]): number {
  return sum(days.map((day) => of.expected(day)))
}

/** About `count` of the days, evenly over the whole period; all of them where there are no more. */
function spread(days: readonly Day[], count: number): readonly Day[] {
  const whole = Math.ceil(count)
  if (whole >= days.length) return days
  return Array.from({ length: whole }, (_, at) => days[Math.floor(((at + 0.5) * days.length) / whole)] as Day)
}

function sum(numbers: Iterable<number>): number {
  let total = 0
  for (const number of numbers) total += number
  return total
}
