import type { Knex } from 'knex'
import type { Database } from '../databases/database.ts'
import type { Target } from '../databases/found.ts'
import type { Reference } from '../schema/table.ts'
import { type Batch, type TableName, tableOf } from '../schema/tables.ts'
import type { Ticks } from '../time/ticks.ts'
import { Names } from './names.ts'
import type { Row } from './reading.ts'
import { requireKnown } from './records.ts'
import { Taken } from './taken.ts'

export interface NumberingOptions {
  /** The tables are empty: rows go in as they were planned, until somebody else gives numbers, too. */
  readonly isAsPlanned: boolean
  /** Rows keep the numbers of the plan where these are free; otherwise they get the next after the greatest. */
  readonly keepsPlanned: boolean
  /** Conferences and dialogs of ours that are there already are left out. Otherwise they are refused. */
  readonly skipsPresent: boolean
}

/**
 * Gives the rows of a scenario numbers beside the rows that a database holds already: what has a name is found by it and
 * used again, new rows get numbers that are free, and whatever points to them follows. A tick that is taken gets the next
 * `SessionIdSeq`.
 *
 * In memory are the names of all rows that are there, about 100 bytes each.
 */
export class Numbering {
  /** Names of the rows that were found, by table: they are not inserted. */
  readonly found = new Map<TableName, string[]>()
  /** Rows that have another `SessionIdSeq` than in an empty database. */
  shifted = 0
  private readonly database: Database
  private readonly options: NumberingOptions
  private readonly targets: ReadonlyMap<TableName, Target>
  private readonly named: ReadonlyMap<TableName, Names>
  private timed: ReadonlyMap<TableName, Taken> = new Map()
  /** Rows go in as they were planned: nobody else has given numbers. */
  isAsPlanned: boolean
  /** The greatest numbers that are ours, by table. */
  private greatest: readonly number[] = []
  private last: Promise<unknown> = Promise.resolve()
  /** What `found` and `shifted` were when the last transaction ended. */
  private kept: { readonly found: ReadonlyMap<TableName, number>; readonly shifted: number } = {
    found: new Map(),
    shifted: 0,
  }

  constructor(database: Database, targets: readonly Target[], options: NumberingOptions) {
    this.database = database
    this.options = options
    this.isAsPlanned = options.isAsPlanned
    this.targets = new Map(targets.map((target) => [target.table, target]))
    const named = targets.filter(({ table }) => tableOf(table).identity.kind === 'named')
    this.named = new Map(named.map((target) => [target.table, new Names(target, options.keepsPlanned)]))
  }

  /** Reads what others have added since the last time. To be called when nobody else can give numbers. */
  async refresh(knex: Knex): Promise<void> {
    if (this.isAsPlanned) return
    requireKnown([...this.targets.values()])
    for (const names of this.named.values()) await names.refresh(this.database, knex)
  }

  /** The rows of one slice, or those of no day, as they are to be inserted. */
  async *numbered(knex: Knex, isDay: boolean, batches: Iterable<Batch>): AsyncIterable<Batch> {
    if (this.isAsPlanned) {
      yield* batches
      return
    }
    // Rows that belong to others come last, and are the most: only those before are held.
    let held: Batch[] | null = isDay ? [] : null
    for (const batch of batches) {
      if (held !== null) {
        if (tableOf(batch.table).identity.kind !== 'child') {
          held.push(batch)
          continue
        }
        yield* this.timedAndNamed(knex, held)
        held = null
      }
      yield this.renumbered(batch)
    }
    if (held !== null) yield* this.timedAndNamed(knex, held)
  }

  private async *timedAndNamed(knex: Knex, batches: readonly Batch[]): AsyncIterable<Batch> {
    this.timed = await this.takenIn(knex, batches)
    for (const batch of batches) yield this.renumbered(batch)
  }

  /** To be called when all is written, before the lock is given back. */
  async written(knex: Knex): Promise<void> {
    if (!this.isAsPlanned) return
    const now = await this.greatestNumbers(knex)
    this.greatest = now.map((number, at) => Math.max(number, this.greatest[at] ?? -1))
  }

  /** Whether rows can go in as planned still. To be called when nobody else can give numbers. */
  async staysAsPlanned(knex: Knex): Promise<boolean> {
    const now = await this.greatestNumbers(knex)
    if (now.some((number, at) => number > this.greatest[at]!)) this.isAsPlanned = false
    return this.isAsPlanned
  }

