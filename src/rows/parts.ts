import { kindOf } from '../arguments.ts'
import { daysOf, isEmpty } from '../plan/make-plan.ts'
import type { Plan } from '../plan/plan.ts'
import { type Batch, setWith, type TableName, type TableSet } from '../schema/tables.ts'
import type { Day } from '../time/ticks.ts'
import type { WrongRow } from './ledger.ts'
import { sliceRows, supportingRows } from './rows.ts'

/** A run of the data set that can be made without the others: the rows that belong to no day, or some days in order. */
export interface Part {
  /** Null for the rows that belong to no day. */
  readonly days: readonly Day[] | null
  /** About how much work it is, in rows that follow from attendances. */
  readonly weight: number
}

/** Which of how many parts of a data set, from 1. */
export interface Shard {
  readonly index: number
  readonly count: number
}

/** What a function takes as a shard. */
export const aShard = kindOf('{ index: 2, count: 3 } for the second of three', (value) => {
  const { index, count } = (value ?? {}) as Partial<Shard>
  return Number.isInteger(index) && Number.isInteger(count) && 1 <= index! && index! <= count!
})

/** A day of a part, or none, with its rows. */
export interface DayRows {
  readonly day: Day | null
  readonly batches: Iterable<Batch>
  /** Rows that are wrong on purpose; all of them when the batches are used up. */
  readonly wrong: readonly WrongRow[]
}

/** Rows that an attendance comes to: its own, those of its conference, and in a population those of its day. */
const ROWS_AN_ATTENDANCE: Readonly<Record<TableSet, number>> = { core: 2.6, conference: 13 }

/** About how many rows of some tables there are on some days, without planning them. */
export function expectedRows(
  plan: { expected(day: Day): number },
  days: readonly Day[],
  tables: readonly TableName[],
): number {
  const attendances = days.reduce((sum, day) => sum + plan.expected(day), 0)
  return attendances * ROWS_AN_ATTENDANCE[setWith(tables)]
}

/**
 * The rows of some tables, or a shard of them, in parts of at most about `size` rows, or of one day. Shards are runs of
 * days of about the same work; what belongs to no day goes with the first.
 */
export function partsOf(
  plan: Plan,
  size: number,
  { index, count }: Shard = { index: 1, count: 1 },
  tables: readonly TableName[],
): readonly Part[] {
  const days = daysOf(plan, setWith(tables))
  const weights = days.map((day) => expectedRows(plan, [day], tables))
  const total = weights.reduce((sum, weight) => sum + weight, 0)
  const parts: Part[] = index === 1 ? [{ days: null, weight: 0 }] : []
  let before = 0
  let part: Day[] = []
  let weight = 0
  const end = () => {
    if (part.length > 0) parts.push({ days: part, weight })
    part = []
    weight = 0
  }
  for (const [at, day] of days.entries()) {
    const middle = before + weights[at]! / 2
    before += weights[at]!
    const shard = total === 0 ? 1 : Math.min(count, Math.floor((middle / total) * count) + 1)
    if (shard !== index) continue
    const own = weights[at]!
    if (weight + own > size) end()
    part.push(day)
    weight += own
  }
  end()
  return parts
}

/** The rows that a part has in some tables, day by day. A day's batches are to be used up before the next is asked for. */
export function* partRows(
  plan: Plan,
  { days }: Pick<Part, 'days'>,
  tables: readonly TableName[],
): Iterable<DayRows> {
  if (days === null) {
    yield { day: null, batches: supportingRows(plan, tables), wrong: [] }
    return
  }
  const depth = setWith(tables)
  for (const day of days) {
    const slice = plan.slice(day, depth)
    if (isEmpty(slice)) continue
    const wrong: WrongRow[] = []
    yield { day, batches: sliceRows(plan, slice, tables, wrong), wrong }
  }
}
