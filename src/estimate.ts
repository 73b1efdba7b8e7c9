import { createHash } from 'node:crypto'
import { setImmediate as turn } from 'node:timers/promises'
import { aFunction, aSignal, checkArguments, objectWith, optionsOf, wholeNumber } from './arguments.ts'
import { Bytes } from './encoding/bytes.ts'
import { generate } from './generate.ts'
import { daysOf, makePlan } from './plan/make-plan.ts'
import type { Depth, Plan, Slice } from './plan/plan.ts'
import type { Headcount } from './plan/population/company.ts'
import { HELD } from './plan/population/law.ts'
import type { PopulationSlice } from './plan/population/population-slice.ts'
import { expectedRows, type Shard } from './rows/parts.ts'
import { sliceRows, supportingRows } from './rows/rows.ts'
import { aScenario, type Scenario } from './scenario/scenario.ts'
import { type Batch, type Counts, setWith, type TableName, tableList, usualTables } from './schema/tables.ts'
import { csvFormat } from './sinks/csv.ts'
import type { Sink } from './sinks/sink.ts'
import { tableEncoder } from './sinks/table-files.ts'
import type { TextEncoder } from './sinks/text-encoder.ts'
import type { Day } from './time/ticks.ts'

export interface EstimateOptions {
  /** The text that is measured. Default: `tables` as CSV. */
  readonly encoder?: TextEncoder | undefined
  /** Which tables there are where no encoder says it. Default: the usual ones. */
  readonly tables?: readonly TableName[] | undefined
  readonly signal?: AbortSignal | undefined
  /** Milliseconds since some moment, for telling how long the work takes. */
  now(): number
  /** Does a shard of the very work by one thread, where nobody keeps it. Default: makes the rows, encodes and hashes them. */
  run?(shard: Shard): Promise<Counts>
  /** Threads that will share the work, each on a core of its own. Default 1. */
  readonly threads?: number
}

/** What a scenario will give. */
export interface Estimate {
  /** Rows by table. */
  readonly rows: Counts
  readonly bytes: number
  /** What the work takes in a new process. */
  readonly seconds: number
  /** All was made and counted. */
  readonly isExact: boolean
}

const ESTIMATE = optionsOf(
  {
    encoder: objectWith('an encoder', 'tables', 'frame'),
    tables: tableList,
    signal: aSignal,
    now: aFunction,
    run: aFunction,
    threads: wholeNumber(1),
  },
  ['now'],
)

/** Rows that are worth making to know of the others: about a second of work. */
const SAMPLE = 800_000
/** Cells of a population whose conferences are counted one by one, instead of taken for average ones. */
const COUNTED_CELLS = 8_000

/**
 * What a scenario will give, before it is made. Small ones are made and thrown away; of large ones some days are. How many
 * conferences a population has on a day, how many people come to them and how many devices register is known without
 * seating anybody, so that only the rows and bytes for each of them are taken from the sample.
 */
export async function estimate(scenario: Scenario, options: EstimateOptions): Promise<Estimate> {
  checkArguments('estimate', { scenario: [scenario, aScenario], options: [options, ESTIMATE] })
  const {
    encoder = tableEncoder(options.tables ?? usualTables, csvFormat),
    signal,
    now,
    threads = 1,
  } = options
  const tables = [...encoder.tables.keys()]
  const run = options.run ?? ((shard) => generate(scenario, hashing(encoder), { tables, shard, signal }))
  const plan = makePlan(scenario)
  const days = daysOf(plan, setWith(tables))
  const expected = expectedRows(plan, days, tables)
  const pace = await paceOf(run, expected, now)
  const whole = new Tally(encoder, signal)
  const isExact = expected <= SAMPLE
  await whole.take(plan, null)
  if (isExact) for (const day of days) await whole.take(plan, day)
  else {
    await addNamed(whole, makePlan({ ...scenario, population: null }))
    if (scenario.population) await addPopulation(whole, scenario)
  }
  const rows = whole.counts()
  return { rows, bytes: whole.bytes, seconds: secondsOf(sum(Object.values(rows)), pace, threads), isExact }
}

/** Whether a scenario is so large that it is worth asking before it is made. */
export function isLarge(scenario: Scenario, tables: readonly TableName[] = usualTables): boolean {
  const plan = makePlan(scenario)
  return expectedRows(plan, daysOf(plan, setWith(tables)), tables) > SAMPLE
}

