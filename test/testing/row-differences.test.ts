import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import {
  assertSameRows,
  differencesText,
  type FixtureOptions,
  fixture,
  memoryDatabase,
  type RowSet,
  RowsError,
  rowDifferences,
  scenario,
  type TableName,
  tableSets,
} from '../../src/index.ts'
import { tableOf } from '../../src/schema/tables.ts'

const test = suite('row differences')

const people = scenario('retro', { timezone: 'Europe/London' }).person('ann', { name: 'Ann Bell' })
const at = { at: '10:00', length: '15m', organizer: 'ann', attendees: ['bob'] } as const
const retro = people
  .person('bob')
  .conference('retro', { ...at, joins: { bob: [{ join: '0s', leave: '4m' }] } })

/** The rows without what the servers saw. */
const coreOf = (made: { fixture(options: FixtureOptions): { readonly rows: RowSet } }) =>
  made.fixture({ tables: 'core' }).rows

test('there are none between rows in another order with other surrogate numbers', () => {
  const { rows } = fixture('outside-participants')
  assert.equal(rowDifferences(rows, renumbered(rows)), [])
  assertSameRows(renumbered(rows), rows)
})

test('a person who was declared earlier renumbers the others and makes no difference but itself', () => {
  const more = scenario('retro', { timezone: 'Europe/London' })
    .person('zoe', { name: 'Zoe Quist' })
    .person('ann', { name: 'Ann Bell' })
    .person('bob')
    .conference('retro', { ...at, joins: { bob: [{ join: '0s', leave: '4m' }] } })
  const differences = rowDifferences(coreOf(retro), coreOf(more))
  assert.is(differencesText(differences), 'Users: 1 unexpected\n  + UserUri zoe.quist@contoso.com\n')
})

test('there are none between what was made and what a database gives', async () => {
  const { rows, scenario } = fixture('drop-and-rejoin')
  const database = await memoryDatabase({ scenario })
  try {
    const found: { [T in TableName]?: object[] } = {}
    for (const table of tableSets.conference) found[table] = await database.knex(table).select()
    assertSameRows(found, rows)
  } finally {
    await database.close()
  }
})

test('are told by names, with what changed', () => {
  const later = people.person('bob').conference('retro', {
    ...at,
    joins: { bob: [{ join: '0s', leave: '5m' }] },
  })
  const differences = rowDifferences(coreOf(retro), coreOf(later))
  assert.is(
    differencesText(differences),
    `FocusJoinsAndLeaves: 1 changed
  ~ SessionIdTime 2015-07-13T08:56:15.567, DialogSessionIdTime 2015-07-13T08:59:59.553, UserUri bob@contoso.com
      UserLeaveTime: 2015-07-13T09:04:00.000 -> 2015-07-13T09:05:00.000
      LastModifiedTime: 2015-07-13T09:04:00.000 -> 2015-07-13T09:05:00.000
`,
  )
  try {
    assertSameRows(coreOf(later), coreOf(retro))
    assert.unreachable()
  } catch (error) {
    assert.instance(error, RowsError)
    assert.is((error as RowsError).code, 'ROLLCALL_E_ROWS')
    assert.equal((error as RowsError).differences, differences)
  }
})

test('what is the same at another time has moved', () => {
  const later = people.person('bob').conference('retro', {
    ...at,
    joins: { bob: [{ join: '1m', leave: '4m' }] },
  })
  const kinds = rowDifferences(coreOf(retro), coreOf(later)).map(({ table, kind }) => `${table} ${kind}`)
  assert.equal(kinds, ['Dialogs moved', 'FocusJoinsAndLeaves moved'])
})

test('without the rows that a reference leads to its number is compared', () => {
  const { FocusJoinsAndLeaves } = retro.fixture().rows
  assert.equal(
    rowDifferences({ FocusJoinsAndLeaves }, { FocusJoinsAndLeaves: [...FocusJoinsAndLeaves].reverse() }),
    [],
  )
  const [first, ...rest] = FocusJoinsAndLeaves
  const other = { FocusJoinsAndLeaves: [{ ...first, UserId: 77 }, ...rest] }
  const [difference] = rowDifferences({ FocusJoinsAndLeaves }, other)
  assert.equal(difference?.cells, [{ column: 'UserId', expected: first!.UserId, found: 77 }])
})

test('a table that is none, or rows that are no list, are refused', () => {
  const { rows } = retro.fixture()
  for (const wrong of [{ Userss: [] }, { Users: 7 }, null, {}])
    assert.throws(
      () => rowDifferences(rows, wrong as object),
      (error: { code?: string }) => error.code === 'ROLLCALL_E_ARGUMENT',
    )
})

/** The same rows in reverse, with all surrogate numbers raised. */
function renumbered(rows: RowSet): { [T in TableName]?: object[] } {
  const numberOf = (table: TableName) => {
    const { identity } = tableOf(table)
    return identity.kind === 'named' ? identity.number : null
  }
  return Object.fromEntries(
    Object.entries(rows).map(([name, list]) => {
      const table = name as TableName
      const ends = tableOf(table).references.filter((end) => numberOf(end.table as TableName) !== null)
      const raised = new Set([numberOf(table), ...ends.flatMap(({ columns }) => columns)])
      const raise = ([column, value]: readonly [string, unknown]) =>
        [column, raised.has(column) && value !== null ? (value as number) + 100 : value] as const
      return [table, list.map((row) => Object.fromEntries(Object.entries(row).map(raise))).reverse()]
    }),
  )
}

test.run()