  /** Does work for which rows get numbers, when what began before has ended. */
  oneByOne<T>(work: () => Promise<T>): Promise<T> {
    const own = this.last.then(work)
    this.last = own.catch(() => undefined)
    return own
  }

  /** What the last transaction did is in the database; guests of a day are not asked for again. */
  keep({ isDay }: { readonly isDay: boolean }): void {
    const found = new Map([...this.found].map(([table, names]) => [table, names.length]))
    this.kept = { found, shifted: this.shifted }
    for (const names of this.named.values()) names.keep(isDay)
  }

  /** What the last transaction did is not in the database. */
  forget(): void {
    for (const [table, names] of this.found) names.length = this.kept.found.get(table) ?? 0
    this.shifted = this.kept.shifted
    for (const names of this.named.values()) names.forget()
  }

  /** The greatest number of each table: whoever gives numbers gives greater ones. */
  private async greatestNumbers(knex: Knex): Promise<readonly number[]> {
    const numbers: number[] = []
    for (const { number, target } of this.named.values()) {
      if (number === null) continue
      const [found] = await knex(target.name).max({ number })
      numbers.push(Number(Object.values(found ?? {})[0] ?? -1))
    }
    return numbers
  }

  private renumbered({ table, rows }: Batch): Batch {
    const point = this.pointersOf(table)
    const { identity } = tableOf(table)
    const made: Row[] = []
    for (const row of rows as unknown as readonly Row[]) {
      if (identity.kind === 'named') {
        const names = this.named.get(table)!
        const own = names.numbered(point(row))
        if (own) made.push(own)
        else this.note(table, names.last)
      } else if (identity.kind === 'timed') {
        const own = this.timed.get(table)!.numbered(point(row))
        if (own) made.push(own)
      } else if (!this.isPresent(table, row)) made.push(point(row))
    }
    return { table, rows: made } as unknown as Batch
  }

  private note(table: TableName, name: string): void {
    const names = this.found.get(table)
    if (names) names.push(name)
    else this.found.set(table, [name])
  }

  /** Makes a row point to where the rows went that it points to. */
  private pointersOf(table: TableName): (row: Row) => Row {
    const steps: ((row: Record<string, unknown>, from: Row) => void)[] = []
    for (const reference of tableOf(table).references) {
      const names = this.named.get(reference.table as TableName)
      const [column] = reference.columns as readonly [string]
      if (names && names.number === reference.to[0]) {
        steps.push((row) => {
          const number = row[column] as number | null
          if (number !== null) row[column] = names.given(number)
        })
      }
      const taken = this.timed.get(reference.table as TableName)
      if (taken) {
        const [time, sequence] = reference.columns as readonly [string, string]
        steps.push((row, from) => {
          if (from[time] !== null) row[sequence] = taken.given(from[time] as Ticks, from[sequence] as number)
        })
      }
    }
    return steps.length === 0
      ? (row) => row
      : (from) => {
          const row = { ...from }
          for (const step of steps) step(row, from)
          return row
        }
  }

  /** Whether all that a row belongs to was there: then it was, too. */
  private isPresent(table: TableName, row: Row): boolean {
    if (!this.options.skipsPresent) return false
    // A row may belong to one of them alone: what it says of the other is empty then.
    const parents = tableOf(table).references.filter(
      ({ table: parent, columns: [time] }) => this.timed.has(parent as TableName) && row[time!] !== null,
    )
    return parents.length > 0 && parents.every((reference) => this.isThere(reference, row))
  }

  private isThere({ table, columns }: Reference, row: Row): boolean {
    const [time, sequence] = columns as readonly [string, string]
    return this.timed.get(table as TableName)!.isPresent(row[time] as Ticks, row[sequence] as number)
  }

  /** What is at the ticks of a slice already. */
  private async takenIn(knex: Knex, batches: readonly Batch[]): Promise<ReadonlyMap<TableName, Taken>> {
    const taken = new Map<TableName, Taken>()
    for (const { table, rows } of batches) {
      const { identity } = tableOf(table)
      if (identity.kind !== 'timed') continue
      const own =
        taken.get(table) ??
        new Taken(this.targets.get(table)!, this.options.skipsPresent, () => this.shifted++)
      taken.set(table, own)
      for (const row of rows as unknown as readonly Row[]) own.expect(row)
    }
    for (const own of taken.values()) await own.read(this.database, knex)
    return taken
  }
}
