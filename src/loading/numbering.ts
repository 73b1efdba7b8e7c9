import type { Knex } from 'knex'
import type { Database } from '../databases/database.ts'
import type { Target } from '../databases/found.ts'
import { RollcallError } from '../errors.ts'
import type { Reference } from '../schema/table.ts'
import { type Batch, type TableName, tableOf } from '../schema/tables.ts'
import { dateTimeText, type Ticks, ticksFromText } from '../time/ticks.ts'
import { nameOf } from './fold.ts'
import { eachReadable, spanOf, timedKey } from './reading.ts'
import { IN_ALREADY, requireKnown } from './records.ts'

export interface NumberingOptions {
  /** The tables are empty: rows go in as they were planned, until somebody else gives numbers, too. */
  readonly isAsPlanned: boolean
  /** Rows keep the numbers of the plan where these are free; otherwise they get the next after the greatest. */
  readonly keepsPlanned: boolean
  /** Conferences and dialogs of ours that are there already are left out. Otherwise they are refused. */
  readonly skipsPresent: boolean
}

type Row = Readonly<Record<string, unknown>>

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

/** The rows of a table that are known by name, and the numbers that they have in the database. */
class Names {
  /** The number that the last row had, by its name. */
  last = ''
  readonly number: string | null
  readonly target: Target
  private readonly keepsPlanned: boolean
  private readonly byName = new Map<string, number>()
  private readonly taken = new Set<number>()
  private readonly numbers = new Map<number, number>()
  private added: { readonly name: string; readonly planned: number; readonly number: number }[] = []
  /** The greatest number that was read or given, now and when the last transaction ended. */
  private greatest: number
  private keptGreatest: number

  constructor(target: Target, keepsPlanned: boolean) {
    const { identity } = tableOf(target.table)
    this.number = identity.kind === 'named' ? identity.number : null
    this.target = target
    this.keepsPlanned = keepsPlanned
    // A server that numbers rows begins with 1, and some take 0 for a row without a number.
    this.greatest = target.hasIdentity ? 0 : -1
    this.keptGreatest = this.greatest
  }

  async refresh(database: Database, knex: Knex): Promise<void> {
    const { table } = this.target
    const { identity } = tableOf(table)
    if (identity.kind !== 'named') return
    const wanted = [...identity.natural, ...(this.number === null ? [] : [this.number])]
    const since =
      this.number === null || this.byName.size === 0 ? null : { column: this.number, above: this.greatest }
    for await (const row of eachReadable(database, knex, this.target, wanted, since)) {
      const number = this.number === null ? 0 : Number(row[this.number])
      const name = nameOf(table, row)
      // Of rows whose names are one to us the oldest is used.
      if (number < (this.byName.get(name) ?? Number.POSITIVE_INFINITY)) this.byName.set(name, number)
      if (this.keepsPlanned) this.taken.add(number)
      if (number > this.greatest) this.greatest = number
    }
  }

  /** A new row with its number; null where there is one of its name, which stands for it from now on. */
  numbered(row: Row): Row | null {
    const name = nameOf(this.target.table, row)
    this.last = name
    const planned = this.number === null ? 0 : (row[this.number] as number)
    const known = this.byName.get(name)
    if (known !== undefined) {
      this.numbers.set(planned, known)
      return null
    }
    const number = this.number === null ? 0 : this.free(planned)
    this.byName.set(name, number)
    this.numbers.set(planned, number)
    this.added.push({ name, planned, number })
    return this.number === null || number === planned ? row : { ...row, [this.number]: number }
  }

  /** The number in the database of the row that the plan gave a number. */
  given(planned: number): number {
    return this.numbers.get(planned) ?? planned
  }

  keep(isDay: boolean): void {
    if (isDay) {
      for (const { name, planned } of this.added) {
        this.byName.delete(name)
        this.numbers.delete(planned)
      }
    }
    this.added = []
    this.keptGreatest = this.greatest
  }

  forget(): void {
    for (const { name, planned, number } of this.added) {
      this.byName.delete(name)
      this.numbers.delete(planned)
      this.taken.delete(number)
    }
    this.added = []
    this.greatest = this.keptGreatest
  }

