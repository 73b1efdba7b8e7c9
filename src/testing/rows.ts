import { aFunction, checkArguments, kindOf, objectWith, oneOf } from '../arguments.ts'
import { RollcallError } from '../errors.ts'
import { type TableName, type Tables, tableNames, tableOf } from '../schema/tables.ts'
import { didYouMean } from '../suggest.ts'
import { type NaturalRow, naturalNames, naturalRows, type SomeRows } from './natural-rows.ts'
import { type DrivenRows, drivenValue, type GivenRows, plainValue } from './values.ts'

/** The columns of all tables: some are what the references of others lead to. */
type ColumnName = { [T in TableName]: keyof Tables[T] & string }[TableName]

type Followed = { readonly [C in ColumnName | 'Organizer']?: unknown }

/** What rows are picked by: values of their own columns, or of those that a reference leads to, such as `UserUri`. */
export type Conditions = { readonly [T in TableName]: GivenRows[T] & Omit<Followed, keyof Tables[T]> }

/** Rows as the JSON files of `rollcall generate` have them: times as ISO 8601 in UTC, ids as texts. */
export type JsonRows = {
  readonly [T in TableName]: {
    readonly [C in keyof DrivenRows[T]]: Spelled<DrivenRows[T][C]>
  }
}

type Spelled<V> = V extends Date | Buffer ? string : V

const aCondition = objectWith('an object of columns, or a function')
const aList = kindOf('a list of rows', Array.isArray)

/** Some rows of one table, in the order in which they were made. */
export class Rows<in out T extends TableName> implements Iterable<Tables[T]> {
  readonly table: T
  /** The rows themselves. */
  readonly all: readonly Tables[T][]
  private readonly set: SomeRows

  constructor(table: T, all: readonly Tables[T][], set: SomeRows) {
    checkArguments('Rows', {
      table: [table, oneOf(tableNames)],
      all: [all, aList],
      set: [set, objectWith('an object of tables')],
    })
    this.table = table
    this.all = all
    this.set = set
  }

  /** How many there are. */
  get length(): number {
    return this.all.length
  }

  [Symbol.iterator](): Iterator<Tables[T]> {
    return this.all[Symbol.iterator]()
  }

  /**
   * Those for which a condition holds: values of columns, or a function. A name that the table does not have is looked for
   * where its references lead: joins can be picked by `UserUri`, conferences by `ConferenceUri` or `Organizer`.
   * @example
   * rows.where({ UserUri: 'bob@contoso.com', UserRole: 1 })
   */
  where(condition: Conditions[T] | ((row: Tables[T]) => boolean)): Rows<T> {
    if (typeof condition === 'function') return this.only(this.all.filter(condition))
    checkArguments('where', { condition: [condition, aCondition] })
    const { columns } = tableOf(this.table)
    const own = new Map(columns.map((column) => [column.name, column.type]))
    const natural = naturalNames(this.table)
    const wanted = Object.entries(condition).filter(([, value]) => value !== undefined)
    const unknown = wanted.find(([name]) => !own.has(name) && !natural.includes(name))
    if (unknown) {
      const names = [...own.keys(), ...natural]
      const hint = didYouMean(unknown[0], names) ?? `It can be one of ${names.join(', ')}.`
      const message = `${this.table} has no column "${unknown[0]}", and no reference of it leads to one`
      throw new RollcallError('ROLLCALL_E_NAME', message, hint)
    }
    const followed = wanted.filter(([name]) => !own.has(name))
    const naturals = followed.length > 0 ? this.natural() : null
    const plain = wanted.flatMap(([name, value]) => {
      const type = own.get(name)
      return type ? ([[name, type, plainValue(type, value, `${this.table}.${name}`)]] as const) : []
    })
    return this.only(
      this.all.filter((row, at) => {
        const values = row as Readonly<Record<string, unknown>>
        return (
          plain.every(([name, type, value]) => plainValue(type, values[name], name) === value) &&
          followed.every(([name, value]) => naturals![at]![name] === value)
        )
      }),
    )
  }

  /** The only one there is. Throws a `RollcallError` when there are none or several. */
  one(): Tables[T] {
    const [first] = this.all
    if (first !== undefined && this.all.length === 1) return first
    const found = this.all.length === 0 ? 'there is none' : `there are ${this.all.length}`
    throw new RollcallError('ROLLCALL_E_ROWS', `one row of ${this.table} was expected, and ${found}`)
  }

  map<V>(change: (row: Tables[T], at: number) => V): V[] {
    checkArguments('map', { change: [change, aFunction] })
    return this.all.map((row, at) => change(row, at))
  }

  /** The rows without surrogate numbers: each reference is followed to the names of what it stands for. */
  natural(): NaturalRow[] {
    return naturalRows({ ...this.set, [this.table]: this.all }, this.table)
  }

  /** The rows as the driver of SQL Server gives them: times as `Date`, GUIDs as texts, ids of dialogs as bytes. */
  driven(): DrivenRows[T][] {
    const { columns } = tableOf(this.table)
    return this.all.map((row) => {
      const values = row as Readonly<Record<string, unknown>>
      const entries = columns.map(({ name, type }) => [name, drivenValue(type, values[name])])
      return Object.fromEntries(entries) as DrivenRows[T]
    })
  }

  /** The rows as JSON files have them. `JSON.stringify` gives their text. */
  toJSON(): JsonRows[T][] {
    const bytes = (value: unknown) => (Buffer.isBuffer(value) ? value.toString('latin1') : value)
    const text = (value: unknown) => (value instanceof Date ? value.toISOString() : bytes(value))
    return this.driven().map(
      (row) =>
        Object.fromEntries(Object.entries(row).map(([name, value]) => [name, text(value)])) as JsonRows[T],
    )
  }

  private only(rows: readonly Tables[T][]): Rows<T> {
    return new Rows(this.table, rows, this.set)
  }
}
