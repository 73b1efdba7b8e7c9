import type { Answer, Row } from '../answers/answer.ts'
import type { AnswerName } from '../answers/answers.ts'
import { catalogue } from '../answers/answers.ts'
import { askedOf, USUAL } from '../answers/asked.ts'
import type { Concurrency, Level } from '../answers/concurrency.ts'
import { type Held, OPEN, Walk } from '../answers/held.ts'
import { LocalClocks } from '../answers/local-clocks.ts'
import { Observations } from '../answers/observations.ts'
import { type Figure, figuresOf } from '../answers/realism.ts'
import type { OnProgress } from '../generate.ts'
import { daysOf, isEmpty } from '../plan/make-plan.ts'
import type { Plan } from '../plan/plan.ts'
import type { WrongRow } from '../rows/ledger.ts'
import { sliceRows, supportingRows } from '../rows/rows.ts'
import { joinsWritten } from '../rows/spoil.ts'
import { type Batch, type Counts, setWith, type TableName, tableNames } from '../schema/tables.ts'
import { DAY, HOUR, ticksFromMs, weekday } from '../time/ticks.ts'
import { type Class, latenessClasses, peopleClasses, spanClasses } from './classes.ts'
import { Drawing, type Drawn } from './drawn.ts'

/** What a page tells of a data set: a few hundred numbers, and some conferences with all their rows. */
export interface Gathered {
  /** Rows by table. */
  readonly counts: Counts
  /** The tables of a large data set whose rows are counted on some days only, and scaled up. */
  readonly estimated: ReadonlySet<TableName>
  /** Rows that are wrong on purpose, by kind of anomaly; estimated where rows are. */
  readonly wrong: Readonly<Record<string, number>>
  /** Rows of the answers that the page has, by their names. */
  readonly answers: Readonly<Record<Told, readonly Row[]>>
  /** The answer `concurrency`, as numbers. */
  readonly levels: readonly Level[]
  /** Conferences by weekday from Sunday and hour on the clock of the scenario's zone: 7 times 24 numbers. */
  readonly starts: readonly number[]
  /** Conferences by how many people came. */
  readonly people: readonly Class[]
  /** Conferences by the time from start to end. */
  readonly lengths: readonly Class[]
  /** Participants of conferences by the time from its start to their first join. */
  readonly lateness: readonly Class[]
  /** Sessions by the time from join to leave. */
  readonly stays: readonly Class[]
  /** Conferences without an end on record, and sessions without a leave: they have no length and no stay. */
  readonly open: { readonly conferences: number; readonly sessions: number }
  /** How the population stands to published figures; empty where there is none. */
  readonly figures: readonly Figure[]
  readonly drawn: Drawn
}

const TOLD = [
  'totals',
  'pool-summary',
  'connectivity',
  'client-types',
  'client-versions',
  'join-lateness',
  'rejoins',
  'peak-concurrency',
] as const satisfies readonly AnswerName[]

export type Told = (typeof TOLD)[number]

const MINUTE_MS = 60_000

/** Of a data set with more joins than this only the rows of some days are made: the numbers are known without any. */
const COUNTED = 300_000

/** Walks all slices of a plan once and keeps hardly more than what is told, however large the data set is. */
export function gather(plan: Plan, tables: readonly TableName[], onProgress?: OnProgress): Gathered {
  const depth = setWith(tables)
  const { population } = plan.scenario
  const asked = askedOf(plan, USUAL)
  const walk = new Walk(plan, null)
  // Answers that are counted together have one tally.
  const told = TOLD.map((name): readonly [Told, Answer] => [name, catalogue[name]])
  const tallies = new Map(told.map(([, { tally }]) => [tally, tally(asked)]))
  const concurrency = tallies.get(catalogue['peak-concurrency'].tally) as Concurrency
  const shapes = new Shapes(plan)
  const seen = population && new Observations(plan, population)
  const drawing = new Drawing(plan)
  const days = daysOf(plan, depth)
  const total = days.reduce((sum, day) => sum + plan.expected(day), 0)
  const rows = new RowCounts()

  for (const batch of supportingRows(plan, tables)) {
    rows.add(batch)
    drawing.take(batch)
  }
  let done = 0
  for (const day of days) {
    const isWhole = total <= COUNTED || drawing.isSampled(day)
    const slice = plan.slice(day, isWhole ? depth : 'core')
    if (isEmpty(slice)) continue
    for (const held of walk.each(slice)) {
      for (const tally of tallies.values()) tally.add(held)
      shapes.add(held)
    }
    if (slice.population) seen?.add(slice.population, day)
    drawing.choose(slice)
    const wrong: WrongRow[] = []
    if (isWhole) {
      for (const batch of sliceRows(plan, slice, tables, wrong)) {
        rows.addDaily(batch)
        drawing.take(batch)
      }
      rows.addWrong(wrong)
    } else if (drawing.hasChosen) {
      const named = { ...plan.slice(day, depth), population: null, registrations: [] }
      for (const batch of sliceRows(plan, named, tables, wrong)) drawing.take(batch)
    }
    drawing.mark(wrong)
    rows.endDay(joinsWritten(slice, plan.mishaps(slice)), isWhole)
    done += plan.expected(day)
    onProgress?.({ part: Math.min(1, done / total), rows: rows.joins })
  }
  seen?.finish()
  return {
    ...rows.result(shapes.conferences),
    answers: Object.fromEntries(
      told.map(([name, answer]) => {
        const tally = tallies.get(answer.tally)!
        return [name, answer.rows?.(tally) ?? tally.rows!()]
      }),
    ) as { [N in Told]: Row[] },
    levels: concurrency.levels(),
    ...shapes.result(),
    figures: seen && population ? figuresOf(seen, population) : [],
    drawn: drawing.result(),
  }
}

