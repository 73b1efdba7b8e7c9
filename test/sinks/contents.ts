import fc from 'fast-check'
import type { Column } from '../../src/schema/column.ts'
import { DialogId } from '../../src/schema/dialog-id.ts'
import { Guid } from '../../src/schema/guid.ts'
import { type TableName, type Tables, tableOf } from '../../src/schema/tables.ts'
import { DAY, dayFromText, ticksFromText } from '../../src/time/ticks.ts'

/** Rows by table, each table by its primary key. */
export type Contents = { readonly [T in TableName]?: readonly Tables[T][] }

/** Texts that break careless writers. Each fits `nvarchar(450)`. */
export const HOSTILE_TEXTS: readonly string[] = [
  "it's",
  "Robert'); DROP TABLE Users;--",
  '"quoted", and more',
  'a,b;c\td',
  'back\\slash \\n \\',
  "\\' OR 1=1 --",
  '$(variable) :name %s ? @p $1 {{y}}',
  '/* comment */ -- comment',
  'line\nbreak',
  'line\r\nbreak',
  'line\rbreak',
  '\n',
  'a batch\nGO\nends',
  'GO',
  '.quit',
  '\\q',
  "delimiter ;;\n'';\nq",
  'NULL',
  'null',
  ' blanks around ',
  'Dóra Szabó, 東京, Ελλάδα',
  '👩‍🚀 and 𝔘𝔫𝔦𝔠𝔬𝔡𝔢',
  'separators \u2028 and \u2029 and \u0085',
  'controls \u0001\u0007\u001b[31m\u007f',
  '\ufeffmark',
  'x'.repeat(450),
  '👍'.repeat(225),
]

const int32 = fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 })
const moment = fc.integer({ min: 0, max: (dayFromText('2200-01-01') as number) * DAY - 1 })
const guid = fc.tuple(int32, int32, int32, int32).map(([a, b, c, d]) => new Guid(a, b, c, d))
const dialogId = fc.array(int32, { minLength: 10, maxLength: 10 }).map((words) => {
  return new DialogId(Int32Array.from(words, (word, at) => (at === 5 ? word & 0xff : word)))
})

function anyText(withNul: boolean): fc.Arbitrary<string> {
  const text = fc.oneof(fc.string({ unit: 'binary', maxLength: 40 }), fc.constantFrom(...HOSTILE_TEXTS))
  return withNul ? text : text.map((value) => value.replaceAll('\0', ''))
}

