import type { Knex } from 'knex'
import type { Database } from '../databases/database.ts'
import type { Target } from '../databases/found.ts'
import { RollcallError } from '../errors.ts'
import { tableOf } from '../schema/tables.ts'
import { nameOf } from './fold.ts'
import { eachReadable, type Row } from './reading.ts'

/** The rows of a table that are known by name, and the numbers that they have in the database. */
export class Names {
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