/** Rows by table, from all days or from some of them. */
class RowCounts {
  joins = 0
  private readonly fixed: MutableCounts = {}
  private readonly daily: MutableCounts = {}
  private readonly wrong: Record<string, number> = {}
  /** Joins on the days that were counted. */
  private counted = 0

  /** Rows that belong to no day. */
  add({ table, rows }: Batch): void {
    this.fixed[table] = (this.fixed[table] ?? 0) + rows.length
  }

  addDaily({ table, rows }: Batch): void {
    this.daily[table] = (this.daily[table] ?? 0) + rows.length
  }

  addWrong(rows: readonly WrongRow[]): void {
    for (const { kind } of rows) this.wrong[kind] = (this.wrong[kind] ?? 0) + 1
  }

  endDay(joins: number, isCounted: boolean): void {
    this.joins += joins
    if (isCounted) this.counted += joins
  }

  result(conferences: number): Pick<Gathered, 'counts' | 'estimated' | 'wrong'> {
    const { fixed, daily, wrong, joins, counted } = this
    if (joins === counted) return { counts: sumOf(fixed, daily, 1), estimated: new Set(), wrong }
    const exact = { Conferences: conferences, FocusJoinsAndLeaves: joins }
    const estimated = (Object.keys(daily) as TableName[]).filter((table) => !(table in exact))
    const scale = joins / counted
    return {
      counts: { ...sumOf(fixed, daily, scale), ...exact },
      estimated: new Set(estimated),
      wrong: Object.fromEntries(
        Object.entries(wrong).map(([kind, number]) => [kind, Math.round(number * scale)]),
      ),
    }
  }
}

type MutableCounts = { [T in TableName]?: number }

/** In the order of the tables. */
function sumOf(fixed: Counts, daily: Counts, scale: number): Counts {
  const all = tableNames.map((table): readonly [TableName, number] => {
    return [table, (fixed[table] ?? 0) + Math.round((daily[table] ?? 0) * scale)]
  })
  return Object.fromEntries(all.filter(([, rows]) => rows > 0))
}

/** How conferences and sessions are distributed. */
class Shapes {
  conferences = 0
  private readonly plan: Plan
  private readonly clocks = new LocalClocks()
  private readonly starts: number[] = Array(7 * 24).fill(0)
  private readonly people = peopleClasses()
  private readonly lengths = spanClasses()
  private readonly lateness = latenessClasses()
  private readonly stays = spanClasses()
  private readonly open = { conferences: 0, sessions: 0 }

  constructor(plan: Plan) {
    this.plan = plan
  }

  add(held: Held): void {
    this.conferences++
    const local = this.clocks.clock(this.plan.scenario.zone, ticksFromMs(held.start))
    const day = Math.floor(local / DAY)
    this.starts[weekday(day) * 24 + Math.floor((local - day * DAY) / HOUR)]!++
    if (held.end === OPEN) this.open.conferences++
    else this.lengths.add((held.end - held.start) / MINUTE_MS)
    let people = 0
    for (let at = 0; at < held.count; at++) {
      const join = held.join[at]!
      const leave = held.leave[at]!
      if (held.turn[at] === 1) {
        people++
        this.lateness.add((join - held.start) / MINUTE_MS)
      }
      if (leave === OPEN) this.open.sessions++
      else this.stays.add((leave - join) / MINUTE_MS)
    }
    this.people.add(people)
  }

  result() {
    const { starts, people, lengths, lateness, stays, open } = this
    return {
      starts,
      people: people.result(),
      lengths: lengths.result(),
      lateness: lateness.result(),
      stays: stays.result(),
      open,
    }
  }
}