/** How fast work goes. */
interface Pace {
  /** The first rows in a process, and the milliseconds until they are done. */
  readonly first: { readonly rows: number; readonly ms: number }
  /** What each of the others takes. */
  readonly msPerRow: number
}

/** Rows of the shards that are done for their time: a small one, and one that tells from it what more of them take. */
const [FEW, SOME] = [130_000, 650_000]
/** Milliseconds until other threads have loaded what they run. */
const THREAD_START = 400
/**
 * How much longer the first rows and the others take when all cores are at work: one thread alone has help, most of all
 * in the beginning, from those of the engine that compile, collect garbage and write.
 */
const CROWDED = { first: 1.5, others: 1.35 }

async function paceOf(
  run: (shard: Shard) => Promise<Counts>,
  expected: number,
  now: () => number,
): Promise<Pace> {
  const timed = async (most: number) => {
    const before = now()
    const rows = sum(Object.values(await run({ index: 1, count: Math.max(1, Math.round(expected / most)) })))
    return { rows, ms: now() - before }
  }
  if (expected <= SOME) return { first: await timed(SOME), msPerRow: 0 }
  const first = await timed(FEW)
  const few = await timed(FEW)
  const some = await timed(SOME)
  const isMore = some.rows > few.rows
  const [rows, ms] = isMore ? [some.rows - few.rows, some.ms - few.ms] : [some.rows, some.ms]
  return { first, msPerRow: Math.max(0, ms) / Math.max(1, rows) }
}

function secondsOf(rows: number, { first, msPerRow }: Pace, threads: number): number {
  const rest = Math.max(0, rows - first.rows) * msPerRow
  const ms =
    threads === 1
      ? first.ms + rest
      : THREAD_START + first.ms * CROWDED.first + (rest * CROWDED.others) / threads
  return ms / 1000
}

/** Takes rows as a file of text does, and keeps nothing. */
function hashing(encoder: TextEncoder): Sink {
  const out = new Bytes()
  const hash = createHash('sha256')
  return {
    async write({ table, rows }) {
      const own = encoder.tables.get(table)
      if (!own) return
      for (let at = 0; at < rows.length; at++) own.encode(out, rows[at]!, at, at === rows.length - 1)
      hash.update(out.view())
      out.clear()
    },
    close: () => Promise.resolve(),
    abort: () => Promise.resolve(),
  }
}

/** Adds the days of the named world. */
async function addNamed(whole: Tally, plan: Plan): Promise<void> {
  const all = daysOf(plan, whole.depth)
  const expected = expectedRows(plan, all, whole.tables)
  const days = spread(all, (SAMPLE * all.length) / Math.max(1, expected))
  const sample = new Tally(whole.encoder, whole.signal)
  for (const day of days) await sample.take(plan, day)
  if (days.length === all.length) whole.add(sample, () => 1, 1)
  else {
    const scale = expected / expectedRows(plan, days, whole.tables)
    whole.add(
      sample,
      scalesOf(sample, plan, () => scale),
      all.length / days.length,
    )
  }
}

/** Adds the days of the population. */
async function addPopulation(whole: Tally, scenario: Scenario): Promise<void> {
  const plan = makePlan({ ...scenario, people: [], conferences: [] })
  const company = plan.company!
  const all = daysOf(plan, whole.depth)
  const expected = expectedRows(company, all, whole.tables)
  if (expected <= SAMPLE) {
    const made = new Tally(whole.encoder, whole.signal)
    for (const day of all) await made.take(plan, day)
    whole.add(made, () => 1, 1)
    return
  }
  const attendances = all.map((day) => company.expected(day))
  const busy = all.filter((_, at) => attendances[at]! > (0.3 * sum(attendances)) / all.length)
  // A slice can hold parts of two days of a site, so what was made is counted by itself.
  const sample = new Tally(whole.encoder, whole.signal)
  const made = new HeadTally()
  const days = spread(busy, Math.max(2, (SAMPLE * busy.length) / expected))
  for (const day of days) {
    const slice = await sample.take(plan, day)
    if (slice?.population) made.addSlice(slice.population)
  }
  const counted = spread(all, COUNTED_CELLS / company.divisions)
  const held = new HeadTally()
  for (const day of counted) {
    held.add(company.headcount(day))
    await hear(whole.signal)
  }
  const rest = counted.length === all.length ? 1 : expected / expectedRows(company, counted, whole.tables)
  const scaleOf = (table: TableName): number => {
    if (table === 'Conferences') return (rest * held.conferences) / made.conferences
    if (table === 'ConferenceUris') return made.once > 0 ? (rest * held.once) / made.once : rest
    return (rest * held.people) / made.people
  }
  whole.add(sample, scalesOf(sample, plan, scaleOf), all.length / days.length)
}

