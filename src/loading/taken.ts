import type { Knex } from 'knex'
import type { Database } from '../databases/database.ts'
import type { Target } from '../databases/found.ts'
import { RollcallError } from '../errors.ts'
import { tableOf } from '../schema/tables.ts'
import { dateTimeText, type Ticks, ticksFromText } from '../time/ticks.ts'
import { eachReadable, type Row, spanOf, timedKey } from './reading.ts'
import { IN_ALREADY } from './records.ts'

/** The rows that lie at the times of a slice, others' and ours from before. */
export class Taken {
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