  private free(planned: number): number {
    const number = this.keepsPlanned && !this.taken.has(planned) ? planned : this.greatest + 1
    if (this.keepsPlanned) this.taken.add(number)
    if (number > this.greatest) this.greatest = number
    const column = this.target.columns.find(({ name }) => name === this.number)!
    if (number > GREATEST[column.type as keyof typeof GREATEST]) {
      throw new RollcallError(
        'ROLLCALL_E_VALUE',
        `${this.target.table}.${this.number} has no numbers left: the greatest is taken`,
      )
    }
    return number
  }
}

const GREATEST = { tinyint: 255, smallint: 32_767, int: 2_147_483_647 } as const

/** The rows that lie at the times of a slice, others' and ours from before. */
class Taken {
  private readonly target: Target
  private readonly skipsPresent: boolean
  private readonly onShift: () => void
  private readonly time: string
  private readonly sequence: string
  private readonly natural: readonly string[]
  private readonly times = new Set<Ticks>()
  /** The planned sequence of the first row at a time that is not there. */
  private readonly first = new Map<Ticks, number>()
  private readonly greatest = new Map<Ticks, number>()
  /** The sequence in the database of rows that are there, by time and what they are known by. */
  private readonly there = new Map<string, number>()
  /** The same by time and planned sequence. */
  private readonly present = new Map<string, number>()

  constructor(target: Target, skipsPresent: boolean, onShift: () => void) {
    const { identity } = tableOf(target.table)
    if (identity.kind !== 'timed') throw new TypeError(`rows of ${target.table} have no times`)
    this.target = target
    this.skipsPresent = skipsPresent
    this.onShift = onShift
    this.time = identity.time
    this.sequence = identity.sequence
    this.natural = identity.natural
  }

  /** A row that is to be numbered. */
  expect(row: Row): void {
    this.times.add(row[this.time] as Ticks)
  }

  async read(database: Database, knex: Knex): Promise<void> {
    if (this.times.size === 0) return
    const columns = [this.time, this.sequence, ...this.natural]
    const within = { column: this.time, span: spanOf(this.times) }
    for await (const row of eachReadable(database, knex, this.target, columns, within)) {
      const time = ticksFromText(row[this.time] as string)!
      if (!this.times.has(time)) continue
      const sequence = Number(row[this.sequence])
      if (sequence > (this.greatest.get(time) ?? 0)) this.greatest.set(time, sequence)
      this.there.set(timedKey(time, this.natural, row), sequence)
    }
  }

  /** A row with its sequence; null where it is there. Rows of one time come in order. */
  numbered(row: Row): Row | null {
    const [time, planned] = [row[this.time] as Ticks, row[this.sequence] as number]
    const known = this.there.size === 0 ? undefined : this.there.get(timedKey(time, this.natural, row))
    if (known !== undefined) {
      if (!this.skipsPresent) {
        const at = `${this.target.table} at ${dateTimeText(time, ' ')}`
        throw new RollcallError(
          'ROLLCALL_E_EXISTS',
          `rows of the scenario are in the database already: ${at}`,
          IN_ALREADY,
        )
      }
      this.present.set(`${time} ${planned}`, known)
      return null
    }
    if (!this.first.has(time)) this.first.set(time, planned)
    const sequence = this.given(time, planned)
    if (sequence === planned) return row
    this.onShift()
    return { ...row, [this.sequence]: sequence }
  }

  /**
   * The sequence in the database of a row that the plan gave one: after all that is at this time. In a database of ours
   * alone these are the rows of slices before, which the plan numbered first, so the row keeps its own.
   */
  given(time: Ticks, planned: number): number {
    const known = this.present.size === 0 ? undefined : this.present.get(`${time} ${planned}`)
    if (known !== undefined) return known
    const first = this.first.get(time)
    return first === undefined ? planned : (this.greatest.get(time) ?? 0) + planned - first + 1
  }

  isPresent(time: Ticks, planned: number): boolean {
    return this.present.has(`${time} ${planned}`)
  }
}