/**
 * How many times the rows of a sample there are in a plan, where `scaleOf` tells it of those that follow from conferences.
 * Registrations follow from people and days, and each has a dialog of its own.
 */
function scalesOf(sample: Tally, plan: Plan, scaleOf: (table: TableName) => number) {
  const { registrations } = sample
  const all = registrations === 0 ? 0 : plan.expectedRegistrations()
  return (table: TableName): number => {
    if (table === 'Registration') return all / registrations
    if (table !== 'Dialogs') return scaleOf(table)
    const dialogs = sample.rows.get(table)!
    return (all + scaleOf(table) * (dialogs - registrations)) / dialogs
  }
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

/** Rows and bytes by table. */
class Tally {
  readonly encoder: TextEncoder
  readonly signal: AbortSignal | undefined
  readonly rows = new Map<TableName, number>()
  registrations = 0
  private readonly bytesOf = new Map<TableName, number>()
  /** Days, or times of no day, that have rows. */
  private readonly daysOf = new Map<TableName, number>()
  private readonly out = new Bytes()

  constructor(encoder: TextEncoder, signal: AbortSignal | undefined) {
    this.encoder = encoder
    this.signal = signal
  }

  get depth(): Depth {
    return setWith(this.tables)
  }

  get tables(): readonly TableName[] {
    return [...this.encoder.tables.keys()]
  }

  get bytes(): number {
    const frame = this.encoder.frame(this.counts(), Object.fromEntries(this.daysOf))
    return Math.round(sum(this.bytesOf.values())) + frame
  }

  /** Makes the rows of a day, or those that belong to none, and throws them away. Gives the slice of the day. */
  async take(plan: Plan, day: Day | null): Promise<Slice | null> {
    const slice = day === null ? null : plan.slice(day, this.depth)
    await this.takeBatches(slice ? sliceRows(plan, slice, this.tables) : supportingRows(plan, this.tables))
    this.registrations += slice ? registrationsIn(slice) : 0
    return slice
  }

  private async takeBatches(batches: Iterable<Batch>): Promise<void> {
    const { out } = this
    const tables = new Set<TableName>()
    for (const { table, rows } of batches) {
      const encoder = this.encoder.tables.get(table)
      if (!encoder || rows.length === 0) continue
      tables.add(table)
      for (let at = 0; at < rows.length; at++) encoder.encode(out, rows[at]!, at, at === rows.length - 1)
      this.rows.set(table, (this.rows.get(table) ?? 0) + rows.length)
      this.bytesOf.set(table, (this.bytesOf.get(table) ?? 0) + out.length)
      out.clear()
    }
    for (const table of tables) this.daysOf.set(table, (this.daysOf.get(table) ?? 0) + 1)
    await hear(this.signal)
  }

  /** Adds what a sample stands for. */
  add(sample: Tally, scaleOf: (table: TableName) => number, days: number): void {
    for (const [table, rows] of sample.rows) {
      const scale = scaleOf(table)
      // Named conferences are on the days of a population, or nearly.
      const most = Math.max(this.daysOf.get(table) ?? 0, sample.daysOf.get(table)! * days)
      this.daysOf.set(table, Math.round(most))
      this.rows.set(table, (this.rows.get(table) ?? 0) + rows * scale)
      this.bytesOf.set(table, (this.bytesOf.get(table) ?? 0) + sample.bytesOf.get(table)! * scale)
    }
  }

  counts(): Counts {
    return Object.fromEntries([...this.rows].map(([table, rows]) => [table, Math.round(rows)]))
  }
}

function registrationsIn({ registrations, population }: Slice): number {
  return registrations.length + (population?.servers?.registrations.count ?? 0)
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