/** A few rows of every kind of column, with keys and references that hold, and nulls wherever a column allows them. */
export function contents(withNul: boolean): fc.Arbitrary<Contents> {
  const text = fc.option(anyText(withNul))
  const count = fc.nat(6)
  const key = fc.record({ SessionIdTime: moment, SessionIdSeq: fc.integer({ min: 1, max: 2 ** 31 - 1 }) })
  const keys = fc.uniqueArray(key, {
    maxLength: 6,
    selector: ({ SessionIdTime, SessionIdSeq }) => `${SessionIdTime} ${SessionIdSeq}`,
  })
  return fc
    .tuple(count, count, keys.map(byKey), keys.map(byKey))
    .chain(([tenants, users, conferences, dialogs]) => {
      const oneOf = (many: number) =>
        many === 0 ? fc.constant(null) : fc.option(fc.integer({ min: 1, max: many }))
      const numbers = (many: number) => Array.from({ length: many }, (_, at) => at + 1)
      const pairs: Pair[] = conferences
        .flatMap((conference) => dialogs.map((dialog) => ({ conference, dialog })))
        .slice(0, 9)
      return fc.record({
        Tenants: each<number, Tables['Tenants']>(numbers(tenants), (id) => ({
          TenantId: fc.constant(id),
          TenantKey: text.map((value) => value?.slice(0, 256).replace(/[\ud800-\udbff]$/, '') ?? null),
        })),
        Users: each<number, Tables['Users']>(numbers(users), (id) => ({
          NextUpdateTS: fc.option(moment),
          UserId: fc.constant(id),
          UserUri: text,
          TenantId: oneOf(tenants),
          UriTypeId: fc.option(int32),
        })),
        Conferences: each<Key, Tables['Conferences']>(conferences, ({ SessionIdTime, SessionIdSeq }) => ({
          SessionIdTime: fc.constant(SessionIdTime),
          SessionIdSeq: fc.constant(SessionIdSeq),
          ConferenceUriId: fc.constant(null),
          ConfInstance: fc.option(guid),
          ConferenceStartTime: fc.option(moment),
          ConferenceEndTime: fc.option(moment),
          PoolId: fc.constant(null),
          OrganizerId: oneOf(users),
          Flag: fc.option(fc.integer({ min: -(2 ** 15), max: 2 ** 15 - 1 })),
          Processed: fc.option(fc.boolean()),
          LastModifiedTime: fc.option(moment),
        })),
        Dialogs: each<Key, Tables['Dialogs']>(dialogs, ({ SessionIdTime, SessionIdSeq }) => ({
          SessionIdTime: fc.constant(SessionIdTime),
          SessionIdSeq: fc.constant(SessionIdSeq),
          ExternalChecksum: fc.option(int32),
          ExternalId: fc.option(dialogId),
        })),
        FocusJoinsAndLeaves: each<Pair, Tables['FocusJoinsAndLeaves']>(
          pairs,
          ({ conference, dialog }, at) => ({
            SessionIdTime: fc.constant(conference.SessionIdTime),
            SessionIdSeq: fc.constant(conference.SessionIdSeq),
            DialogSessionIdTime: fc.constant(dialog.SessionIdTime),
            DialogSessionIdSeq: fc.constant(dialog.SessionIdSeq),
            UserId: oneOf(users),
            FocusUserInstance: fc.constant(at),
            IsUserInternal: fc.option(fc.boolean()),
            UserRole: fc.option(int32),
            UserJoinTime: fc.option(moment),
            UserLeaveTime: fc.option(moment),
            ClientVerId: fc.constant(null),
            UserEndpointId: fc.option(guid),
            LastModifiedTime: fc.option(moment),
          }),
        ),
      })
    })
}

interface Key {
  readonly SessionIdTime: number
  readonly SessionIdSeq: number
}

interface Pair {
  readonly conference: Key
  readonly dialog: Key
}

/** A row for each item of a list. */
function each<I, R extends object>(
  list: readonly I[],
  row: (item: I, at: number) => { [K in keyof R]: fc.Arbitrary<R[K]> },
): fc.Arbitrary<R[]> {
  return fc.tuple(...list.map((item, at) => fc.record(row(item, at)))) as fc.Arbitrary<R[]>
}

function byKey(keys: readonly Key[]): readonly Key[] {
  return [...keys].sort((a, b) => a.SessionIdTime - b.SessionIdTime || a.SessionIdSeq - b.SessionIdSeq)
}

/** A row as plain values: times as ticks, GUIDs and dialog ids as text. */
export type PlainRow = Readonly<Record<string, unknown>>

export function plain(row: object): PlainRow {
  const value = (cell: unknown) => (cell instanceof Guid || cell instanceof DialogId ? cell.toString() : cell)
  return Object.fromEntries(Object.entries(row).map(([name, cell]) => [name, value(cell)]))
}

/** A row of texts, numbers, booleans and buffers, as files and databases give them, as plain values. */
export function decoded(table: TableName, row: PlainRow): PlainRow {
  const { columns } = tableOf(table)
  assertSame(
    Object.keys(row),
    columns.map(({ name }) => name),
    table,
  )
  return Object.fromEntries(columns.map((column) => [column.name, decodedCell(column, row[column.name])]))
}

function decodedCell({ type }: Column, value: unknown): unknown {
  if (value === null) return null
  if (type === 'bit') return ['1', 'true', 't'].includes(String(value))
  if (type === 'datetime') return ticksFromText(String(value))
  if (type === 'uniqueidentifier') return String(value).toUpperCase()
  if (type.startsWith('nvarchar')) return value
  if (type.startsWith('varbinary')) return Buffer.isBuffer(value) ? value.toString('latin1') : value
  return Number(value)
}

function assertSame(found: readonly string[], expected: readonly string[], what: string): void {
  if (found.join() !== expected.join()) throw new Error(`${what} has the columns ${found}, not ${expected}`)
}
