import { RollcallError } from '../errors.ts'
import { daysOf } from '../plan/make-plan.ts'
import type { Plan, Slice } from '../plan/plan.ts'
import { sliceRows, supportingRows } from '../rows/rows.ts'
import { type TableName, tableNames, tableOf } from '../schema/tables.ts'
import { suggest } from '../suggest.ts'
import { DAY, type Day, dateTimeText, dayFromText, type Ticks, ticksFromText } from '../time/ticks.ts'

/** A row of any table. */
export type AnyRow = Readonly<Record<string, unknown>>

/** A row that was found, with the day that it belongs to; null where it belongs to none. */
export interface FoundRow {
  readonly table: TableName
  readonly row: AnyRow
  readonly day: Day | null
}

/** The table of a name, in whatever case. Throws a `RollcallError` for another. */
export function tableNamed(name: string): TableName {
  const found = tableNames.find((table) => table.toLowerCase() === name.toLowerCase())
  if (found) return found
  const near = suggest(name, tableNames)
  throw new RollcallError(
    'ROLLCALL_E_NAME',
    `there is no table "${name}"`,
    near === null ? `There are: ${tableNames.join(', ')}.` : `Did you mean \`${near}\`?`,
  )
}

/** One part of a key: a value, of a column that is named or of any that fits. */
interface Part {
  readonly text: string
  readonly column: string | null
  /** Of a time, as much of it as is said: also a day alone. */
  readonly moment: Ticks | null
  /** Users whose address it is; null where it is none. */
  readonly users: ReadonlySet<unknown> | null
}

/**
 * The row that a key names: by the columns of the primary key in their order, or by whatever else tells it: a time, a GUID,
 * a dialog id, an address, `UserId=3`. Throws a `RollcallError` that tells near ones where there is none, or several.
 */
export function findRow(plan: Plan, table: TableName, key: readonly string[]): FoundRow {
  const parts = key.map((text) => partOf(plan, table, text))
  const near = new Near(table, parts)
  const found: FoundRow[] = []
  for (const { day, rows } of placesOf(plan, table, parts)) {
    for (const row of rows) {
      if (matches(table, parts, row)) found.push({ table, row, day })
      else near.add(row)
      if (found.length > SHOWN) break
    }
    // A key of a time is of that day: nothing else has to be made.
    if (found.length > SHOWN || (found.length > 0 && parts.some(({ moment }) => moment !== null))) break
  }
  const [one, other] = found
  if (one && !other) return one
  const shown = key.join(' ')
  if (one) {
    const list = found.slice(0, SHOWN).map(({ row }) => `\n  ${keyText(table, row)}`)
    const more = found.length > SHOWN ? '\n  and more' : ''
    throw new RollcallError(
      'ROLLCALL_E_NAME',
      `${table} has several rows of ${shown}:${list.join('')}${more}`,
      'Say more of the key, such as UserId=3.',
    )
  }
  const list = near.nearest.map((row) => `\n  ${keyText(table, row)}`)
  throw new RollcallError(
    'ROLLCALL_E_NAME',
    `${table} has no row ${shown}${list.length > 0 ? `; near it are:${list.join('')}` : ''}`,
    `Its key is ${tableOf(table).primaryKey.join(', ')}.`,
  )
}

const SHOWN = 10

function partOf(plan: Plan, table: TableName, given: string): Part {
  const text = given.replace(/^['"{]+|['"}]+$/g, '')
  const [, name, value] = /^(\w+)=(.*)$/s.exec(text) ?? []
  const column = tableOf(table).columns.find((one) => one.name.toLowerCase() === name?.toLowerCase())
  const own = column ? value!.replace(/^['"{]+|['"}]+$/g, '') : text
  const moment = ticksFromText(own) ?? startOf(own)
  const isAddress = table !== 'Users' && (own.includes('@') || own.startsWith('+')) && !own.includes(';')
  return { text: own, column: column?.name ?? null, moment, users: isAddress ? usersOf(plan, own) : null }
}

function startOf(text: string): Ticks | null {
  const day = TIME.test(text) ? dayFromText(text.slice(0, 10)) : null
  return day === null ? null : day * DAY
}

const TIME = /^\d{4}-\d\d-\d\d(?:[T ][\d:.]*Z?)?$/

/** `UserId` of everybody with an address, guests of conferences aside. */
function usersOf(plan: Plan, address: string): ReadonlySet<unknown> {
  const wanted = address.replace(/^(sip|tel):/i, '').toLowerCase()
  const found = new Set<unknown>()
  for (const { rows } of supportingRows(plan, ['Users']))
    for (const { UserUri, UserId } of rows as unknown as readonly AnyRow[])
      if (String(UserUri).toLowerCase() === wanted) found.add(UserId)
  return found
}

interface Rows {
  readonly day: Day | null
  readonly rows: Iterable<AnyRow>
}

/** The rows of a table, those of the days that a key names first. */
function* placesOf(plan: Plan, table: TableName, parts: readonly Part[]): Iterable<Rows> {
  yield { day: null, rows: flat(supportingRows(plan, tableNames), table) }
  const named = parts.flatMap(({ moment }) => (moment === null ? [] : Math.floor(moment / DAY)))
  const days = daysOf(plan, 'conference')
  // A row is of the day of its conference, and can itself be of the day after.
  const first = days.filter((day) => named.some((one) => day === one || day === one - 1))
  for (const day of [...first, ...days.filter((one) => !first.includes(one))])
    yield { day, rows: rowsOf(plan, table, plan.slice(day, 'conference')) }
}

/** The rows of a table that belong to a slice. */
export function rowsOf(plan: Plan, table: TableName, slice: Slice): Iterable<AnyRow> {
  return flat(sliceRows(plan, slice, [table]), table)
}

function* flat(
  batches: Iterable<{ readonly table: TableName; readonly rows: readonly object[] }>,
  table: TableName,
): Iterable<AnyRow> {
  for (const batch of batches) if (batch.table === table) yield* batch.rows as readonly AnyRow[]
}

function matches(table: TableName, parts: readonly Part[], row: AnyRow): boolean {
  const { primaryKey } = tableOf(table)
  if (
    parts.every(
      (part, at) => at < primaryKey.length && isCell(table, part, part.column ?? primaryKey[at]!, row),
    )
  )
    return true
  return parts.every((part) => tells(table, part, row))
}

/** Whether a value stands in a row where it tells the row from others; numbers do only of a column that is named. */
function tells(table: TableName, part: Part, row: AnyRow): boolean {
  if (part.column !== null) return isCell(table, part, part.column, row)
  if (part.users?.has(row.UserId)) return true
  return tableOf(table).columns.some(
    ({ name, type }) => !NUMBERS.test(type) && isCell(table, part, name, row),
  )
}

const NUMBERS = /^(bit|tinyint|smallint|int|bigint)$/

function isCell(table: TableName, { text, moment, users }: Part, name: string, row: AnyRow): boolean {
  const value = row[name]
  if (value === null || value === undefined) return text.toLowerCase() === 'null'
  if (name === 'UserId' && users?.has(value)) return true
  const { type } = tableOf(table).columns.find((column) => column.name === name)!
  if (type === 'datetime') {
    const said = text.replace('T', ' ').replace('Z', '')
    return moment !== null && (value === moment || dateTimeText(value as Ticks, ' ').startsWith(said))
  }
  return String(value).toLowerCase() === text.toLowerCase()
}

/** `SessionIdTime 2015-07-15 08:57:00.123, SessionIdSeq 1`. */
export function keyText(table: TableName, row: AnyRow): string {
  const { primaryKey, identity } = tableOf(table)
  const names = identity.kind === 'named' ? [...primaryKey, ...identity.natural] : primaryKey
  return [...new Set(names)].map((name) => `${name} ${cellText(table, name, row[name])}`).join(', ')
}

/** A cell as the database shows it. */
export function cellText(table: TableName, name: string, value: unknown): string {
  if (value === null || value === undefined) return 'null'
  const { type } = tableOf(table).columns.find((column) => column.name === name)!
  return type === 'datetime' ? dateTimeText(value as Ticks, ' ') : String(value)
}

const NEAREST = 3

/** The rows that have most in common with a key. */
class Near {
  private readonly table: TableName
  private readonly parts: readonly Part[]
  private readonly found: { row: AnyRow; score: number }[] = []

  constructor(table: TableName, parts: readonly Part[]) {
    this.table = table
    this.parts = parts
  }

  add(row: AnyRow): void {
    const score = this.parts.reduce((sum, part) => sum + this.scoreOf(part, row), 0)
    if (score <= 0) return
    const { found } = this
    if (found.length === NEAREST && found[NEAREST - 1]!.score >= score) return
    found.push({ row, score })
    found.sort((a, b) => b.score - a.score)
    found.length = Math.min(found.length, NEAREST)
  }

  get nearest(): readonly AnyRow[] {
    return this.found.map(({ row }) => row)
  }

  private scoreOf(part: Part, row: AnyRow): number {
    const { table } = this
    if (tells(table, part, row)) return 1
    const { columns, primaryKey } = tableOf(table)
    if (part.moment !== null) {
      const value =
        row[primaryKey.find((name) => typeof row[name] === 'number' && name.endsWith('Time')) ?? '']
      return typeof value === 'number' ? 0.5 / (1 + Math.abs(value - part.moment) / 300) : 0
    }
    if (/^\d*$/.test(part.text)) return 0
    const texts = columns.flatMap(({ name, type }) =>
      type.startsWith('nvarchar') ? String(row[name] ?? '') : [],
    )
    return suggest(part.text, texts) === null ? 0 : 0.5
  }
}
